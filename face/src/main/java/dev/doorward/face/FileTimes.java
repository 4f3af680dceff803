package dev.doorward.face;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Tells whether files changed, by their times and sizes, which no file system lacks. What changed
 * is only told once it has stood still for a look, since half a list of denied addresses lets
 * others in. For one thread.
 */
public final class FileTimes {
  /** How a file was found. */
  private record Stamp(FileTime time, long size) {
    /** Gone; its return is a change too. */
    static final Stamp NONE = new Stamp(FileTime.fromMillis(0), -1);
  }

  private final Supplier<List<Path>> files;
  private Map<Path, Stamp> known;
  private Map<Path, Stamp> last;

  /** As they are now; which files are looked at is asked at every look. */
  public FileTimes(Supplier<List<Path>> files) {
    this.files = files;
    this.known = of(files.get());
    this.last = known;
  }

  /**
   * Whether they changed, and have not changed again since the last look.
   *
   * @param changed is run when they did; what is written meanwhile is seen by the next look
   */
  public boolean look(Runnable changed) {
    Map<Path, Stamp> now = of(files.get());
    boolean still = now.equals(last);
    last = now;
    if (!still || now.equals(known)) {
      return false;
    }
    changed.run();
    known = of(files.get());
    known.replaceAll((file, stamp) -> now.getOrDefault(file, stamp));
    last = known;
    return true;
  }

  /** What is there now was read for another reason. */
  public void skip() {
    known = of(files.get());
    last = known;
  }

  private static Map<Path, Stamp> of(List<Path> files) {
    Map<Path, Stamp> stamps = new HashMap<>();
    for (Path file : files) {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        stamps.put(file, new Stamp(found.lastModifiedTime(), found.size()));
      } catch (IOException e) {
        stamps.put(file, Stamp.NONE);
      }
    }
    return stamps;
  }
}
