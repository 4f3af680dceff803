package dev.doorward.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What fronts have in common which a test plays by their source. Its user says what is asked. */
abstract class StandInFront implements AutoCloseable {
  static final Set<String> HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");
  static final Pattern OWN =
      Pattern.compile(
          "/\\.doorward/.*|/\\.well-known/(openid-configuration|oauth-).*"
              + "|/\\.well-known/(change-password"
              + "|resource-that-should-not-exist-whose-status-code-should-not-be-200)");
  static final List<String> IDENTITY =
      List.of(
          "X-Doorward-User",
          "X-Doorward-Roles",
          "X-Doorward-Scopes",
          "X-Doorward-Request-Id",
          "X-Doorward-Assertion");

  private final ServerSocket listener;
  final FrontProcess.Ports ports;

  record Field(String name, String value) {}

  record Message(String first, List<Field> fields, byte[] body) {
    Optional<String> value(String name) {
      return fields.stream()
          .filter(f -> f.name().equalsIgnoreCase(name))
          .map(Field::value)
          .findFirst();
    }

    int status() {
      return Integer.parseInt(first.substring(9, 12));
    }
  }

  StandInFront(FrontProcess.Ports ports) throws IOException {
    this.ports = ports;
    listener = new ServerSocket(ports.front(), 200, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.startVirtualThread(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedInputStream in = new BufferedInputStream(client.getInputStream());
      boolean open = true;
      while (open) {
        Message request = read(in, "");
        open = answer(request, client, in);
      }
    } catch (IOException e) {
      // The client went, or sent what no front takes: nothing is asked then.
    }
  }

  /** Answers one request; false where the connection is to be closed. */
  abstract boolean answer(Message request, Socket client, InputStream in) throws IOException;

  static List<Field> withoutHops(List<Field> fields) {
    List<Field> kept = new ArrayList<>(fields);
    kept.removeIf(f -> HOP.contains(f.name().toLowerCase(Locale.ROOT)));
    return kept;
  }

  static Message exchange(int port, String method, String target, List<Field> fields, byte[] body)
      throws IOException {
    try (Socket to = new Socket()) {
      to.connect(new InetSocketAddress("127.0.0.1", port), 5000);
      to.setSoTimeout(30_000);
      List<Field> sent = new ArrayList<>(withoutHops(fields));
      sent.removeIf(f -> f.name().equalsIgnoreCase("Content-Length"));
      sent.removeIf(f -> f.name().equalsIgnoreCase("Expect"));
      if (body.length > 0
          || fields.stream().anyMatch(f -> f.name().equalsIgnoreCase("Content-Length"))) {
        sent.add(new Field("Content-Length", Integer.toString(body.length)));
      }
      sent.add(new Field("Connection", "close"));
      to.getOutputStream().write(head(method + " " + target + " HTTP/1.1", sent));
      to.getOutputStream().write(body);
      to.getOutputStream().flush();
      BufferedInputStream in = new BufferedInputStream(to.getInputStream());
      Message answer = read(in, method);
      while (answer.status() < 200) {
        answer = read(in, method);
      }
      return answer;
    }
  }

  static void write(Socket client, String method, Message m, boolean closes) throws IOException {
    List<Field> fields = new ArrayList<>(withoutHops(m.fields()));
    boolean framed =
        m.status() == 204
            || m.status() == 304
            || fields.stream().anyMatch(f -> f.name().equalsIgnoreCase("Content-Length"));
    if (!framed) {
      fields.add(new Field("Content-Length", Integer.toString(m.body().length)));
    }
    if (closes) {
      fields.add(new Field("Connection", "close"));
    }
    client.getOutputStream().write(head(m.first(), fields));
    if (!method.equals("HEAD")) {
      client.getOutputStream().write(m.body());
    }
    client.getOutputStream().flush();
  }

  void tunnel(Socket client, InputStream in, String[] line, List<Field> fields) throws IOException {
    try (Socket app = new Socket()) {
      app.connect(new InetSocketAddress("127.0.0.1", ports.app()), 5000);
      app.getOutputStream().write(head(line[0] + " " + line[1] + " HTTP/1.1", fields));
      app.getOutputStream().flush();
      Thread.startVirtualThread(() -> pipe(in, app));
      OutputStream out = client.getOutputStream();
      app.getInputStream().transferTo(out);
    }
  }

  private static void pipe(InputStream from, Socket to) {
    try {
      from.transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One end is gone; the other direction ends with it.
    }
  }

  private static byte[] head(String first, List<Field> fields) {
    StringBuilder text = new StringBuilder(first).append("\r\n");
    fields.forEach(f -> text.append(f.name()).append(": ").append(f.value()).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A request, or the answer to one of that method. */
  private static Message read(InputStream in, String method) throws IOException {
    String first = readLine(in);
    List<Field> fields = new ArrayList<>();
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("no field: " + line);
      }
      fields.add(new Field(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    Message head = new Message(first, fields, new byte[0]);
    return new Message(first, fields, body(in, head, method));
  }

  private static byte[] body(InputStream in, Message head, String method) throws IOException {
    boolean answer = !method.isEmpty();
    boolean none =
        answer
            && (method.equals("HEAD")
                || head.status() < 200
                || head.status() == 204
                || head.status() == 304);
    if (none) {
      return new byte[0];
    }
    if (head.value("Transfer-Encoding").isPresent()) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int n = chunk(in); n > 0; n = chunk(in)) {
        all.write(in.readNBytes(n));
        readLine(in);
      }
      while (!readLine(in).isEmpty()) {
        // Trailers end here.
      }
      return all.toByteArray();
    }
    Optional<String> length = head.value("Content-Length");
    if (length.isPresent()) {
      return in.readNBytes(Integer.parseInt(length.get()));
    }
    return answer ? in.readAllBytes() : new byte[0];
  }

  private static int chunk(InputStream in) throws IOException {
    return Integer.parseInt(readLine(in).split(";", 2)[0].strip(), 16);
  }

  private static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
