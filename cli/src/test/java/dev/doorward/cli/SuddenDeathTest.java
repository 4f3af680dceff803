package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.cli.Claim.Known;
import dev.doorward.contract.echo.EchoApp;
import dev.doorward.contract.fixture.FreePort;
import dev.doorward.face.control.Remote;
import dev.doorward.face.control.Request;
import dev.doorward.face.control.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the packaged process while clients change who may come in: what they were told
 * is done is done after the restart, and what they were told is over opens nothing.
 */
class SuddenDeathTest {
  private static final int CLIENTS = 6;

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedHoldsAfterFiveKills() throws Exception {
    rounds(5);
  }

  @Test
  @Tag("heavy")
  void whatWasAcknowledgedHoldsAfterFiftyKills() throws Exception {
    rounds(50);
  }

  private void rounds(int rounds) throws Exception {
    long seed = Seed.of(SuddenDeathTest.class);
    Random random = new Random(seed);
    int port = FreePort.next();
    Path file = folder.resolve("doorward.yaml");
    List<ChangingClient> clients = new ArrayList<>();
    for (int c = 0; c < CLIENTS; c++) {
      clients.add(
          new ChangingClient("u" + c, port, folder.resolve("doorward.sock"), random.nextLong()));
    }
    Tally tally = new Tally();
    try (EchoApp app = EchoApp.start()) {
      Files.writeString(file, yaml(port, app.url()));
      for (int round = 0; round < rounds; round++) {
        Process server = serve(file, port);
        try {
          tally.check(clients, false);
          killedMeanwhile(server, clients, random);
        } finally {
          server.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
      }
      Process server = serve(file, port);
      try {
        tally.check(clients, true);
      } finally {
        server.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
    int acknowledged = clients.stream().mapToInt(client -> client.acknowledged).sum();
    tally.letThrough += clients.stream().mapToInt(client -> client.letThrough).sum();
    System.out.printf(
        "%d rounds, %d changes acknowledged, %d lost, %d let through wrongly; %d were under way%n",
        rounds, acknowledged, tally.lost, tally.letThrough, tally.either);
    assertThat(tally.wrong).isEmpty();
    assertThat(tally.letThrough).isZero();
    assertThat(acknowledged).isGreaterThan(rounds);
  }

  private static void killedMeanwhile(Process server, List<ChangingClient> clients, Random random)
      throws InterruptedException {
    List<Throwable> failed = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (ChangingClient client : clients) {
      threads.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((_, e) -> failed.add(e))
              .start(client::untilItEnds));
    }
    Thread.sleep(500 + random.nextInt(2000));
    server.destroyForcibly(); // SIGKILL
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failed).isEmpty();
  }

  private Process serve(Path file, int port) throws Exception {
    Path log = folder.resolve("server.log");
    Process server = Packaged.run(log, "serve", "-c", file.toString());
    Packaged.awaitOpen(server, port, log);
    while (listening(folder.resolve("doorward.sock")).isEmpty()) {
      assertThat(server.isAlive()).isTrue();
      Thread.sleep(20);
    }
    return server;
  }

  /** The control socket is there a moment after the door. */
  private static Optional<Response> listening(Path socket) throws IOException {
    return Remote.run(socket, new Request("role.list", Map.of()));
  }

  private static String yaml(int port, String app) {
    return """
    listen: 127.0.0.1:%d
    origin: http://127.0.0.1:%d
    upstream: %s
    audit: audit.jsonl
    roles: { user: [], ops: [], admin: [ "*" ] }
    routes:
      - { path: /ops, roles: [ ops ] }
      - { path: /**, access: signed-in }
    default: closed
    """
        .formatted(port, port, app);
  }

  /** What the clients' claims are worth at the server. */
  private static final class Tally {
    int lost;
    int letThrough;
    int either;
    final List<String> wrong = new ArrayList<>();

    void check(List<ChangingClient> clients, boolean all) throws Exception {
      for (ChangingClient client : clients) {
        for (Claim claim : client.claims) {
          if (all || claim.touched) {
            check(claim, client.found(claim));
          }
        }
      }
    }

    /** What was under way may have happened or not, but from now on it stands. */
    private void check(Claim claim, Known found) {
      claim.touched = false;
      if (claim.known == found) {
        return;
      }
      switch (claim.known) {
        case EITHER -> either++;
        case THERE -> lost++;
        case GONE -> letThrough++;
      }
      if (claim.known != Known.EITHER) {
        wrong.add(claim + ", found " + found);
      }
      claim.known = found;
    }
  }
}
