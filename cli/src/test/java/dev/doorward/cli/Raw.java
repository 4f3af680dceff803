package dev.doorward.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection on which a test says just what it wants to say. */
final class Raw implements AutoCloseable {
  final Socket socket = new Socket();

  Raw(int port) throws IOException {
    this(port, "127.0.0.1");
  }

  Raw(int port, String from) throws IOException {
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(new InetSocketAddress("127.0.0.1", port), 5000);
    socket.setSoTimeout(20_000);
  }

  Raw say(String... lines) throws IOException {
    String text = String.join("\r\n", lines) + "\r\n\r\n";
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Everything up to the empty line. */
  String head() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    while (!out.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      out.write(next);
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  /** Everything until the other side closes. */
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  static String ask(int port, String... lines) throws IOException {
    try (Raw raw = new Raw(port)) {
      String[] all = java.util.Arrays.copyOf(lines, lines.length + 1);
      all[lines.length] = "Connection: close";
      return raw.say(all).rest();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
