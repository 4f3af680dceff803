package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.cli.Deed.What;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.core.who.Acr;
import dev.doorward.identity.people.User;
import dev.doorward.identity.session.Sessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Applications which do not answer, do not even take connections, or stop in the middle: whoever
 * asks them is told in time, everybody else is served, and they are asked again once they can.
 */
class UpstreamFaultsTest {
  private static final int AT_ONCE = 30;

  /** The fixture's {@code timeouts.upstream} is 2 s; a busy machine may take as long again. */
  private static final long MOST_MILLIS = 5000;

  private static final String THING = "alice's session";

  @TempDir Path folder;

  @Test
  void anApplicationThatGoesAway() throws Exception {
    rounds(1);
  }

  @Test
  @Tag("heavy")
  void anApplicationThatGoesAwayManyTimes() throws Exception {
    rounds(Integer.getInteger("rounds", 5));
  }

  /** What was answered, and how long it took. */
  private record Answer(int status, String text, long millis) {}

  private void rounds(int rounds) throws Exception {
    try (Partner silent = Partner.saying("");
        Partner halfHead = Partner.saying("HTTP/1.1 200 OK\r\nConte");
        Partner halfBody =
            Partner.saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it");
        Backlog full = new Backlog();
        House house =
            House.with(
                folder,
                Fixture.DEFAULT,
                yaml ->
                    yaml.replace("idle: 60s, upstream", "idle: 2s, upstream")
                        .replace(
                            "  - { path: /closed,",
                            route("silent", silent.port())
                                + route("half-head", halfHead.port())
                                + route("half-body", halfBody.port())
                                + route("full", full.port())
                                + "  - { path: /closed,"));
        ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      int port = house.url.getPort();
      int told = 0;
      long served = 0;
      History history = new History();
      Sessions.Opened session = open(house);
      history.add(THING, What.MAKE, System.nanoTime(), Deed.Answer.YES);
      String cookie = "Cookie: dw-" + port + "=" + session.key();
      for (int round = 0; round < rounds; round++) {
        full.fill();
        List<Callable<Answer>> bad = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
          for (String path : List.of("/silent", "/half-head", "/half-body", "/full")) {
            bad.add(() -> ask(port, path));
          }
        }
        AtomicBoolean on = new AtomicBoolean(true);
        Future<List<Answer>> others = many.submit(() -> whileOn(on, port, cookie, history));
        List<Future<Answer>> answers = new ArrayList<>();
        bad.forEach(each -> answers.add(many.submit(each)));
        for (int i = 0; i < answers.size(); i++) {
          Answer answer = answers.get(i).get(60, TimeUnit.SECONDS);
          boolean begun = i % 4 == 2;
          assertThat(answer.millis()).isLessThan(MOST_MILLIS);
          if (begun) {
            assertThat(answer.text()).as("cut, and never made whole").startsWith("HTTP/1.1 200 ");
            assertThat(answer.text()).endsWith("half of it");
          } else {
            assertThat(answer.status()).isIn(502, 504);
          }
          told++;
          history.add(THING, What.USE, System.nanoTime(), Deed.Answer.FAULT);
        }
        on.set(false);
        List<Answer> good = others.get(60, TimeUnit.SECONDS);
        assertThat(good).hasSizeGreaterThan(20).allMatch(answer -> answer.status() == 200);
        List<Long> millis = good.stream().map(Answer::millis).sorted().toList();
        assertThat(millis.get(millis.size() / 2)).as("nobody waits for others").isLessThan(500);
        served += good.size();
        recover(port, List.of(silent, halfHead, halfBody), full);
      }
      System.out.printf(
          "applications gone: %d rounds, %d told in time, %d others served, all recovered%n",
          rounds, told, served);
      history.judged().mustBeClean("applications that hang, " + rounds + " times");
    }
  }

  private static void recover(int port, List<Partner> partners, Backlog full) throws Exception {
    for (Partner partner : partners) {
      assertThat(partner.awaitLeft()).as("connections are let go of").isTrue();
      partner.heals = true;
    }
    for (String path : List.of("/silent", "/half-head", "/half-body")) {
      for (int i = 0; i < 5; i++) {
        assertThat(ask(port, path).text()).startsWith("HTTP/1.1 200 ").endsWith("healed");
      }
    }
    partners.forEach(partner -> partner.heals = false);
    full.empty();
  }

  private static List<Answer> whileOn(AtomicBoolean on, int port, String cookie, History history)
      throws Exception {
    List<Answer> answers = new ArrayList<>();
    while (on.get()) {
      long begun = System.nanoTime();
      Answer answer = ask(port, "/me", cookie);
      answers.add(answer);
      history.add(
          THING, What.USE, begun, answer.status() == 200 ? Deed.Answer.YES : Deed.Answer.NO);
      Thread.sleep(10);
    }
    return answers;
  }

  private static String route(String name, int port) {
    return "  - { path: /%s, access: public, upstream: \"http://127.0.0.1:%d\" }\n"
        .formatted(name, port);
  }

  private static Sessions.Opened open(House house) {
    User alice = house.server.services().house().users().byName("alice").orElseThrow();
    return house
        .server
        .services()
        .house()
        .sessions()
        .open(
            alice.id(), "127.0.0.1:" + house.url.getPort(), Acr.PWD, false, "127.0.0.1", "a test");
  }

  private static Answer ask(int port, String path) throws IOException {
    return ask(port, path, "Accept: */*");
  }

  private static Answer ask(int port, String path, String field) throws IOException {
    long begun = System.nanoTime();
    String text = Raw.ask(port, "GET " + path + " HTTP/1.1", "Host: 127.0.0.1:" + port, field);
    long millis = (System.nanoTime() - begun) / 1_000_000;
    assertThat(text).startsWith("HTTP/1.1 ");
    return new Answer(Integer.parseInt(text.substring(9, 12)), text, millis);
  }

  /** An application that says only so much and then nothing, until it heals. */
  private static final class Partner implements AutoCloseable {
    private final ServerSocket listener =
        new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final List<Socket> open = Collections.synchronizedList(new ArrayList<>());
    private final String text;
    volatile boolean heals;

    private Partner(String text) throws IOException {
      this.text = text;
      Thread.startVirtualThread(this::accept);
    }

    static Partner saying(String text) throws IOException {
      return new Partner(text);
    }

    int port() {
      return listener.getLocalPort();
    }

    private void accept() {
      try {
        while (true) {
          Socket socket = listener.accept();
          open.add(socket);
          Thread.startVirtualThread(() -> serve(socket));
        }
      } catch (IOException e) {
        // Closed.
      }
    }

    private void serve(Socket socket) {
      try (socket) {
        byte[] octets = new byte[8192];
        while (socket.getInputStream().read(octets) > 0) {
          String said =
              heals
                  ? "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhealed"
                  : text;
          socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException e) {
        // Reset, which is a way to let go.
      } finally {
        open.remove(socket);
      }
    }

    /** Whether nobody holds a connection any more, in a while. */
    boolean awaitLeft() throws InterruptedException {
      for (int i = 0; i < 500 && !open.isEmpty(); i++) {
        Thread.sleep(10);
      }
      return open.isEmpty();
    }

    @Override
    public void close() throws IOException {
      listener.close();
      for (Socket socket : List.copyOf(open)) {
        socket.close();
      }
    }
  }

  /** A listener which accepts nobody, and has no room for more. */
  private static final class Backlog implements AutoCloseable {
    private final List<Socket> waiting = new ArrayList<>();
    private final int port;
    private @Nullable ServerSocket listener;

    Backlog() throws IOException {
      ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      port = first.getLocalPort();
      listener = first;
    }

    int port() {
      return port;
    }

    void fill() throws IOException {
      if (listener == null) {
        listener = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
      }
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
          socket.connect(new InetSocketAddress("127.0.0.1", port), 300);
        } catch (SocketTimeoutException e) {
          return;
        }
      }
      throw new IllegalStateException("a backlog without end");
    }

    void empty() {
      try {
        for (Socket socket : waiting) {
          socket.close();
        }
        waiting.clear();
        if (listener != null) {
          listener.close();
        }
        listener = null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      empty();
    }
  }
}
