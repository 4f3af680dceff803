package dev.doorward.server.acme;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What failed, and is tried again.
 *
 * @param failures in a row
 * @param asked whether the CA asked to wait so long
 */
record Retry(int failures, Instant at, boolean asked) {
  private static final Pattern TEXT =
      Pattern.compile("failures=(\\d{1,9}) at=(\\S{1,40}) asked=(true|false)\\s*");

  /** As a file holds it, so that a process which is started again and again waits too. */
  String text() {
    return "failures=%d at=%s asked=%s%n".formatted(failures, at, asked);
  }

  /** What stands there; empty for anything else. */
  static Optional<Retry> parse(String text) {
    Matcher m = TEXT.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Retry(
              Integer.parseInt(m.group(1)),
              Instant.parse(m.group(2)),
              Boolean.parseBoolean(m.group(3))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The same, to be tried at once: somebody changed something. Not where the CA said when. */
  Retry sooner(Instant now) {
    return asked || at.isBefore(now) ? this : new Retry(failures, now, false);
  }
}
