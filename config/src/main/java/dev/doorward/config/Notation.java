package dev.doorward.config;

import dev.doorward.core.where.Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations and places are written, in the file and on the command line. */
public final class Notation {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private Notation() {}

  /** A duration such as {@code 30s}, {@code 5m}, {@code 12h} or {@code 7d}. */
  public static Optional<Duration> duration(String text) {
    Matcher m = DURATION.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    long n = Long.parseLong(m.group(1));
    return Optional.of(
        switch (m.group(2)) {
          case "ms" -> Duration.ofMillis(n);
          case "s" -> Duration.ofSeconds(n);
          case "m" -> Duration.ofMinutes(n);
          case "h" -> Duration.ofHours(n);
          default -> Duration.ofDays(n);
        });
  }

  /** Where to listen, such as {@code 127.0.0.1:8080} or {@code [::]:443}. */
  public static Optional<InetSocketAddress> listen(String text) {
    int colon = text.lastIndexOf(':');
    String port = colon < 0 ? "" : text.substring(colon + 1);
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    boolean literal = Address.parse(host).isPresent();
    if (!port.matches("\\d{1,5}")
        || Integer.parseInt(port) > 65_535
        || !(literal || host.equals("localhost"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port)));
    } catch (UnknownHostException e) {
      return Optional.empty(); // a literal is never asked of a name server
    }
  }
}
