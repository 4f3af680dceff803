package dev.doorward.contract;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A server which answers a handful of cases rightly, or with one fault planted in it. */
final class FakeDoor implements AutoCloseable {

  private final ServerSocket server;
  private final Fault fault;
  private final Set<String> ended = ConcurrentHashMap.newKeySet();

  /** What was asked. */
  record Asked(
      String method, String target, String head, String from, String origin, Set<String> ended) {

    String field(String name) {
      return head.lines()
          .filter(l -> l.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(l -> l.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }

    boolean navigates() {
      return field("Sec-Fetch-Mode").equals("navigate");
    }

    boolean isScript() {
      return field("Sec-Fetch-Mode").equals("cors");
    }
  }

  private FakeDoor(ServerSocket server, Fault fault) {
    this.server = server;
    this.fault = fault;
  }

  static FakeDoor with(Fault fault) throws IOException {
    var door = new FakeDoor(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), fault);
    Thread.ofVirtual().start(door::accept);
    return door;
  }

  String origin() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String head = head(in);
      String[] first = head.split(" ", 3);
      var asked =
          new Asked(
              first[0], first[1], head, socket.getInetAddress().getHostAddress(), origin(), ended);
      if (asked.field("Content-Length").matches("\\d{1,5}")) {
        in.readNBytes(Integer.parseInt(asked.field("Content-Length")));
      }
      String id = UUID.randomUUID().toString();
      FakeReply reply = RightAnswers.to(asked, id);
      fault.plant(asked, reply);
      String text = reply.text(asked.method());
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      if (reply.lingers) {
        Thread.sleep(8000);
      }
    } catch (IOException e) {
      // The runner went away.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(InputStream in) throws IOException {
    var bytes = new ByteArrayOutputStream();
    String head = "";
    while (!head.endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("ended");
      }
      bytes.write(b);
      head = b == '\n' ? bytes.toString(StandardCharsets.ISO_8859_1) : "";
    }
    return head;
  }

  /** A reply which a fault can still change. */
  static final class FakeReply {
    int status;
    String reason;
    final List<String> fields;
    String body;
    boolean bodyOnHead;
    boolean lingers;
    boolean bareLineFeeds;
    String before = "";

    FakeReply(int status, String reason, List<String> fields, String body) {
      this.status = status;
      this.reason = reason;
      this.fields = fields;
      this.body = body;
    }

    void drop(String name) {
      fields.removeIf(f -> named(f, name));
    }

    boolean has(String name) {
      return fields.stream().anyMatch(f -> named(f, name));
    }

    void replace(String from, String to) {
      fields.replaceAll(f -> f.replace(from, to));
      body = body.replace(from, to);
    }

    String text(String method) {
      boolean bodiless = status == 204 || status < 200;
      var text = new StringBuilder(before);
      text.append("HTTP/1.1 ").append(status).append(' ').append(reason).append("\r\n");
      fields.forEach(f -> text.append(f).append("\r\n"));
      if (!bodiless) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        text.append("Content-Length: ").append(length).append("\r\n");
      }
      text.append("Connection: close\r\n\r\n");
      if (!bodiless && (!method.equals("HEAD") || bodyOnHead)) {
        text.append(body);
      }
      return bareLineFeeds ? text.toString().replace("\r\n", "\n") : text.toString();
    }

    private static boolean named(String field, String name) {
      return field.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":");
    }
  }
}
