package dev.doorward.identity.linear;

import dev.doorward.core.who.Acr;
import dev.doorward.identity.people.User;
import dev.doorward.identity.people.Users;
import dev.doorward.identity.session.Lifetimes;
import dev.doorward.identity.session.Sessions;
import dev.doorward.identity.store.JdbcStore;
import dev.doorward.identity.store.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Two sessions of a user of their own, used and ended, over memory and a real SQLite file. */
@Param(name = "which", gen = IntGen.class, conf = "0:1")
public class Revocation {
  private static final String HOST = "app.example";
  private static final JdbcStore STORE = open();
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Users USERS = new Users(STORE, InstantSource.system());
  private static final Sessions SESSIONS =
      new Sessions(
          STORE,
          InstantSource.system(),
          new Lifetimes(
              Duration.ofHours(8), Duration.ofHours(24), Duration.ofDays(14), Duration.ofDays(30)));

  private final String user =
      USERS
          .add(
              "user" + COUNT.incrementAndGet(),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              Optional.empty(),
              false)
          .id();
  private final List<Sessions.Opened> opened = List.of(session(), session());

  private static JdbcStore open() {
    try {
      JdbcStore store = Stores.sqlite(Files.createTempDirectory("doorward-linear")).open();
      while (!store.isCurrent()) {
        Thread.sleep(2);
      }
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Sessions.Opened session() {
    return SESSIONS.open(user, HOST, Acr.PWD, false, "127.0.0.1", "test");
  }

  /** A request with that session's key: whether it is let in. */
  @Operation
  public boolean use(@Param(name = "which") int which) {
    return SESSIONS.find(opened.get(which).key(), HOST).isPresent();
  }

  /** Ends one; true where it was there. Once this returns, nobody gets in by it. */
  @Operation
  public boolean end(@Param(name = "which") int which) {
    return SESSIONS.end(opened.get(which).session().id());
  }

  /** Ends all but the one that asks; false where that has ended itself. */
  @Operation
  public boolean endOthers(@Param(name = "which") int which) {
    return SESSIONS.find(opened.get(which).key(), HOST).map(SESSIONS::endOthers).orElse(false);
  }

  /** A role, as the user's record tells it. */
  @Operation
  public boolean suspended() {
    return USERS.byId(user).orElseThrow().state() == User.State.SUSPENDED;
  }

  @Operation
  public void suspend() {
    USERS.setState(user, User.State.SUSPENDED);
  }

  @Operation
  public void resume() {
    USERS.setState(user, User.State.ACTIVE);
  }
}
