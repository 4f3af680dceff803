package dev.doorward.cli.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import tools.jackson.databind.json.JsonMapper;

/** How a line of the server log looks. */
public enum LogFormat {
  /** {@code time level message}, for people. */
  TEXT {
    @Override
    String line(Instant at, Level level, String message, @Nullable Throwable error) {
      String text =
          at.truncatedTo(ChronoUnit.MILLIS)
              + " "
              + level.name().toLowerCase(Locale.ROOT)
              + " "
              + printable(message);
      return error == null ? text : text + "\n" + printable(trace(error)).stripTrailing();
    }
  },
  /** One JSON object a line, for programs. */
  JSON {
    @Override
    String line(Instant at, Level level, String message, @Nullable Throwable error) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("time", at.truncatedTo(ChronoUnit.MILLIS).toString());
      document.put("level", level.name().toLowerCase(Locale.ROOT));
      document.put("message", message);
      if (error != null) {
        document.put("error", trace(error));
      }
      return MAPPER.writeValueAsString(document);
    }
  };

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static volatile LogFormat current = TEXT;

  /** Writes like this from now on. */
  public static void use(LogFormat format) {
    current = format;
  }

  static LogFormat current() {
    return current;
  }

  abstract String line(Instant at, Level level, String message, @Nullable Throwable error);

  /** What comes from outside must not begin a line of its own: those that follow are indented. */
  private static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        out.append("\n    ");
      } else if (c == '\t' || (c >= ' ' && c != 0x7f)) {
        out.append(c);
      } else if (c != '\r') {
        out.append('?');
      }
    }
    return out.toString();
  }

  private static String trace(Throwable error) {
    StringWriter out = new StringWriter();
    error.printStackTrace(new PrintWriter(out, true));
    return out.toString();
  }
}
