package dev.doorward.server.acme;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What failed, and is tried again.
 *
 * @param failures in a row
 * @param last when it was tried
 * @param at when it is tried again
 * @param asked whether the CA asked to wait so long
 */
record Retry(int failures, Instant last, Instant at, boolean asked) {
  /** Let's Encrypt bears five failures an hour of a host, one every twelve minutes. */
  private static final int A_FEW = 5;

  private static final Duration SPACED = Duration.ofMinutes(12);

  private static final Pattern TEXT =
      Pattern.compile("failures=(\\d{1,9}) last=(\\S{1,40}) at=(\\S{1,40}) asked=(true|false)\\s*");

  /** As a file holds it, so that a process which is started again and again waits too. */
  String text() {
    return "failures=%d last=%s at=%s asked=%s%n".formatted(failures, last, at, asked);
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
              Instant.parse(m.group(3)),
              Boolean.parseBoolean(m.group(4))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * The same, to be tried earlier, since somebody changed something: at once after a few failures,
   * after more of them as often as CAs bear. Not where the CA said when.
   */
  Retry sooner(Instant now) {
    Instant earliest = failures < A_FEW ? now : last.plus(SPACED);
    return asked || !earliest.isBefore(at) ? this : new Retry(failures, last, earliest, false);
  }
}
