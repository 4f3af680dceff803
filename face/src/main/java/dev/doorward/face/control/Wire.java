package dev.doorward.face.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** One request and one response, each a length and a JSON document. */
final class Wire {
  private static final int MOST_BYTES = 64 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Wire() {}

  static void send(SocketChannel channel, Request request) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", request.name());
    document.put("args", request.args());
    write(channel, document);
  }

  static void send(SocketChannel channel, Response response) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    response.data().ifPresent(data -> document.put("data", data));
    response.error().ifPresent(error -> document.put("error", error));
    write(channel, document);
  }

  static Request request(SocketChannel channel) throws IOException {
    Map<?, ?> document = read(channel);
    Map<String, Object> args = new LinkedHashMap<>();
    if (document.get("args") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> {
        if (value != null) {
          args.put(String.valueOf(key), value);
        }
      });
    }
    return new Request(String.valueOf(document.get("name")), args);
  }

  static Response response(SocketChannel channel) throws IOException {
    Map<?, ?> document = read(channel);
    return new Response(
        Optional.ofNullable((Object) document.get("data")),
        document.get("error") instanceof String error ? Optional.of(error) : Optional.empty());
  }

  private static void write(SocketChannel channel, Object document) throws IOException {
    byte[] json = JSON.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(4 + json.length);
    buffer.putInt(json.length).put(json).flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static Map<?, ?> read(SocketChannel channel) throws IOException {
    int length = fill(channel, 4).getInt();
    if (length < 2 || length > MOST_BYTES) {
      throw new IOException("a message of " + length + " bytes on the control socket");
    }
    String json = new String(fill(channel, length).array(), StandardCharsets.UTF_8);
    try {
      return JSON.readValue(json, Map.class);
    } catch (JacksonException e) {
      throw new IOException("no JSON on the control socket", e);
    }
  }

  private static ByteBuffer fill(SocketChannel channel, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("the other end of the control socket is gone");
      }
    }
    return buffer.flip();
  }
}
