package dev.doorward.face;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Tells whether files changed, by their times: no file system lacks them. For one thread. */
public final class FileTimes {
  private final Supplier<List<Path>> files;
  private Map<Path, FileTime> seen;

  /** As they are now; which files are looked at is asked at every look. */
  public FileTimes(Supplier<List<Path>> files) {
    this.files = files;
    this.seen = of(files.get());
  }

  /**
   * Whether they changed since the last look.
   *
   * @param changed is run when they did; what is written meanwhile is seen by the next look
   */
  public boolean look(Runnable changed) {
    Map<Path, FileTime> now = of(files.get());
    if (now.equals(seen)) {
      return false;
    }
    changed.run();
    seen = of(files.get());
    seen.replaceAll((file, time) -> now.getOrDefault(file, time));
    return true;
  }

  private static Map<Path, FileTime> of(List<Path> files) {
    Map<Path, FileTime> times = new HashMap<>();
    for (Path file : files) {
      try {
        times.put(file, Files.getLastModifiedTime(file));
      } catch (IOException e) {
        times.put(file, FileTime.fromMillis(0)); // gone; its return is a change too
      }
    }
    return times;
  }
}
