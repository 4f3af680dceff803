package dev.doorward.cli;

import dev.doorward.cli.KeptConnection.Reply;
import dev.doorward.cli.naive.Sent;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks over HTTP/2 without TLS, on a connection that is kept for as long as its window lasts. */
final class KeptStreams implements AutoCloseable {
  /** The client opens the connection's window only once. */
  private static final int MOST = 2000;

  private final int port;
  private final InetAddress from;
  private @Nullable Http2Client client;
  private int asked;

  KeptStreams(int port, String from) {
    this.port = port;
    this.from = InetAddress.ofLiteral(from);
  }

  /** Whether HTTP/2 can say that, and its answer ends. */
  static boolean carries(Sent sent) {
    return sent.all("Host").size() == 1
        && !sent.has("Upgrade")
        && !sent.method().equalsIgnoreCase("CONNECT")
        && (sent.target().startsWith("/") || sent.target().equals("*"))
        && !sent.target().contains("event")
        && sent.wire().chars().allMatch(c -> c < 0x7f);
  }

  /**
   * The answer, with nothing for status where the stream ended without one.
   *
   * @throws IOException when there is no connection
   */
  Reply ask(Sent sent) throws IOException {
    Http2Client open = client;
    if (open == null || asked == MOST) {
      close();
      open = Http2Client.plain(from, port);
      client = open;
    }
    asked++;
    List<String> fields =
        new ArrayList<>(
            List.of(
                ":method",
                sent.method(),
                ":scheme",
                "http",
                ":path",
                sent.target(),
                ":authority",
                sent.first("Host").orElseThrow()));
    for (Sent.Line line : sent.fields()) {
      String name = line.name().toLowerCase(Locale.ROOT);
      if (!name.equals("host") && !name.equals("connection")) {
        fields.addAll(List.of(name, line.value().strip()));
      }
    }
    byte[] body = sent.body().getBytes(StandardCharsets.ISO_8859_1);
    int stream = open.request(body.length == 0, fields);
    if (body.length > 0) {
      open.data(stream, true, body);
    }
    Http2Client.Answer answer = open.answer(stream, false, Duration.ofSeconds(30));
    if (answer.status() == 0) {
      close();
    }
    return new Reply(
        answer.status(),
        answer.fields().stream().map(f -> new Sent.Line(f.name(), f.value())).toList(),
        new String(answer.body(), StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    asked = 0;
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
