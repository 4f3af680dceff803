package dev.doorward.http;

import java.util.concurrent.atomic.AtomicInteger;

/** What all connections of a server share. */
final class Edge {
  /** Above the one nothing more is read or taken until the backlog has fallen below the other. */
  static final int HIGH_WATER = 64 * 1024;

  static final int LOW_WATER = 32 * 1024;

  final Handler handler;
  volatile Limits limits;
  volatile Timeouts timeouts;
  final AtomicInteger connections = new AtomicInteger();

  /** So much may wait unread of a connection: at least one line. */
  volatile int backlog;

  volatile boolean stopping;

  Edge(Handler handler, Limits limits, Timeouts timeouts) {
    this.handler = handler;
    this.limits = limits;
    this.timeouts = timeouts;
    this.backlog = backlog(limits);
  }

  void adopt(Limits newLimits, Timeouts newTimeouts) {
    limits = newLimits;
    timeouts = newTimeouts;
    backlog = backlog(newLimits);
  }

  private static int backlog(Limits limits) {
    return Math.max(HIGH_WATER, RequestParser.cap(limits) + 1);
  }
}
