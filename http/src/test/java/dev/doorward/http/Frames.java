package dev.doorward.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A client for tests that writes and reads single frames of HTTP/2 (RFC 9113 §4). */
final class Frames implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;
  static final int PADDED = 8;
  static final int WITH_PRIORITY = 0x20;

  static final int NO_ERROR = 0;
  static final int PROTOCOL_ERROR = 1;
  static final int INTERNAL_ERROR = 2;
  static final int FLOW_CONTROL_ERROR = 3;
  static final int STREAM_CLOSED = 5;
  static final int FRAME_SIZE_ERROR = 6;
  static final int REFUSED_STREAM = 7;
  static final int CANCEL = 8;
  static final int COMPRESSION_ERROR = 9;
  static final int ENHANCE_YOUR_CALM = 11;

  static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  /** A frame that came. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Frame(int type, int flags, int stream, byte[] payload, Map<String, List<String>> fields) {
    boolean has(int flag) {
      return (flags & flag) != 0;
    }

    /** The first four octets: an error code, a window, or the last stream. */
    int number() {
      return number(0);
    }

    int number(int at) {
      int value = 0;
      for (int i = at; i < at + 4; i++) {
        value = value << 8 | payload[i] & 0xff;
      }
      return value;
    }

    @Override
    public String toString() {
      return "frame type "
          + type
          + " flags "
          + flags
          + " stream "
          + stream
          + " of "
          + payload.length;
    }
  }

  /** An answer, put together. */
  static final class Answer {
    final Map<String, List<String>> head = new LinkedHashMap<>();
    final List<Integer> interims = new ArrayList<>();
    final Map<String, List<String>> trailers = new LinkedHashMap<>();
    final ByteArrayOutputStream body = new ByteArrayOutputStream();
    int reset = -1;
    boolean ended;

    int status() {
      return Integer.parseInt(field(":status"));
    }

    String field(String name) {
      return String.join(", ", head.getOrDefault(name, List.of()));
    }

    String text() {
      return body.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder(true, 1 << 20);
  private final ArrayDeque<Frame> held = new ArrayDeque<>();

  /** What may be sent at first on a stream (RFC 9113 §6.9.2). */
  int streamWindow = 65_535;

  Frames(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** Connected, both sides' settings acknowledged, and all windows wide open. */
  static Frames to(InetSocketAddress address) throws IOException {
    var frames = new Frames(new Socket(address.getAddress(), address.getPort()));
    frames.greet();
    return frames;
  }

  /** The other end of it: an application which has read the preface and said its settings. */
  static Frames serving(Wire wire, int... settings) throws IOException {
    wire.read(PREFACE.length());
    var frames = new Frames(wire.socket);
    frames.settings(settings);
    frames.send(SETTINGS, ACK, 0);
    return frames;
  }

  void greet(int... settings) throws IOException {
    raw(PREFACE.getBytes(StandardCharsets.US_ASCII));
    settings(settings);
    Frame theirs = next(frame -> frame.type() == SETTINGS && !frame.has(ACK));
    if (theirs.stream() != 0) {
      throw new AssertionError("settings on a stream: " + theirs);
    }
    for (int i = 0; i < theirs.payload().length; i += 6) {
      if (theirs.payload()[i + 1] == 4) {
        streamWindow = theirs.number(i + 2);
      }
    }
    send(SETTINGS, ACK, 0);
    next(frame -> frame.type() == SETTINGS && frame.has(ACK));
  }

  // ---- writing

  void raw(byte[] octets) throws IOException {
    out.write(octets);
    out.flush();
  }

  void send(int type, int flags, int stream, byte... payload) throws IOException {
    raw(frame(type, flags, stream, payload));
  }

  static byte[] frame(int type, int flags, int stream, byte... payload) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(payload.length >> 16);
    bytes.write(payload.length >> 8);
    bytes.write(payload.length);
    bytes.write(type);
    bytes.write(flags);
    bytes.writeBytes(number(stream));
    bytes.writeBytes(payload);
    return bytes.toByteArray();
  }

  static byte[] number(int value) {
    return new byte[] {
      (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
    };
  }

  /** Identifier, value, identifier, value. */
  void settings(int... pairs) throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < pairs.length; i += 2) {
      bytes.write(pairs[i] >> 8);
      bytes.write(pairs[i]);
      bytes.writeBytes(number(pairs[i + 1]));
    }
    send(SETTINGS, 0, 0, bytes.toByteArray());
  }

  /** Fields as literals which nobody indexes (RFC 7541 §6.2.2): name, value, name, value. */
  static byte[] block(String... fields) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      bytes.write(0);
      string(bytes, fields[i]);
      string(bytes, fields[i + 1]);
    }
    return bytes.toByteArray();
  }

  private static void string(ByteArrayOutputStream bytes, String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    if (octets.length < 127) {
      bytes.write(octets.length);
    } else {
      bytes.write(127);
      int rest = octets.length - 127;
      while (rest >= 128) {
        bytes.write(rest % 128 + 128);
        rest /= 128;
      }
      bytes.write(rest);
    }
    bytes.writeBytes(octets);
  }

  static String[] request(String method, String path, String... more) {
    String[] all = new String[8 + more.length];
    String[] pseudo = {
      ":method", method, ":scheme", "http", ":path", path, ":authority", "door.test"
    };
    System.arraycopy(pseudo, 0, all, 0, 8);
    System.arraycopy(more, 0, all, 8, more.length);
    return all;
  }

  void headers(int stream, boolean end, String... fields) throws IOException {
    send(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, block(fields));
  }

  /** Octets one after the other. */
  static byte[] all(byte[]... parts) {
    var bytes = new ByteArrayOutputStream();
    for (byte[] each : parts) {
      bytes.writeBytes(each);
    }
    return bytes.toByteArray();
  }

  /** Octets of a text in hexadecimal; spaces are for the reader. */
  static byte[] hex(String text) {
    return java.util.HexFormat.of().parseHex(text.replace(" ", ""));
  }

  void data(int stream, boolean end, String text) throws IOException {
    send(DATA, end ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void window(int stream, int increment) throws IOException {
    send(WINDOW_UPDATE, 0, stream, number(increment));
  }

  void ping() throws IOException {
    send(PING, 0, 0, new byte[8]);
  }

  // ---- reading

  void patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  /** The next frame, or null at the end of the connection. */
  @org.jspecify.annotations.Nullable
  Frame read() throws IOException {
    byte[] head = new byte[9];
    try {
      in.readFully(head);
      int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
      byte[] payload = new byte[length];
      in.readFully(payload);
      int type = head[3] & 0xff;
      int stream = new Frame(0, 0, 0, head, Map.of()).number(5) & 0x7fffffff;
      // in the order of their coming, since one may lean on those before (RFC 7541 §2.2)
      return new Frame(
          type, head[4] & 0xff, stream, payload, type == HEADERS ? decode(payload) : Map.of());
    } catch (EOFException _) {
      return null;
    } catch (IOException e) {
      if (e instanceof java.net.SocketTimeoutException) {
        throw e;
      }
      return null; // a reset
    }
  }

  /** The next frame that is so; those before it are kept for others. */
  Frame next(Predicate<Frame> wanted) throws IOException {
    for (var each : held) {
      if (wanted.test(each)) {
        held.remove(each);
        return each;
      }
    }
    while (true) {
      Frame frame = read();
      if (frame == null) {
        throw new EOFException("the connection has ended; it held " + held);
      }
      if (wanted.test(frame)) {
        return frame;
      }
      held.add(frame);
    }
  }

  /** The answer on that stream; every window is kept open. */
  Answer answer(int stream) throws IOException {
    var answer = new Answer();
    while (!answer.ended && answer.reset < 0) {
      take(next(frame -> frame.stream() == stream), answer);
    }
    return answer;
  }

  void take(Frame frame, Answer answer) throws IOException {
    switch (frame.type()) {
      case HEADERS -> {
        var fields = frame.fields();
        String status = fields.getOrDefault(":status", List.of("")).getFirst();
        if (status.startsWith("1")) {
          answer.interims.add(Integer.valueOf(status));
        } else if (status.isEmpty()) {
          answer.trailers.putAll(fields);
        } else {
          answer.head.putAll(fields);
        }
      }
      case DATA -> {
        answer.body.writeBytes(frame.payload());
        if (frame.payload().length > 0) {
          window(0, frame.payload().length);
          if (!frame.has(END_STREAM)) {
            window(frame.stream(), frame.payload().length);
          }
        }
      }
      case RST_STREAM -> answer.reset = frame.number();
      default -> {}
    }
    answer.ended = (frame.type() == HEADERS || frame.type() == DATA) && frame.has(END_STREAM);
  }

  private Map<String, List<String>> decode(byte[] block) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    try {
      for (var each : hpack.decodeHeaders(1, Unpooled.wrappedBuffer(block))) {
        fields
            .computeIfAbsent(each.getKey().toString(), _ -> new ArrayList<>())
            .add(each.getValue().toString());
      }
    } catch (Http2Exception e) {
      throw new AssertionError("what came cannot be read", e);
    }
    return fields;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
