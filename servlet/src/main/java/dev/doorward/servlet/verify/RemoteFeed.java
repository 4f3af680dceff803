package dev.doorward.servlet.verify;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.doorward.identity.store.Kind;
import dev.doorward.identity.store.Store;
import java.text.ParseException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
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
  private String epoch = "";
  private long last;
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

  private void follow() {
    while (open) {
      try {
        long asked = System.nanoTime();
        poll();
        lastGood = asked;
        if (failing) {
          failing = false;
          LOG.info("the changes of the Doorward which is trusted are followed again");
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

  private void poll() throws ParseException {
    Map<String, Object> said = remote.changes(epoch, last, WAIT_MILLIS);
    String now = JSONObjectUtils.getString(said, "epoch");
    long number = JSONObjectUtils.getLong(said, "last");
    if (JSONObjectUtils.getBoolean(said, "missed")) {
      listener.accept(Store.Missed.MISSED);
    } else {
      for (Map<String, Object> change : JSONObjectUtils.getJSONObjectArray(said, "changes")) {
        Kind kind =
            Kind.valueOf(JSONObjectUtils.getString(change, "kind").toUpperCase(Locale.ROOT));
        listener.accept(new Store.Change(kind, JSONObjectUtils.getString(change, "id")));
      }
    }
    epoch = now;
    last = number;
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
