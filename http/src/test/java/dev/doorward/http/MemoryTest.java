package dev.doorward.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However much passes, and whoever is slow, the server holds only a few backlogs of it. */
class MemoryTest {
  private static final long MIB = 1024 * 1024;

  /** Of each kind, up and down. */
  private static final int CLIENTS = 4;

  /** One content of that many octets through that server. */
  private interface Way {
    Callable<Long> of(InetSocketAddress server, long size);
  }

  @Test
  void sixtyFourMebibytesEachWay() throws Exception {
    pass("HTTP/1.1", 64 * MIB, MemoryTest::down, MemoryTest::up);
  }

  @Test
  void sixtyFourMebibytesEachWayOverHttp2() throws Exception {
    pass("HTTP/2", 64 * MIB, Http2Transfer::down, Http2Transfer::up);
  }

  @Test
  @Tag("heavy")
  void oneGibibyteEachWay() throws Exception {
    pass("HTTP/1.1", 1024 * MIB, MemoryTest::down, MemoryTest::up);
  }

  @Test
  @Tag("heavy")
  void oneGibibyteEachWayOverHttp2() throws Exception {
    pass("HTTP/2", 1024 * MIB, Http2Transfer::down, Http2Transfer::up);
  }

  /** Each stream waits with no more than its backlog, and what one read of its application adds. */
  @Test
  void aHundredStreamsWithoutAWindowWaitWithTheirBacklogs() throws Exception {
    try (App app = new App(MemoryTest::serve)) {
      Process jvm = child(app.upstream().port());
      try (var out = new BufferedReader(new InputStreamReader(jvm.getInputStream()))) {
        int port = Integer.parseInt(Objects.requireNonNull(out.readLine()));
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        long before = direct(server);
        try (Frames client = Http2Transfer.stuck(server, 100, 100 * MIB)) {
          long most = 0;
          for (int i = 0; i < 50; i++) {
            Thread.sleep(20);
            most = Math.max(most, direct(server));
          }
          FrameCase.alive(client);
          System.out.printf(
              "100 streams without a window: direct %.1f MiB before, %.1f MiB at most%n",
              (double) before / MIB, (double) most / MIB);
          assertThat(most).isLessThan(32 * MIB);
        }
      } finally {
        jvm.destroy();
        jvm.waitFor();
      }
    }
  }

  private static void pass(String protocol, long total, Way down, Way up) throws Exception {
    try (App app = new App(MemoryTest::serve)) {
      Process jvm = child(app.upstream().port());
      try (var out = new BufferedReader(new InputStreamReader(jvm.getInputStream()))) {
        int port = Integer.parseInt(Objects.requireNonNull(out.readLine()));
        var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        long rest = resident(jvm.pid(), "VmRSS");
        long direct = transfer(server, total / CLIENTS, down, up);
        long peak = resident(jvm.pid(), "VmHWM");
        System.out.printf(
            "%s, %d MiB each way: resident %d MiB before, %d MiB at most; direct %.1f MiB at most%n",
            protocol, total / MIB, rest / MIB, peak / MIB, (double) direct / MIB);
        assertThat(app.troubles).isEmpty();
        assertThat(direct).isLessThan(DIRECT_BOUND);
        assertThat(peak).isLessThan(RESIDENT_BOUND);
      } finally {
        jvm.destroy();
        jvm.waitFor();
      }
    }
  }

  private static final long DIRECT_BOUND = 16 * MIB;
  private static final long RESIDENT_BOUND = 160 * MIB;

  /** With the launcher's collector: what another leaves lying about says nothing of the server. */
  private static Process child(int upstream) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-Xms24m",
            "-Xmn8m",
            "-XX:+UseCompactObjectHeaders",
            "-XX:MaxDirectMemorySize=64m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Piping.class.getName(),
            Integer.toString(upstream))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** All at once; returns the most direct memory that was seen. */
  private static long transfer(InetSocketAddress server, long each, Way down, Way up)
      throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> transfers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        transfers.add(threads.submit(down.of(server, each)));
        transfers.add(threads.submit(up.of(server, each)));
      }
      long most = 0;
      while (!transfers.stream().allMatch(Future::isDone)) {
        Thread.sleep(20);
        most = Math.max(most, direct(server));
      }
      for (Future<Long> transfer : transfers) {
        assertThat(transfer.get()).isEqualTo(each);
      }
      return most;
    }
  }

  private static Callable<Long> down(InetSocketAddress server, long size) {
    return () -> {
      try (Wire wire = Wire.to(server)) {
        wire.send("GET /down/" + size + " HTTP/1.1\r\nHost: a\r\n\r\n");
        wire.head();
        Thread.sleep(500); // meanwhile all but a backlog has to stay with the application
        return count(wire, size);
      }
    };
  }

  private static Callable<Long> up(InetSocketAddress server, long size) {
    return () -> {
      try (Wire wire = Wire.to(server)) {
        wire.send("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n");
        fill(wire, size);
        String answer = wire.answer();
        return Long.parseLong(answer.substring(answer.indexOf("\r\n\r\n") + 4));
      }
    };
  }

  /** The application. */
  private static void serve(Wire wire) throws Exception {
    while (true) {
      String head;
      try {
        head = wire.head();
      } catch (java.io.EOFException _) {
        return;
      }
      String target = head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP/"));
      if (target.startsWith("/down/")) {
        long size = Long.parseLong(target.substring("/down/".length()));
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
        fill(wire, size);
      } else {
        Thread.sleep(500); // meanwhile all but a backlog has to stay with the client
        long length = Long.parseLong(Objects.requireNonNull(Wire.field(head, "Content-Length")));
        String counted = Long.toString(count(wire, length));
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + counted.length() + "\r\n\r\n" + counted);
      }
    }
  }

  private static void fill(Wire wire, long size) throws Exception {
    byte[] piece = new byte[256 * 1024];
    for (long left = size; left > 0; left -= piece.length) {
      wire.socket.getOutputStream().write(piece, 0, (int) Math.min(left, piece.length));
    }
  }

  private static long count(Wire wire, long size) throws Exception {
    byte[] piece = new byte[256 * 1024];
    long count = 0;
    while (count < size) {
      int read = wire.socket.getInputStream().read(piece);
      if (read < 0) {
        break;
      }
      count += read;
    }
    return count;
  }

  private static long direct(InetSocketAddress server) throws Exception {
    try (Wire wire = Wire.to(server)) {
      String answer = wire.send("GET /direct HTTP/1.1\r\nHost: a\r\n\r\n").answer();
      return Long.parseLong(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }
  }

  private static long resident(long pid, String line) throws Exception {
    for (String each :
        Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.US_ASCII)) {
      if (each.startsWith(line + ":")) {
        return Long.parseLong(each.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new AssertionError("no " + line);
  }
}
