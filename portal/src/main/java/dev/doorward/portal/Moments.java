package dev.doorward.portal;

import dev.doorward.portal.page.AccountPage.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Times as people say them. A page without a script does not know its reader's time zone, so what
 * is near is told by distance, which is the same everywhere.
 */
public final class Moments {
  private static final DateTimeFormatter DATE = format("d MMMM uuuu");
  private static final DateTimeFormatter FULL = format("d MMMM uuuu, HH:mm 'UTC'");
  private static final Duration NEAR = Duration.ofDays(14);

  private Moments() {}

  static Moment of(Instant time, Instant now) {
    return new Moment(exact(time), FULL.format(time), said(time, now));
  }

  /** To the second, as machines read it (RFC 3339). */
  public static String exact(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String said(Instant time, Instant now) {
    Duration past = Duration.between(time, now);
    if (past.compareTo(Duration.ofMinutes(1)) < 0) {
      return "just now";
    }
    if (past.compareTo(Duration.ofHours(1)) < 0) {
      return ago(past.toMinutes(), "minute");
    }
    if (past.compareTo(Duration.ofDays(1)) < 0) {
      return ago(past.toHours(), "hour");
    }
    return past.compareTo(NEAR) < 0 ? ago(past.toDays(), "day") : "on " + DATE.format(time);
  }

  private static String ago(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s") + " ago";
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }
}
