package dev.doorward.cli;

import dev.doorward.contract.wire.Answer;
import dev.doorward.contract.wire.Exchanger;
import dev.doorward.contract.wire.Field;
import dev.doorward.contract.wire.Reasons;
import dev.doorward.contract.wire.Sending;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Carries the contract's requests over HTTP/2 (RFC 9113). What HTTP/1.1 alone can say is skipped; a
 * WebSocket's handshake becomes an extended CONNECT (RFC 8441), and the 200 to it a 101 again.
 */
final class Http2Exchanger implements Exchanger, AutoCloseable {
  private static final Pattern REQUEST =
      Pattern.compile("([!-~]+) (/[ -~]*|\\*|[a-z0-9.:]+) HTTP/1\\.1");
  private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+): ?(.*)");
  private static final Set<String> OF_THE_HOP =
      Set.of("connection", "upgrade", "sec-websocket-key", "keep-alive", "proxy-connection");

  private final int port;
  private final SSLContext tls;
  private @Nullable Http2Client kept;

  Http2Exchanger(int port, SSLContext tls) {
    this.port = port;
    this.tls = tls;
  }

  @Override
  public boolean http2() {
    return true;
  }

  @Override
  public Answer send(InetAddress from, byte[] rawRequest) throws IOException {
    return send(Sending.of(from, rawRequest));
  }

  @Override
  public Answer send(Sending sending) throws IOException {
    if (sending.plain()) {
      throw new CannotSend("the plain listener is asked over HTTP/1.1");
    }
    var request = new Translated(new String(sending.bytes(), StandardCharsets.ISO_8859_1));
    Http2Client before = kept;
    Http2Client client =
        sending.same() && before != null
            ? before
            : Http2Client.connect(
                tls, sending.from(), port, sending.serverName().orElse("app.test"));
    kept = null;
    try {
      Answer answer = request.answer(client, sending);
      if (sending.keep()) {
        kept = client;
      }
      return answer;
    } finally {
      if (kept != client) {
        client.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (kept != null) {
      kept.close();
    }
  }

  /** A request of HTTP/1.1 as fields of HTTP/2. */
  private static final class Translated {
    private final List<String> fields = new ArrayList<>();
    private final boolean webSocket;
    private boolean announced;
    private String key = "";
    private final String method;
    private final byte[] body;

    Translated(String raw) throws CannotSend {
      int end = raw.indexOf("\r\n\r\n");
      if (end < 0) {
        throw new CannotSend("half a head is no header section of HTTP/2");
      }
      String[] lines = raw.substring(0, end).split("\r\n", -1);
      body = raw.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
      Matcher first = REQUEST.matcher(lines[0]);
      if (!first.matches()) {
        throw new CannotSend("no request line which HTTP/2 could carry");
      }
      List<String> regular = new ArrayList<>();
      String host = null;
      boolean upgrade = false;
      for (String line : List.of(lines).subList(1, lines.length)) {
        Matcher field = FIELD.matcher(line);
        if (!field.matches()) {
          throw new CannotSend("no field line which HTTP/2 could carry");
        }
        String name = field.group(1).toLowerCase(Locale.ROOT);
        String value = field.group(2).strip();
        announced |= name.equals("content-length") && !value.equals("0");
        key = name.equals("sec-websocket-key") ? value : key;
        upgrade |= name.equals("upgrade") && value.equalsIgnoreCase("websocket");
        if (name.equals("host")) {
          if (host != null) {
            throw new CannotSend("two hosts");
          }
          host = value;
        } else if (name.equals("connection") && !value.matches("(?i)close|keep-alive|upgrade")) {
          throw new CannotSend("HTTP/2 has no Connection field");
        } else if (name.equals("transfer-encoding")) {
          throw new CannotSend("HTTP/2 has no transfer codings");
        } else if (name.equals("content-length") && !value.matches("\\d+")) {
          throw new CannotSend("a length that is none");
        } else if (!OF_THE_HOP.contains(name)) {
          regular.add(name);
          regular.add(value);
        }
      }
      webSocket = upgrade;
      method = first.group(1);
      pseudo(first.group(2), host);
      fields.addAll(regular);
    }

    private void pseudo(String target, @Nullable String host) throws CannotSend {
      boolean connect = method.equals("CONNECT");
      if (!connect && !target.startsWith("/") && !target.equals("*")) {
        throw new CannotSend("HTTP/2 has no absolute form");
      }
      fields.addAll(List.of(":method", webSocket ? "CONNECT" : method));
      if (webSocket) {
        fields.addAll(List.of(":protocol", "websocket"));
      }
      if (!connect) {
        fields.addAll(List.of(":scheme", "https", ":path", target));
      }
      if (host != null) {
        fields.addAll(List.of(":authority", connect ? target : host));
      }
    }

    /** RFC 6455 §4.2.2. */
    private static String accept(String key) {
      try {
        byte[] proof =
            (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(proof));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    Answer answer(Http2Client client, Sending sending) throws IOException {
      boolean more = webSocket || announced || body.length > 0 || sending.streamed() > 0;
      int stream = client.request(!more, fields);
      if (body.length > 0 && !webSocket) {
        client.data(stream, sending.streamed() == 0, body);
      }
      if (sending.streamed() > 0) {
        // half a window, which is never finished: the answer must not wait for it
        client.data(stream, false, new byte[(int) Math.min(sending.streamed(), 16 * 1024)]);
      }
      Http2Client.Answer got = client.answer(stream, webSocket, sending.patience());
      if (got.status() == 0) {
        return Answer.nothing(true, got.faults());
      }
      int status = got.status();
      List<Field> came = new ArrayList<>(got.fields());
      if (webSocket && status == 200) {
        status = 101;
        came.add(new Field("Sec-WebSocket-Accept", accept(key))); // what this 200 stands for
      }
      return new Answer(
          status,
          Reasons.of(status),
          got.interims(),
          came,
          got.trailers(),
          got.body(),
          false,
          got.faults());
    }
  }

  /** For those who need a field of an answer only. */
  static String first(List<Field> fields, String name) {
    return fields.stream()
        .filter(f -> f.name().equals(name))
        .map(Field::value)
        .findFirst()
        .orElse("");
  }
}
