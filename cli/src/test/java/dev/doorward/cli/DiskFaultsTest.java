package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.cli.Deed.Answer;
import dev.doorward.cli.Deed.What;
import dev.doorward.cli.audit.Entry;
import dev.doorward.contract.echo.EchoApp;
import dev.doorward.contract.fixture.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk under the packaged process is full, read-only, slow, broken or locked by somebody while
 * clients change who may come in: nobody is told what is not so, and it heals without a restart.
 */
class DiskFaultsTest {
  private static final int CLIENTS = 4;
  private static final Duration SHORT = Duration.ofSeconds(2);

  /** No answer takes longer than the store's and the disk's patience together, and some air. */
  private static final Duration DEADLINE = Duration.ofSeconds(25);

  @TempDir Path folder;

  /** Something that goes wrong. */
  private interface Fault {
    void comes() throws Exception;

    void goes() throws Exception;
  }

  @Test
  void aFullDisk() throws Exception {
    fullDisk(1, SHORT);
  }

  @Test
  @Tag("heavy")
  void aFullDiskManyTimes() throws Exception {
    fullDisk(rounds(), Duration.ofSeconds(5));
  }

  @Test
  void aReadOnlyDisk() throws Exception {
    readOnlyDisk(1, SHORT);
  }

  @Test
  @Tag("heavy")
  void aReadOnlyDiskManyTimes() throws Exception {
    readOnlyDisk(rounds(), Duration.ofSeconds(5));
  }

  @Test
  void aDiskThatDoesNotSync() throws Exception {
    unsyncedDisk(1, SHORT);
  }

  @Test
  @Tag("heavy")
  void aDiskThatDoesNotSyncManyTimes() throws Exception {
    unsyncedDisk(rounds(), Duration.ofSeconds(5));
  }

  @Test
  void aSlowDisk() throws Exception {
    slowDisk(1, Duration.ofSeconds(4));
  }

  @Test
  @Tag("heavy")
  void aSlowDiskManyTimes() throws Exception {
    slowDisk(rounds(), Duration.ofSeconds(5));
  }

  @Test
  void aStoreThatSomebodyLocks() throws Exception {
    lockedStore(1, Duration.ofSeconds(5));
  }

  @Test
  @Tag("heavy")
  void aStoreThatSomebodyLocksManyTimes() throws Exception {
    lockedStore(rounds(), Duration.ofSeconds(5));
  }

  /** As many as {@code bench/faults} asks for. */
  private static int rounds() {
    return Integer.getInteger("rounds", 5);
  }

