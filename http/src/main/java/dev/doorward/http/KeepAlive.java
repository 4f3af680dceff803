package dev.doorward.http;

import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The Keep-Alive field by which some applications say when they close an idle connection. */
final class KeepAlive {
  private static final Pattern TIMEOUT = Pattern.compile("(?i)\\btimeout\\s*=\\s*\"?(\\d{1,6})");
  private static final long MOST = TimeUnit.SECONDS.toNanos(30);

  private KeepAlive() {}

  /** How long such a connection may wait, in ns: a second less, lest we meet on the way. */
  static long of(String field) {
    var found = TIMEOUT.matcher(field);
    if (!found.find()) {
      return MOST;
    }
    long timeout = TimeUnit.SECONDS.toNanos(Long.parseLong(found.group(1)));
    return Math.min(MOST, timeout - TimeUnit.SECONDS.toNanos(1));
  }
}
