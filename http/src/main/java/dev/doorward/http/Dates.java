package dev.doorward.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date field of this second (RFC 9110 §6.6.1). Not thread-safe. */
final class Dates {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private long second = -1;
  private byte[] line = {};
  private String value = "";

  byte[] line() {
    tick();
    return line;
  }

  String value() {
    tick();
    return value;
  }

  private void tick() {
    long now = System.currentTimeMillis() / 1000;
    if (now != second) {
      second = now;
      value = IMF_FIXDATE.format(Instant.ofEpochSecond(now));
      line = ("Date: " + value + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
  }
}
