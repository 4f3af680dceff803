package dev.doorward.cli.audit;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A log with its rotations: {@code audit.jsonl.1}, {@code audit.jsonl.2.gz}, {@code -20260101}. */
public final class LogFiles {
  /** No line of ours is longer; what is longer is passed over, not kept in memory. */
  private static final int MOST_CHARS = 256 << 10;

  private final Path current;

  /** Of the log that is written now. */
  public LogFiles(Path current) {
    this.current = current.toAbsolutePath();
  }

  /**
   * The files that are there, the newest first.
   *
   * @throws IOException when the folder cannot be read
   */
  public List<Path> files() throws IOException {
    String name = String.valueOf(current.getFileName());
    List<Path> rotated = new ArrayList<>();
    Path folder = current.getParent();
    if (folder != null && Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.list(folder)) {
        all.filter(Files::isRegularFile)
            .filter(file -> isRotation(String.valueOf(file.getFileName()), name))
            .forEach(rotated::add);
      }
    }
    rotated.sort(Comparator.comparing(LogFiles::time).reversed());
    if (Files.isRegularFile(current)) {
      rotated.addFirst(current);
    }
    return rotated;
  }

  /**
   * The last line that says so, in the newest file which has one.
   *
   * @param hint stands in such a line as it is; others are not even parsed
   * @throws IOException when a file cannot be read
   */
  public Optional<Entry> last(String hint, Predicate<Entry> wanted) throws IOException {
    for (Path file : files()) {
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

  private static boolean isRotation(String file, String name) {
    return file.length() > name.length() + 1
        && file.startsWith(name)
        && (file.charAt(name.length()) == '.' || file.charAt(name.length()) == '-');
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // moved on meanwhile
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return new BufferedReader(
          new InputStreamReader(
              file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in,
              StandardCharsets.UTF_8));
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The next line, empty in place of one too long; null at the end. */
  private static @Nullable String next(Reader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    boolean tooLong = false;
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.length() < MOST_CHARS) {
        line.append((char) c);
      } else {
        tooLong = true;
      }
    }
    return tooLong ? "" : line.toString();
  }
}
