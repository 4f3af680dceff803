package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Five hundred clients which do as little as they can, and one which wants something. */
class SlowClientsIT {
  private static final int CLIENTS = 500;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");
  private static final String SHORT =
      "timeouts: { header: 2s, idle: 3s, stream: 1h, upstream: 5s, stop: 1s }";

  /** Longer than any deadline of the configuration, shorter than the attack. */
  private static final String SECONDS = "12";

  @TempDir private Path folder;

  static Stream<Arguments> attacks() {
    return Stream.of(
        Arguments.of("slow heads", List.of("-H", "-i", "1", "-x", "10")),
        Arguments.of("slow contents", List.of("-B", "-i", "5", "-s", "8192", "-x", "10")),
        Arguments.of("slow reading", List.of("-X", "-w", "1", "-y", "2", "-n", "5", "-z", "1")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  @Tag("needs-slowhttptest")
  void othersAreAnsweredAndTheSlowOnesLetGo(String name, List<String> how) throws Exception {
    try (Open door = Open.plain(folder, SHORT);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<String> command = new ArrayList<>(List.of("slowhttptest"));
      command.addAll(how);
      command.addAll(List.of("-c", "" + CLIENTS, "-r", "250", "-l", SECONDS, "-p", "3"));
      command.addAll(List.of("-u", "http://127.0.0.1:" + door.port + "/anything"));
      Callable<Open.Said> attack = () -> Open.run(folder, command);
      var attacking = threads.submit(attack);
      long slowest = 0;
      int asked = 0;
      int open = 0;
      int most = 0;
      while (!attacking.isDone()) {
        long since = System.nanoTime();
        assertThat(ask(door.port)).startsWith("HTTP/1.1 200 ");
        slowest = Math.max(slowest, (System.nanoTime() - since) / 1_000_000);
        asked++;
        open = door.sockets();
        most = Math.max(most, open);
        Thread.sleep(20);
      }
      System.out.printf(
          "%s: %d others asked, the slowest took %d ms; sockets %d at most, %d at last%n",
          name, asked, slowest, most, open);
      assertThat(slowest).isLessThan(2000);
      assertThat(most).as("the attack was one").isGreaterThan(CLIENTS * 3 / 4);
      // who reads slowly does not even learn that it was let go
      String said = attacking.get().text();
      assertThat(said.contains("No open connections left") || open < CLIENTS / 10)
          .as(said)
          .isTrue();
    }
  }

  /**
   * A connection which the server has counted: two event loops count in no order, so that one which
   * comes later could be let in before one which has not been asked anything.
   */
  private static Raw admitted(int port) throws Exception {
    Raw raw = new Raw(port);
    raw.say("GET /anything HTTP/1.1", "Host: 127.0.0.1:" + port);
    String head = raw.head();
    assertThat(head).startsWith("HTTP/1.1 200 ");
    Matcher length = LENGTH.matcher(head);
    assertThat(length.find()).as(head).isTrue();
    raw.socket.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
    return raw;
  }

  private static String ask(int port) throws Exception {
    try (Raw raw = new Raw(port)) {
      String request =
          "GET /anything HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n";
      raw.socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return raw.rest();
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosedAndThoseWithinItGoOn() throws Exception {
    String lines =
        "limits: { target: 8KiB, field: 16KiB, headers: 32KiB, fields: 200, own-body: 64KiB,"
            + " connections: 100 }\n"
            + "timeouts: { header: 60s, idle: 60s, stream: 1h, upstream: 5s, stop: 1s }";
    try (Open open = Open.plain(folder, lines)) {
      Thread.sleep(2000); // the connection which found it open has gone
      List<Raw> within = new ArrayList<>();
      for (int i = 0; i < 99; i++) {
        within.add(admitted(open.port));
      }
      try (Raw last = admitted(open.port)) {
        for (int i = 0; i < 300; i++) {
          try (Raw beyond = new Raw(open.port)) {
            assertThat(beyond.rest()).isEmpty();
          } catch (SocketException _) {
            // closed by a reset
          }
        }
        within.add(last);
        String request = "GET /anything HTTP/1.1\r\nHost: 127.0.0.1:" + open.port + "\r\n";
        for (Raw each : within) {
          each.socket
              .getOutputStream()
              .write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
          assertThat(each.rest()).startsWith("HTTP/1.1 200 ");
          each.close();
        }
      }
      Thread.sleep(200);
      assertThat(ask(open.port)).startsWith("HTTP/1.1 200 ");
    }
  }
}
