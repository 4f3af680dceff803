package dev.doorward.face.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The audit log page by page, the newest line first, from the file that is written now into those
 * which were moved away under a name that begins with its own. Compressed ones are left out.
 */
public final class AuditPages {
  private static final Pattern PLACE = Pattern.compile("([0-9a-f]{1,16})-([0-9a-f]{1,15})");

  private static final int WINDOW = Rotations.MOST_LINE;

  /** Read for one page; what does not fit is on the next. */
  private static final int MOST_BYTES = 4 << 20;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<Kept> files;
  private final int most;
  private final List<Map<?, ?>> items = new ArrayList<>();
  private int read;

  /**
   * Some lines.
   *
   * @param items each a JSON object as it stands in the log
   * @param next where to go on; empty at the end
   */
  public record Page(List<Map<?, ?>> items, Optional<String> next) {}

  /** A file which keeps its number when it is moved. */
  private record Kept(Path path, long number, long size) {}

  private AuditPages(List<Kept> files, int most) {
    this.files = files;
    this.most = most;
  }

  /**
   * A page.
   *
   * @param after the {@code next} of another page
   * @param most how many lines at most; there may be fewer though others follow
   * @return empty when that place is no more
   * @throws IOException when a file cannot be read
   */
  public static Optional<Page> newest(Path log, Optional<String> after, int most)
      throws IOException {
    List<Kept> files = files(log);
    if (after.isEmpty()) {
      return Optional.of(
          new AuditPages(files, most).from(0, files.isEmpty() ? 0 : files.getFirst().size()));
    }
    Matcher place = PLACE.matcher(after.get());
    if (!place.matches()) {
      return Optional.empty();
    }
    long number = Long.parseUnsignedLong(place.group(1), 16);
    long end = Long.parseLong(place.group(2), 16);
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).number() == number && end <= files.get(i).size()) {
        return Optional.of(new AuditPages(files, most).from(i, end));
      }
    }
    return Optional.empty();
  }

  private Page from(int file, long end) throws IOException {
    int i = file;
    long at = end;
    while (i < files.size()) {
      at = back(files.get(i), at);
      if (at > 0) {
        return page(i, at);
      }
      i++;
      at = i < files.size() ? files.get(i).size() : 0;
    }
    return new Page(items, Optional.empty());
  }

  private Page page(int file, long at) {
    return new Page(
        items,
        Optional.of(Long.toHexString(files.get(file).number()) + "-" + Long.toHexString(at)));
  }

  /** Reads lines from there towards the beginning; returns where the last one begins. */
  private long back(Kept file, long end) throws IOException {
    long at = end;
    try (FileChannel in = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      while (at > 0 && items.size() < most && read < MOST_BYTES) {
        int size = (int) Math.min(WINDOW, at);
        long start = at - size;
        at = start + lines(bytes(in, start, size), start == 0);
        read += size;
      }
    } catch (NoSuchFileException e) {
      return 0; // swept away meanwhile
    }
    return at;
  }

  /**
   * Takes whole lines out of a window, the last one first.
   *
   * @param whole whether the window begins with the file, and so with a line
   * @return where the last line that was taken begins
   */
  private int lines(byte[] window, boolean whole) {
    int stop = newline(window, window.length);
    int begin = stop + 1;
    while (stop >= 0 && items.size() < most) {
      int before = newline(window, stop);
      if (before < 0 && !whole) {
        break;
      }
      begin = before + 1;
      add(new String(window, begin, stop - begin, StandardCharsets.UTF_8));
      stop = before;
    }
    // A line that fills the window is none of ours, and passed over.
    return begin == window.length ? 0 : begin;
  }

  private void add(String line) {
    try {
      if (!line.isBlank() && JSON.readValue(line, Object.class) instanceof Map<?, ?> map) {
        items.add(map);
      }
    } catch (JacksonException e) {
      // Torn by a crash; the lines around it count.
    }
  }

  private static int newline(byte[] bytes, int before) {
    for (int i = before - 1; i >= 0; i--) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static byte[] bytes(FileChannel in, long start, int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(size);
    while (buffer.hasRemaining()) {
      if (in.read(buffer, start + buffer.position()) < 0) {
        throw new IOException("the audit log became shorter while it was read");
      }
    }
    return buffer.array();
  }

  private static List<Kept> files(Path log) throws IOException {
    List<Kept> kept = new ArrayList<>();
    for (Path file : Rotations.of(log)) {
      if (Rotations.isCompressed(file)) {
        continue;
      }
      try {
        if (Files.getAttribute(file, "unix:ino") instanceof Long number) {
          kept.add(new Kept(file, number, Files.size(file)));
        }
      } catch (NoSuchFileException e) {
        continue; // moved on meanwhile
      }
    }
    return kept;
  }
}
