package dev.doorward.cli;

import dev.doorward.cli.demo.Demo;
import dev.doorward.config.Notation;
import dev.doorward.core.where.Address;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values of options. A wrong one is wrong usage, and its message says what a right one is like. */
final class Arguments {
  private Arguments() {}

  static final class Lifetime implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Notation.duration(text)
          .filter(duration -> duration.toSeconds() > 0)
          .orElseThrow(() -> wrong(text, "a duration such as 30s, 5m, 12h or 7d"));
    }
  }

  static final class From implements ITypeConverter<Address> {
    @Override
    public Address convert(String text) {
      return Address.parse(text)
          .orElseThrow(() -> wrong(text, "an address such as 198.51.100.7 or 2001:db8::7"));
    }
  }

  static final class Listen implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (Notation.listen(text).isEmpty()) {
        throw wrong(text, "an address and port such as 127.0.0.1:8080 or [::]:443");
      }
      return text;
    }
  }

  static final class Loopback implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!Demo.canListen(text)) {
        throw wrong(text, "a loopback address and port such as 127.0.0.1:8080");
      }
      return text;
    }
  }

  private static TypeConversionException wrong(String text, String wanted) {
    return new TypeConversionException("\"" + text + "\" is not " + wanted);
  }
}