  private void fullDisk(int rounds, Duration time) throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), 16);
        Run run = new Run(disk.folder, Map.of())) {
      for (int i = 0; i < rounds; i++) {
        Window fault =
            run.through(
                new Fault() {
                  @Override
                  public void comes() throws Exception {
                    disk.fill();
                  }

                  @Override
                  public void goes() throws Exception {
                    disk.empty();
                  }
                },
                time);
        assertThat(run.changes(fault, Answer.FAULT)).as("refused while it is full").isPositive();
        assertThat(run.within(fault, deed -> deed.what() == What.MAKE && isSession(deed)))
            .as("no sign-in whose line cannot be written is acknowledged")
            .noneMatch(deed -> deed.answer() == Answer.YES);
      }
      run.end("full disk, " + rounds + " times");
    }
  }

  private void readOnlyDisk(int rounds, Duration time) throws Exception {
    Path at = Files.createDirectory(folder.resolve("disk"));
    BadDisk disk = BadDisk.of(at, folder);
    try (Run run = new Run(at, disk.environment())) {
      for (int i = 0; i < rounds; i++) {
        Window fault = run.through(bad(disk, () -> disk.refuses(BadDisk.READ_ONLY)), time);
        assertThat(run.changes(fault, Answer.FAULT)).as("refused meanwhile").isPositive();
        assertThat(run.changes(fault, Answer.YES)).as("acknowledged meanwhile").isZero();
      }
      run.end("read-only disk, " + rounds + " times");
    }
  }

  private void unsyncedDisk(int rounds, Duration time) throws Exception {
    Path at = Files.createDirectory(folder.resolve("disk"));
    BadDisk disk = BadDisk.of(at, folder);
    try (Run run = new Run(at, disk.environment())) {
      for (int i = 0; i < rounds; i++) {
        Window fault = run.through(bad(disk, () -> disk.doesNotSync(BadDisk.IO_ERROR)), time);
        assertThat(run.changes(fault, Answer.FAULT)).as("refused meanwhile").isPositive();
        assertThat(run.changes(fault, Answer.YES)).as("acknowledged meanwhile").isZero();
      }
      run.end("disk which does not sync, " + rounds + " times");
    }
  }

  private void slowDisk(int rounds, Duration time) throws Exception {
    Path at = Files.createDirectory(folder.resolve("disk"));
    BadDisk disk = BadDisk.of(at, folder);
    try (Run run = new Run(at, disk.environment())) {
      for (int i = 0; i < rounds; i++) {
        Window fault = run.through(bad(disk, () -> disk.slow(200)), time);
        List<Long> changes = run.millis(fault, deed -> deed.what() != What.USE);
        List<Long> uses = run.millis(fault, deed -> run.isKnown(deed));
        System.out.printf(
            "slow disk: %d changes, the median %d ms; %d requests from memory, the median %d ms,"
                + " the 95th %d ms%n",
            changes.size(),
            changes.get(changes.size() / 2),
            uses.size(),
            uses.get(uses.size() / 2),
            uses.get(uses.size() * 95 / 100));
        assertThat(changes).as("each waits for the disk").allMatch(millis -> millis >= 200);
        assertThat(uses).hasSizeGreaterThan(100);
        assertThat(uses.get(uses.size() * 95 / 100)).as("memory waits for no disk").isLessThan(200);
        assertThat(run.changes(fault, Answer.FAULT)).as("slow is not a fault").isZero();
      }
      run.end("slow disk, " + rounds + " times");
    }
  }

  private void lockedStore(int rounds, Duration time) throws Exception {
    Path at = Files.createDirectory(folder.resolve("disk"));
    try (Run run = new Run(at, Map.of());
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + at.resolve("doorward.db"));
        Statement statement = other.createStatement()) {
      for (int i = 0; i < rounds; i++) {
        Window fault =
            run.through(
                new Fault() {
                  @Override
                  public void comes() throws Exception {
                    lock(statement);
                  }

                  @Override
                  public void goes() throws Exception {
                    statement.execute("rollback");
                  }
                },
                time);
        assertThat(run.refused(fault)).as("refused meanwhile").isPositive();
        assertThat(run.changes(fault, Answer.YES)).as("acknowledged meanwhile").isZero();
      }
      run.end("locked store, " + rounds + " times");
    }
  }

  /** Between two writes of a busy server, so that it takes some tries. */
  private static void lock(Statement statement) throws Exception {
    statement.execute("pragma busy_timeout = 0");
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        statement.execute("begin exclusive");
        return;
      } catch (SQLException e) {
        assertThat(System.nanoTime()).as("%s", e).isLessThan(until);
        Thread.sleep(1);
      }
    }
  }

  /** What a bad disk does. */
  private interface Doing {
    void now() throws Exception;
  }

  private static Fault bad(BadDisk disk, Doing doing) {
    return new Fault() {
      @Override
      public void comes() throws Exception {
        doing.now();
      }

      @Override
      public void goes() throws Exception {
        disk.heals();
      }
    };
  }

  private static boolean isSession(Deed deed) {
    return deed.thing().startsWith("SESSION");
  }

  /** The time in which something was wrong, of {@link System#nanoTime}. */
  private record Window(long from, long to) {
    boolean holds(Deed deed) {
      return deed.begun() > from && deed.ended() < to;
    }
  }

  /** A server in such a folder, and its clients. */
  private final class Run implements AutoCloseable {
    private final EchoApp app = EchoApp.start();
    private final History history = new History();
    private final List<ChangingClient> clients = new ArrayList<>();
    private final ServedFolder served;
    private final ChangingClient host;
    private final List<Claim> known;
    private final AtomicBoolean on = new AtomicBoolean(true);
    private final List<Throwable> failed = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> threads = new ArrayList<>();

    Run(Path at, Map<String, String> environment) throws Exception {
      Random random = new Random(Seed.of(DiskFaultsTest.class));
      served =
          new ServedFolder(
              at, folder.resolve("server.log"), FreePort.next(), app.url(), environment);
      served.start();
      host = client("host", random);
      known = host.ownThings();
      for (int i = 0; i < CLIENTS; i++) {
        ChangingClient client = client("u" + i, random);
        clients.add(client);
        run(() -> client.whatever(on));
      }
      for (Claim claim : known) {
        ChangingClient user = client("guest", random);
        run(() -> use(user, claim));
      }
    }

    private ChangingClient client(String name, Random random) {
      return new ChangingClient(name, served.port, served.socket(), random.nextLong(), history);
    }

    private void run(Runnable work) {
      threads.add(
          Thread.ofPlatform().uncaughtExceptionHandler((_, e) -> failed.add(e)).start(work));
    }

    private void use(ChangingClient user, Claim claim) {
      while (on.get()) {
        try {
          user.use(claim);
          Thread.sleep(2);
        } catch (java.io.IOException e) {
          throw new AssertionError("not answered", e);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }

    /** A while without the fault, with it, and without it again. */
    Window through(Fault fault, Duration time) throws Exception {
      awaitChanges();
      Thread.sleep(500);
      fault.comes();
      // What was under way when it came may have been written before.
      long from = System.nanoTime();
      Thread.sleep(time);
      long to = System.nanoTime();
      fault.goes();
      awaitChanges();
      Window window = new Window(from, to);
      assertThat(failed).isEmpty();
      assertThat(within(window, deed -> isKnown(deed)))
          .as("who is known is answered meanwhile")
          .isNotEmpty()
          .noneMatch(deed -> deed.answer() == Answer.NO);
      assertThat(Raw.ask(served.port, "GET /me HTTP/1.1", "Host: 127.0.0.1:" + served.port))
          .startsWith("HTTP/1.1 401 ");
      return window;
    }

    /** Until every client has been told again that something was done. */
    private void awaitChanges() throws InterruptedException {
      long from = System.nanoTime();
      long until = from + Duration.ofSeconds(20).toNanos();
      for (ChangingClient client : clients) {
        while (client.lastDone < from) {
          assertThat(System.nanoTime()).as("it heals: %s", client.lastRefusal).isLessThan(until);
          assertThat(failed).isEmpty();
          Thread.sleep(20);
        }
      }
    }

    List<Deed> within(Window window, Predicate<Deed> which) {
      return history.deeds().stream().filter(window::holds).filter(which).toList();
    }

    long changes(Window window, Answer answer) {
      return within(window, deed -> deed.what() != What.USE && deed.answer() == answer).size();
    }

    /** Changes that were refused meanwhile, whenever they were asked for. */
    long refused(Window window) {
      return history.deeds().stream()
          .filter(deed -> deed.what() != What.USE && deed.answer() == Answer.FAULT)
          .filter(deed -> deed.ended() > window.from() && deed.ended() < window.to())
          .count();
    }

    boolean isKnown(Deed deed) {
      return deed.what() == What.USE
          && known.stream().anyMatch(claim -> claim.thing().equals(deed.thing()));
    }

    /** How long they took, the shortest first. */
    List<Long> millis(Window window, Predicate<Deed> which) {
      return within(window, which).stream()
          .map(deed -> (deed.ended() - deed.begun()) / 1_000_000)
          .sorted()
          .toList();
    }

    /** What was acknowledged holds now and after a kill, and every sign-in has its line. */
    void end(String what) throws Exception {
      on.set(false);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(failed).isEmpty();
      look();
      served.kill();
      served.start();
      look();
      history.judged().mustBeClean(what);
      assertThat(clients).allMatch(client -> client.longest < DEADLINE.toNanos());
      List<Entry> log = AuditTest.entries(served.folder.resolve("audit.jsonl"));
      assertThat(
              log.stream()
                  .filter(entry -> entry.text("event").equals(Optional.of("sign-in")))
                  .map(entry -> entry.text("request").orElse(""))
                  .collect(Collectors.toSet()))
          .containsAll(clients.stream().flatMap(client -> client.signIns.stream()).toList());
    }

    private void look() throws java.io.IOException {
      host.look(true);
      for (ChangingClient client : clients) {
        client.look(true);
      }
    }

    @Override
    public void close() throws Exception {
      on.set(false);
      for (Thread thread : threads) {
        thread.join();
      }
      served.close();
      app.close();
    }
  }
}
