package dev.doorward.config;

import dev.doorward.config.Block.Text;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations, sizes, rates and addresses, and says what they look like where one is wrong. */
final class Values {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)?");
  private static final Pattern RATE = Pattern.compile("(\\d{1,9})/(\\d{1,9}(?:ms|s|m|h|d))");

  private final Source source;

  Values(Source source) {
    this.source = source;
  }

  Duration duration(Block block, String key, Duration otherwise) {
    return block.text(key).flatMap(text -> duration(text, key)).orElse(otherwise);
  }

  Optional<Duration> duration(Text text, String key) {
    Optional<Duration> d = Notation.duration(text.value()).filter(found -> !found.isZero());
    if (d.isEmpty()) {
      source.mistake(text.at(), wrong(key, text, "a duration such as 30s, 5m, 12h or 7d"));
    }
    return d;
  }

  int size(Block block, String key, int otherwise) {
    return block
        .text(key)
        .flatMap(text -> {
          Matcher m = SIZE.matcher(text.value());
          long bytes = m.matches() ? Long.parseLong(m.group(1)) * unit(m.group(2)) : -1;
          if (bytes < 1 || bytes > Integer.MAX_VALUE) {
            source.mistake(text.at(), wrong(key, text, "a size such as 16KiB or 10MiB"));
            return Optional.<Integer>empty();
          }
          return Optional.of((int) bytes);
        })
        .orElse(otherwise);
  }

  int count(Block block, String key, int otherwise, int least, int most) {
    return block
        .text(key)
        .flatMap(text -> {
          boolean digits = text.value().matches("\\d{1,9}");
          int n = digits ? Integer.parseInt(text.value()) : -1;
          if (n < least || n > most) {
            source.mistake(
                text.at(), wrong(key, text, "a number from %d to %d".formatted(least, most)));
            return Optional.<Integer>empty();
          }
          return Optional.of(n);
        })
        .orElse(otherwise);
  }

  Settings.Rate rate(Block block, String key, Settings.Rate otherwise) {
    return block
        .text(key)
        .flatMap(text -> {
          Matcher m = RATE.matcher(text.value());
          Optional<Duration> window =
              m.matches() ? Notation.duration(m.group(2)) : Optional.empty();
          if (window.isEmpty() || window.get().isZero() || m.group(1).matches("0+")) {
            source.mistake(text.at(), wrong(key, text, "a rate such as 10/5m"));
            return Optional.<Settings.Rate>empty();
          }
          return Optional.of(new Settings.Rate(Integer.parseInt(m.group(1)), window.get()));
        })
        .orElse(otherwise);
  }

  boolean flag(Block block, String key) {
    return block
        .text(key)
        .map(text -> {
          if (!text.value().equals("true") && !text.value().equals("false")) {
            source.mistake(text.at(), wrong(key, text, "true or false"));
          }
          return text.value().equals("true");
        })
        .orElse(false);
  }

  Optional<InetSocketAddress> listen(Text text, String key) {
    Optional<InetSocketAddress> at = Notation.listen(text.value());
    if (at.isEmpty()) {
      source.mistake(
          text.at(), wrong(key, text, "an address and port such as 127.0.0.1:8080 or [::]:443"));
    }
    return at;
  }

  static String wrong(String key, Text text, String wanted) {
    return "%s: \"%s\" is not %s".formatted(key, text.value(), wanted);
  }

  private static long unit(@org.jspecify.annotations.Nullable String unit) {
    return switch (unit == null ? "B" : unit) {
      case "KiB" -> 1L << 10;
      case "MiB" -> 1L << 20;
      case "GiB" -> 1L << 30;
      default -> 1;
    };
  }
}
