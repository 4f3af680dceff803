package dev.doorward.face.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A log with what was moved away under a name that begins with its own: {@code audit.jsonl.1},
 * {@code audit.jsonl.2.gz}, {@code audit.jsonl-20260101}.
 */
public final class Rotations {
  /** No line of ours is longer, in octets. */
  public static final int MOST_LINE = 256 << 10;

  private Rotations() {}

  /**
   * The files that are there, the newest first.
   *
   * @throws IOException when the folder cannot be read
   */
  public static List<Path> of(Path log) throws IOException {
    Path current = log.toAbsolutePath();
    String name = String.valueOf(current.getFileName());
    List<Path> found = new ArrayList<>();
    Path folder = current.getParent();
    if (folder != null && Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.list(folder)) {
        all.filter(file -> isRotation(String.valueOf(file.getFileName()), name))
            .filter(Files::isRegularFile)
            .forEach(found::add);
      }
    }
    found.sort(Comparator.comparing(Rotations::time).reversed());
    if (Files.isRegularFile(current)) {
      found.addFirst(current);
    }
    return found;
  }

  /** Whether it is compressed, so that no line can be read at a place of it. */
  public static boolean isCompressed(Path file) {
    return file.toString().endsWith(".gz");
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
}
