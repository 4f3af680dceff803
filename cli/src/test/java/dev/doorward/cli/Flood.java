package dev.doorward.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A thousand clients which all ask to sign in at once. Whoever is turned away comes again when he
 * was told to, and whoever got in does so a second later. A process of its own, so that what it
 * costs is not the server's.
 */
final class Flood {
  private static final int CONNECTIONS = 1000;
  private static final Pattern RETRY_AFTER = Pattern.compile("\r\nRetry-After: ([0-9]+)\r\n");

  private Flood() {}

  /**
   * Says when a thousand have connected, floods on until standard input ends, then prints how many
   * signed in.
   *
   * @param args the port, and alice's password
   */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    String body = "{\"username\":\"alice\",\"password\":\"" + args[1] + "\"}";
    AtomicBoolean on = new AtomicBoolean(true);
    AtomicInteger signedIn = new AtomicInteger();
    AtomicInteger connected = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            while (on.get()) {
              try {
                Thread.sleep(1000L * ask(port, body, connected, signedIn));
              } catch (InterruptedException e) {
                return;
              }
            }
          }));
    }
    System.in.readAllBytes();
    on.set(false);
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println(signedIn.get());
  }

  /** How many seconds to wait before the next. */
  private static int ask(int port, String body, AtomicInteger connected, AtomicInteger signedIn) {
    // From another address than the meter, so that its throttle is not the meter's.
    try (Raw raw = new Raw(port, "127.0.0.5")) {
      if (connected.incrementAndGet() == CONNECTIONS) {
        System.out.println("flooding");
      }
      raw.say(
          "POST /.doorward/login HTTP/1.1",
          "Host: 127.0.0.1:" + port,
          "Content-Type: application/json",
          "Connection: close",
          "Content-Length: " + body.length());
      raw.socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      String answer = raw.rest();
      if (answer.startsWith("HTTP/1.1 200")) {
        signedIn.incrementAndGet();
      }
      Matcher told = RETRY_AFTER.matcher(answer);
      return told.find() ? Integer.parseInt(told.group(1)) : 1;
    } catch (IOException e) {
      return 1; // told by the count of those who got in
    }
  }
}
