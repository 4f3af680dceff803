package dev.doorward.cli.audit;

import dev.doorward.face.audit.Rotations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a log line by line, and what is added to it, whichever file has its name then. */
public final class Tail {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Path path;
  private final Consumer<String> lines;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  /** Tells {@code lines} of each. */
  public Tail(Path path, Consumer<String> lines) {
    this.path = path;
    this.lines = lines;
  }

  /**
   * Reads what is there.
   *
   * @throws IOException when it cannot be read
   */
  public void once() throws IOException {
    try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
      drain(in);
    }
  }

  /**
   * Reads what is there and what comes, until interrupted. A file that was moved away is read to
   * its end before the next one.
   *
   * @throws IOException when it cannot be read
   */
  public void follow() throws IOException {
    FileChannel in = null;
    Object identity = null;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (in == null) {
          identity = identity();
          in = identity == null ? null : open();
        }
        Object now = identity();
        if (in != null) {
          drain(in);
          if (in.size() < in.position()) {
            in.position(0); // emptied in place
          }
          if (now != null && !now.equals(identity)) {
            in.close();
            in = null;
            begun.reset();
            continue;
          }
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (in != null) {
        in.close();
      }
    }
  }

  private void drain(FileChannel in) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
    while (in.read(buffer) > 0) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        byte b = buffer.get();
        if (b == '\n') {
          lines.accept(begun.toString(StandardCharsets.UTF_8));
          begun.reset();
        } else if (begun.size() < Rotations.MOST_LINE) {
          begun.write(b);
        }
      }
      buffer.clear();
    }
  }

  private @Nullable FileChannel open() throws IOException {
    try {
      return FileChannel.open(path, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      return null; // moved away this moment
    }
  }

  private @Nullable Object identity() throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
