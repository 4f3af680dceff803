package dev.doorward.face.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file to which lines are appended, opened anew when it was moved away. For one thread.
 *
 * <p>Others may append to it too: each write is of whole lines.
 */
final class LineFile implements AutoCloseable {
  private static final byte[] NEWLINE = {'\n'};

  private final Path path;
  private @Nullable FileChannel channel;
  private @Nullable Object identity;
  private boolean regular;

  /** Whether the file may end in half a line. */
  private boolean torn;

  LineFile(Path path) {
    this.path = path;
  }

  /**
   * Opens the file, made for its owner alone (0600) where it is not there.
   *
   * @throws IOException when it cannot be opened for appending
   */
  void open() throws IOException {
    if (channel != null && sameFile()) {
      return;
    }
    close();
    FileChannel opened =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    channel = opened;
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    identity = attributes.fileKey();
    regular = attributes.isRegularFile();
    torn = regular && attributes.size() > 0 && !endsInNewline(path, attributes.size());
  }

  /**
   * Appends whole lines to the file which was opened last. What a failed write left of them stays:
   * cutting it off could cut off what another process appended.
   *
   * @param durable whether to return only when they are on disk
   * @throws IOException when they cannot be written; some of them may be
   */
  void append(byte[] lines, boolean durable) throws IOException {
    FileChannel to = channel;
    if (to == null) {
      throw new IOException("it is not open");
    }
    try {
      if (torn) {
        writeAll(to, NEWLINE);
        torn = false;
      }
      writeAll(to, lines);
      if (durable && regular) {
        to.force(false);
      }
    } catch (IOException e) {
      torn = true;
      throw e;
    }
  }

  /** Lets go of the file, so that the next line opens the one which has its name then. */
  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        torn = true; // what could be done about it is done by the next append
      }
      channel = null;
    }
  }

  private boolean sameFile() {
    try {
      Object now = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return now != null && now.equals(identity);
    } catch (IOException e) {
      return false;
    }
  }

  private static void writeAll(FileChannel to, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
  }

  private static boolean endsInNewline(Path path, long size) throws IOException {
    try (FileChannel in = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return in.read(last, size - 1) < 1 || last.get(0) == '\n';
    }
  }
}
