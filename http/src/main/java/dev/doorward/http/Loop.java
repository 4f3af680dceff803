package dev.doorward.http;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the connections of one event loop share. Deadlines are looked at in rounds, since a timer
 * for each request would cost more than the request.
 */
final class Loop {
  /** Something with a deadline. */
  interface Watched {
    /**
     * @param now of {@link System#nanoTime}
     */
    void check(long now);

    /** The server stops. */
    void stop();
  }

  private static final long SLOWEST_ROUND = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long FASTEST_ROUND = TimeUnit.MILLISECONDS.toNanos(10);

  final Edge edge;
  final EventLoop eventLoop;

  /** Lines are read into it; never kept across events. */
  private byte[] scratch;

  final Dates dates = new Dates();
  final UpstreamPool pool;
  private final Set<Watched> watched = Collections.newSetFromMap(new IdentityHashMap<>());

  Loop(Edge edge, EventLoop eventLoop) {
    this.edge = edge;
    this.eventLoop = eventLoop;
    this.scratch = new byte[longestLine(edge.limits)];
    this.pool = new UpstreamPool(this);
    long round = round(edge.timeouts);
    var _ = eventLoop.scheduleAtFixedRate(this::round, round, round, TimeUnit.NANOSECONDS);
  }

  /** Where one line lies while it is read; long enough for the limits in force. */
  byte[] scratch() {
    int length = longestLine(edge.limits);
    if (scratch.length < length) {
      scratch = new byte[length]; // those who hold the old one keep to the limits they began with
    }
    return scratch;
  }

  private static int longestLine(Limits limits) {
    return Math.max(64 * 1024, RequestParser.cap(limits));
  }

  /** A quarter of the shortest deadline, so that none is missed by much. */
  private static long round(Timeouts timeouts) {
    long shortest = Long.MAX_VALUE;
    for (Duration each :
        List.of(timeouts.header(), timeouts.idle(), timeouts.stream(), timeouts.upstream())) {
      shortest = Math.min(shortest, each.toNanos());
    }
    return Math.clamp(shortest / 4, FASTEST_ROUND, SLOWEST_ROUND);
  }

  private void round() {
    long now = System.nanoTime();
    for (Watched each : watched.toArray(new Watched[0])) {
      try {
        each.check(now);
      } catch (RuntimeException bug) {
        Logs.bug("deadline", bug); // the others' must not end with it
      }
    }
    pool.check(now);
  }

  void stop() {
    for (Watched each : watched.toArray(new Watched[0])) {
      each.stop();
    }
  }

  void watch(Watched one) {
    watched.add(one);
  }

  void unwatch(Watched one) {
    watched.remove(one);
  }
}
