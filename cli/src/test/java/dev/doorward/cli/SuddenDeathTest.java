package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.echo.EchoApp;
import dev.doorward.contract.fixture.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
    rounds(Integer.getInteger("kills", 50)); // as many as bench/faults asks for
  }

  private void rounds(int rounds) throws Exception {
    long seed = Seed.of(SuddenDeathTest.class);
    Random random = new Random(seed);
    History history = new History();
    try (EchoApp app = EchoApp.start();
        ServedFolder served =
            new ServedFolder(
                folder, folder.resolve("server.log"), FreePort.next(), app.url(), Map.of())) {
      List<ChangingClient> clients = new ArrayList<>();
      for (int c = 0; c < CLIENTS; c++) {
        clients.add(
            new ChangingClient("u" + c, served.port, served.socket(), random.nextLong(), history));
      }
      for (int round = 0; round < rounds; round++) {
        Process server = served.start();
        look(clients, false);
        killedMeanwhile(server, clients, random);
        served.kill();
      }
      served.start();
      look(clients, true);
    }
    Verdict verdict = history.judged();
    verdict.mustBeClean(rounds + " kills");
    assertThat(verdict.acknowledged()).isGreaterThan(rounds);
  }

  private static void look(List<ChangingClient> clients, boolean all) throws IOException {
    for (ChangingClient client : clients) {
      client.look(all);
    }
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
}
