package dev.doorward.cli.log;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Writes a line to stderr. */
final class LineLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1;

  /** Libraries which have much to say about how well they are. */
  private static final List<String> TALKATIVE = List.of("org.flywaydb", "com.zaxxer", "io.netty");

  private final Level least;

  LineLogger(String name) {
    this.name = name;
    this.least = TALKATIVE.stream().anyMatch(name::startsWith) ? Level.WARN : Level.INFO;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      @Nullable Object @Nullable [] arguments,
      @Nullable Throwable error) {
    String text = MessageFormatter.basicArrayFormat(message, arguments);
    System.err.println(
        LogFormat.current().line(Instant.now(), level, text == null ? "" : text, error));
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return least.toInt() <= Level.INFO.toInt();
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }
}
