package dev.doorward.cli.audit;

import dev.doorward.face.audit.Rotations;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A log with its rotations, read line by line. */
public final class LogFiles {
  private final Path current;

  /** Of the log that is written now. */
  public LogFiles(Path current) {
    this.current = current;
  }

  /**
   * The last line that says so, in the newest file which has one.
   *
   * @param hint stands in such a line as it is; others are not even parsed
   * @throws IOException when a file cannot be read
   */
  public Optional<Entry> last(String hint, Predicate<Entry> wanted) throws IOException {
    for (Path file : Rotations.of(current)) {
      Entry found = null;
      try (BufferedReader in = open(file)) {
        for (String line = next(in); line != null; line = next(in)) {
          if (line.contains(hint)) {
            found = Entry.of(line).filter(wanted).orElse(found);
          }
        }
      } catch (EOFException e) {
        // A rotation that is being compressed right now; what it holds so far counts.
      }
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return new BufferedReader(
          new InputStreamReader(
              Rotations.isCompressed(file) ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The next line; one too long is not kept in memory but empty; null at the end. */
  private static @Nullable String next(Reader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    boolean tooLong = false;
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() < Rotations.MOST_LINE) {
        line.append((char) c);
      } else {
        tooLong = true;
      }
    }
    return tooLong ? "" : line.toString();
  }
}
