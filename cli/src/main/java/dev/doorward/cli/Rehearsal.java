package dev.doorward.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server which starts, is asked what servers are asked first, and ends: the JVM remembers of it
 * what the next start needs (JEP 483, JEP 515). The build runs it.
 */
public final class Rehearsal {
  /** So many requests that the JVM knows which methods to compile first. */
  private static final int REQUESTS = 20_000;

  private static final Pattern KEY = Pattern.compile("(?i)\r\nset-cookie: (dw-\\d+=[^;]+)");

  private Rehearsal() {}

  /**
   * Exits with 0 when all was answered as it should be.
   *
   * @param args the configuration of a server of its own on loopback, its port, and the password of
   *     its user {@code root}
   */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[1]);
    Thread.ofPlatform().daemon().start(() -> Main.run("serve", "-c", args[0]));
    ask(port, args[2]);
    System.out.println("rehearsed " + REQUESTS + " requests");
    System.exit(0);
  }

  private static void ask(int port, String password) throws Exception {
    try (Socket socket = connect(port)) {
      var talk =
          new Talk(
              socket.getOutputStream(), new BufferedInputStream(socket.getInputStream()), port);
      talk.get("/.doorward/health", "");
      talk.get("/.doorward/login", "Accept: text/html\r\nSec-Fetch-Mode: navigate\r\n");
      talk.get("/", "Accept: text/html\r\nSec-Fetch-Mode: navigate\r\n");
      talk.get("/", "");
      talk.get("/", "Authorization: Bearer nonsense\r\n");
      String signedIn = talk.signIn(password);
      Matcher key = KEY.matcher(signedIn);
      if (!key.find()) {
        throw new IllegalStateException("nobody could sign in: " + signedIn);
      }
      String cookie = "Cookie: " + key.group(1) + "\r\n";
      talk.get("/.doorward/account", cookie + "Accept: text/html\r\nSec-Fetch-Mode: navigate\r\n");
      for (int i = 0; i < REQUESTS; i++) {
        talk.get("/", i % 100 == 0 ? cookie : "Authorization: Bearer nonsense\r\n");
      }
    }
  }

  private static Socket connect(int port) throws Exception {
    for (int i = 0; ; i++) {
      try {
        return new Socket(InetAddress.getLoopbackAddress(), port);
      } catch (IOException e) {
        if (i == 1000) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }

  /** Requests on one connection, one after the other. */
  private record Talk(OutputStream out, InputStream buffered, int port) {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");

    String get(String path, String fields) throws IOException {
      return exchange("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + fields, "");
    }

    String signIn(String password) throws IOException {
      String body = "{\"username\":\"root\",\"password\":\"" + password + "\"}";
      return exchange(
          "POST /.doorward/login HTTP/1.1\r\nHost: 127.0.0.1:"
              + port
              + "\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n",
          body);
    }

    private String exchange(String head, String body) throws IOException {
      out.write((head + "\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
      var text = new StringBuilder(1024);
      while (text.indexOf("\r\n\r\n", text.length() - 4) < 0) {
        int octet = buffered.read();
        if (octet < 0) {
          throw new IOException("the server hung up");
        }
        text.append((char) octet);
      }
      Matcher length = LENGTH.matcher(text);
      if (length.find()) {
        buffered.readNBytes(Integer.parseInt(length.group(1)));
      }
      return text.toString();
    }
  }
}
