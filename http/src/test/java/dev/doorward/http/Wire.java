package dev.doorward.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One end of a plain socket, for tests that mind every octet. */
final class Wire implements AutoCloseable {
  final Socket socket;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
  }

  static Wire to(InetSocketAddress address) throws IOException {
    return new Wire(new Socket(address.getAddress(), address.getPort()));
  }

  /** Sends these octets; a line ends as it is written, so with \r\n where that is meant. */
  Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Wire send(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends that again and again from now on, 50 ms apart, until the connection is closed. */
  void trickle(String text) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              send(text);
              Thread.sleep(50);
            }
          } catch (IOException | InterruptedException _) {
            // closed
          }
        });
  }

  /** Everything up to and with the empty line. */
  String head() throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = in().read();
      if (octet < 0) {
        throw new EOFException("closed after: " + head);
      }
      head.append((char) octet);
    }
    return head.toString();
  }

  String read(int length) throws IOException {
    byte[] octets = in().readNBytes(length);
    if (octets.length < length) {
      throw new EOFException("closed after: " + new String(octets, StandardCharsets.ISO_8859_1));
    }
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  String line() throws IOException {
    var line = new StringBuilder();
    while (true) {
      int octet = in().read();
      if (octet < 0) {
        throw new EOFException("closed after: " + line);
      }
      if (octet == '\n') {
        return line.toString().strip();
      }
      line.append((char) octet);
    }
  }

  /** All chunks as one text, to the empty line after the trailers, which come last. */
  String chunks() throws IOException {
    var body = new StringBuilder();
    while (true) {
      int size = Integer.parseInt(line(), 16);
      if (size == 0) {
        for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
          body.append('|').append(trailer);
        }
        return body.toString();
      }
      body.append(read(size));
      line();
    }
  }

  /** A head with its content, both as text. */
  String answer() throws IOException {
    String head = head();
    String length = field(head, "Content-Length");
    if (length != null) {
      return head + read(Integer.parseInt(length));
    }
    return "chunked".equals(field(head, "Transfer-Encoding")) ? head + chunks() : head;
  }

  static @Nullable String field(String head, String name) {
    for (String line : head.split("\r\n")) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).equalsIgnoreCase(name)) {
        return line.substring(colon + 1).trim();
      }
    }
    return null;
  }

  /** What comes up to the end of the connection; a reset counts as an end. */
  String rest() throws IOException {
    var all = new ByteArrayOutputStream();
    try {
      in().transferTo(all);
    } catch (java.net.SocketException _) {
      all.writeBytes("<reset>".getBytes(StandardCharsets.ISO_8859_1));
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  private InputStream in() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
