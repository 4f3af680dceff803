package dev.doorward.http;

import java.util.concurrent.TimeUnit;

/** How slowly content may come, so that one octet a second does not hold a connection. */
final class Trickle {
  private static final int OCTETS_A_SECOND = 4096;

  private Trickle() {}

  /** For how long, in ns, so many octets may be waited for. */
  static long allowed(long idle, long octets) {
    return idle + TimeUnit.SECONDS.toNanos(octets / OCTETS_A_SECOND);
  }
}
