package dev.doorward.cli;

import dev.doorward.cli.naive.Sent;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection that is kept for as long as the other side lets it live. */
final class KeptConnection implements AutoCloseable {
  private final int port;
  private final InetAddress from;
  private @Nullable Socket socket;
  private @Nullable InputStream in;

  /** How often the other side ended it without having said so. */
  int drops;

  KeptConnection(int port, String from) {
    this.port = port;
    this.from = InetAddress.ofLiteral(from);
  }

  /** An answer; a stream that does not end, or a socket, has no body here. */
  record Reply(int status, List<Sent.Line> fields, String body) {
    Optional<String> first(String name) {
      return fields.stream()
          .filter(field -> field.name().equalsIgnoreCase(name))
          .map(Sent.Line::value)
          .findFirst();
    }
  }

  Reply ask(String method, String wire) throws IOException {
    InputStream open = in == null ? open() : in;
    boolean fresh = in == null;
    in = open;
    try {
      return exchange(open, method, wire);
    } catch (IOException e) {
      close();
      if (fresh) {
        throw e;
      }
      drops++;
      return ask(method, wire);
    }
  }

  private Reply exchange(InputStream open, String method, String wire) throws IOException {
    Socket to = socket;
    if (to == null) {
      throw new IOException("not connected");
    }
    to.getOutputStream().write(wire.getBytes(StandardCharsets.ISO_8859_1));
    String statusLine = line(open);
    if (!statusLine.matches("HTTP/1\\.1 [1-5][0-9][0-9] .*")) {
      throw new IOException("no status line: " + statusLine);
    }
    int status = Integer.parseInt(statusLine.substring(9, 12));
    List<Sent.Line> fields = new ArrayList<>();
    for (String line = line(open); !line.isEmpty(); line = line(open)) {
      int colon = line.indexOf(':');
      fields.add(new Sent.Line(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    Reply head = new Reply(status, fields, "");
    boolean endless =
        status == 101 || head.first("Content-Type").orElse("").equals("text/event-stream");
    boolean bodiless = method.equals("HEAD") || status == 204 || status == 304 || endless;
    String body = bodiless ? "" : body(open, head);
    if (endless || head.first("Connection").orElse("").equalsIgnoreCase("close")) {
      close();
    }
    return new Reply(status, fields, body);
  }

  private static String body(InputStream in, Reply head) throws IOException {
    if (head.first("Transfer-Encoding").isPresent()) {
      StringBuilder all = new StringBuilder();
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        all.append(octets(in, size));
        line(in);
      }
      line(in);
      return all.toString();
    }
    return octets(in, Integer.parseInt(head.first("Content-Length").orElseThrow()));
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static String octets(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the answer ends early");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  private InputStream open() throws IOException {
    Socket fresh = new Socket();
    fresh.bind(new InetSocketAddress(from, 0));
    fresh.setTcpNoDelay(true);
    fresh.setSoTimeout(30_000);
    fresh.connect(new InetSocketAddress("127.0.0.1", port), 5000);
    socket = fresh;
    return new BufferedInputStream(fresh.getInputStream());
  }

  @Override
  public void close() throws IOException {
    Socket open = socket;
    socket = null;
    in = null;
    if (open != null) {
      open.close();
    }
  }
}
