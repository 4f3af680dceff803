package dev.doorward.server.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines to a file by one platform thread. Some may be lost where there is no room, and are
 * counted; for others one waits until they are on disk.
 */
final class LineWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);

  /** Lines that may be lost and wait. Each may hold the head of a request. */
  private static final int MOST_WAITING = 1024;

  /** Lines written at once. */
  private static final int GROUP = 256;

  /** Lines that must not be lost and wait for the file to be writable again. */
  private static final int MOST_OWED = 1000;

  /** A disk with less left is treated as full, so that what is done next can still be written. */
  private static final long LEAST_SPACE = 64 << 10;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path path;
  private final LineFile file;
  private final BlockingQueue<Line> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong lost = new AtomicLong();
  private final Deque<byte[]> owed = new ArrayDeque<>();
  private final Object starting = new Object();
  private volatile @Nullable Thread thread;
  private volatile @Nullable String trouble;
  private volatile boolean open = true;
  private volatile boolean reopen;

  /**
   * A line to be.
   *
   * @param text is asked for by the writing thread; empty where nothing is to be written
   * @param done is told when it is on disk; null where nobody waits
   * @param keep whether to write it later where it cannot be written now
   */
  private record Line(
      Supplier<String> text, @Nullable CompletableFuture<Void> done, boolean keep) {}

  LineWriter(Path path) {
    this.path = path;
    this.file = new LineFile(path);
  }

  /**
   * Opens the file, so that a wrong path is told at once.
   *
   * @throws IOException when it cannot be opened
   */
  void open() throws IOException {
    synchronized (file) {
      file.open();
    }
  }

  /** Has a line written soon, or counts it as lost. Never blocks. */
  void offer(Supplier<String> text) {
    if (waiting.incrementAndGet() > MOST_WAITING || !open) {
      waiting.decrementAndGet();
      lost.incrementAndGet();
      return;
    }
    queue.add(new Line(text, null, false));
    start();
  }

  /**
   * Writes a line and returns when it is on disk.
   *
   * @param keep whether to write it later where it cannot be written now
   * @throws IOException when it is not
   */
  void write(String text, boolean keep) throws IOException {
    await(new Line(() -> text, new CompletableFuture<>(), keep));
  }

  /**
   * Asks whether the next line can be written.
   *
   * @throws IOException when it cannot
   */
  void probe() throws IOException {
    if (Files.isRegularFile(path) && Files.getFileStore(path).getUsableSpace() < LEAST_SPACE) {
      throw new IOException("no space left on device");
    }
    if (trouble != null) {
      await(new Line(() -> "", new CompletableFuture<>(), false));
    }
  }

  /** Has the next line written to the file which has the name then. */
  void reopen() {
    reopen = true;
  }

  /** How many lines were lost. */
  long lost() {
    return lost.get();
  }

  /** Why the last line could not be written, if so. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Writes what waits, for a while, and lets go of the file. */
  @Override
  public void close() {
    open = false;
    Thread running = thread;
    if (running != null) {
      queue.add(new Line(() -> "", null, true)); // woken, not interrupted
      try {
        running.join(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    synchronized (file) {
      file.close();
    }
  }

  private void await(Line line) throws IOException {
    CompletableFuture<Void> done = line.done;
    if (done == null || !open) {
      throw new IOException("it is closed");
    }
    queue.add(line);
    start();
    try {
      done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the disk did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** A command that changes nothing needs no thread. */
  private void start() {
    if (thread == null) {
      synchronized (starting) {
        if (thread == null) {
          thread =
              Thread.ofPlatform()
                  .name("doorward-" + path.getFileName())
                  .daemon()
                  .start(this::writeAll);
        }
      }
    }
  }

  private void writeAll() {
    List<Line> group = new ArrayList<>(GROUP);
    while (open || !queue.isEmpty()) {
      group.clear();
      try {
        group.add(queue.take());
      } catch (InterruptedException e) {
        continue;
      }
      queue.drainTo(group, GROUP - 1);
      synchronized (file) {
        write(group);
      }
    }
  }

  private void write(List<Line> group) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 * group.size());
    owed.forEach(bytes::writeBytes);
    boolean durable = !owed.isEmpty();
    int losable = 0;
    List<byte[]> kept = new ArrayList<>();
    for (Line line : group) {
      boolean mayBeLost = line.done == null && !line.keep;
      if (mayBeLost) {
        waiting.decrementAndGet();
      }
      durable |= line.done != null;
      byte[] text = text(line);
      bytes.writeBytes(text);
      if (line.keep && text.length > 0) {
        kept.add(text);
      } else if (mayBeLost) {
        losable++;
      }
    }
    try {
      if (reopen) {
        reopen = false;
        file.close();
      }
      file.append(bytes.toByteArray(), durable);
      owed.clear();
      if (trouble != null) {
        LOG.info("{} can be written again", path);
        trouble = null;
      }
      group.forEach(LineWriter::acknowledge);
    } catch (IOException e) {
      lost.addAndGet(losable);
      for (byte[] line : kept) {
        if (owed.size() < MOST_OWED) {
          owed.add(line);
        } else {
          lost.incrementAndGet();
        }
      }
      if (trouble == null) {
        LOG.error("{} cannot be written: {}", path, e.getMessage());
      }
      trouble = String.valueOf(e.getMessage());
      group.forEach(line -> fail(line, e));
    }
  }

  private byte[] text(Line line) {
    try {
      String text = line.text.get();
      return text.isEmpty() ? new byte[0] : (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      // One line that cannot be made must not end the log.
      LOG.error("a line for {} could not be made", path, e);
      lost.incrementAndGet();
      return new byte[0];
    }
  }

  private static void acknowledge(Line line) {
    if (line.done != null) {
      line.done.complete(null);
    }
  }

  private static void fail(Line line, IOException e) {
    if (line.done != null) {
      line.done.completeExceptionally(e);
    }
  }
}
