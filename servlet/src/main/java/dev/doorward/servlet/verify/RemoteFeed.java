package dev.doorward.servlet.verify;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.doorward.identity.store.Kind;
import dev.doorward.identity.store.Store;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows what changes at the Doorward which is trusted; knows when it lost track. */
final class RemoteFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteFeed.class);
  private static final long WAIT_MILLIS = 400;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration STALE = Duration.ofSeconds(1);

  private final Remote remote;
  private final Consumer<Store.News> listener;
  private final Thread thread;
  private volatile long lastGood = System.nanoTime() - STALE.toNanos();
  private volatile boolean open = true;

  /** How far is read, and how far perhaps not everything is heeded yet. */
  private volatile Position told = Position.NOWHERE;

  private Position heeded = Position.NOWHERE;
  private boolean failing;

  /** Begins to follow. */
  RemoteFeed(Remote remote, Consumer<Store.News> listener) {
    this.remote = remote;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("doorward-trust-feed").daemon().start(this::follow);
  }

  /** Whether everything that changed until a second ago was told. */
  boolean isCurrent() {
    return System.nanoTime() - lastGood < STALE.toNanos();
  }

  /**
   * Whether the listener will yet be told of everything that changed after what was found there. It
   * is told only after this turns false, so that whoever keeps what was found must ask while the
   * listener cannot forget.
   */
  boolean isToCome(Position found) {
    return told.leavesOpen(found);
  }

  private void follow() {
    while (open) {
      try {
        boolean missed = poll();
        if (failing) {
          failing = false;
          LOG.info("the changes of the Doorward which is trusted are followed again");
        }
        if (missed) {
          Thread.sleep(PAUSE); // such answers come at once, and of two nodes in turn each is one
        }
      } catch (Throwable e) { // an Error too: without this thread memory is never trusted again
        if (!open) {
          return;
        }
        if (!failing) {
          failing = true;
          LOG.warn(
              "cannot follow the changes of the Doorward which is trusted: {}",
              String.valueOf(e.getMessage()));
        }
        try {
          Thread.sleep(PAUSE);
        } catch (InterruptedException stop) {
          return;
        }
      }
    }
  }

  /** Whether changes were lost to us. */
  private boolean poll() throws ParseException {
    long asked = System.nanoTime();
    Map<String, Object> said = remote.changes(heeded.epoch(), heeded.last(), WAIT_MILLIS);
    Position now = Position.in(said);
    long behind = JSONObjectUtils.getLong(said, "behind_ms");
    if (behind < 0) {
      throw new ParseException("behind_ms", 0);
    }
    boolean follows = now.epoch().equals(heeded.epoch()) && now.last() >= heeded.last();
    boolean missed = JSONObjectUtils.getBoolean(said, "missed") || !follows;
    told = now;
    heeded = Position.NOWHERE; // unless all is heeded, the next page begins with forgetting
    if (missed) {
      listener.accept(Store.Missed.MISSED);
    } else {
      for (Map<String, Object> change : JSONObjectUtils.getJSONObjectArray(said, "changes")) {
        listener.accept(news(JSONObjectUtils.getString(change, "kind"), change));
      }
    }
    heeded = now;
    lastGood = asked - TimeUnit.MILLISECONDS.toNanos(Math.min(behind, STALE.toMillis()));
    return missed;
  }

  /** A kind which only a later version knows may concern anything that is remembered. */
  private static Store.News news(String kind, Map<String, Object> change) throws ParseException {
    for (Kind each : Kind.values()) {
      if (each.name().equalsIgnoreCase(kind)) {
        String id = JSONObjectUtils.getString(change, "id");
        return id == null ? Store.Missed.MISSED : new Store.Change(each, id);
      }
    }
    return Store.Missed.MISSED;
  }

  @Override
  public void close() {
    open = false;
    thread.interrupt();
    if (Thread.currentThread() != thread) {
      try {
        thread.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
