package dev.doorward.face.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

  /** Lines for which somebody waits. A disk that hangs must not fill the memory. */
  private static final int MOST_DURABLE = 1000;

  /** Lines written at once. */
  private static final int GROUP = 256;

  /** Lines that must not be lost and wait for the file to be writable again. */
  private static final int MOST_OWED = 1000;

  /** A disk with less left is treated as full, so that what is done next can still be written. */
  private static final long LEAST_SPACE = 64 << 10;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String LATE = "the disk did not answer in time";
  private static final String FULL = "no space left on device";

  private final Path path;
  private final Duration patience;
  private final long leastSpace;
  private final LineFile file;
  private final BlockingQueue<Line> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger awaited = new AtomicInteger();
  private final AtomicLong lost = new AtomicLong();
  private final Deque<byte[]> owed = new ArrayDeque<>();
  private final Object starting = new Object();
  private volatile @Nullable Thread thread;
  private volatile @Nullable String trouble;
  private volatile boolean full;
  private volatile boolean open = true;
  private volatile boolean reopen;

  LineWriter(Path path) {
    this(path, PATIENCE, LEAST_SPACE);
  }

  /**
   * With other limits.
   *
   * @param patience how long somebody waits for the disk
   * @param leastSpace in bytes; a disk with less left counts as full
   */
  LineWriter(Path path, Duration patience, long leastSpace) {
    this.path = path;
    this.patience = patience;
    this.leastSpace = leastSpace;
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
    queue.add(Line.losable(text));
    start();
  }

  /**
   * Writes a line and returns when it is on disk.
   *
   * @param keep whether to write it later where it cannot be written now
   * @throws IOException when it is not; without {@code keep} it may be there all the same only
   *     where the disk hung while it was written
   */
  void write(String text, boolean keep) throws IOException {
    try {
      await(text, keep);
    } catch (NoRoom e) {
      if (keep) {
        lost.incrementAndGet();
      }
      throw e;
    }
  }

  /**
   * Asks whether the next line can be written.
   *
   * @throws IOException when it cannot
   */
  void probe() throws IOException {
    if (look()) {
      throw new IOException(FULL);
    }
    if (trouble != null || awaited.get() >= MOST_DURABLE) {
      await("", false);
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

  /** Why the next line could not be written, as far as the last one and the last probe told. */
  Optional<String> trouble() {
    return full ? Optional.of(FULL) : Optional.ofNullable(trouble);
  }

  /**
   * Writes what waits, for a while, and lets go of the file. A thread that hangs on the disk keeps
   * it until it ends.
   */
  @Override
  public void close() {
    open = false;
    Thread running = thread;
    if (running != null) {
      waiting.incrementAndGet();
      queue.add(Line.losable(() -> "")); // woken, not interrupted
      try {
        if (!running.join(patience)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    synchronized (file) {
      file.close();
    }
  }

  /** There is no more room in the queue. */
  private static final class NoRoom extends IOException {
    private static final long serialVersionUID = 1;

    NoRoom() {
      super("too many wait for the disk");
    }
  }

  private void await(String text, boolean keep) throws IOException {
    if (!open) {
      throw new IOException("it is closed");
    }
    if (awaited.incrementAndGet() > MOST_DURABLE) {
      awaited.decrementAndGet();
      throw new NoRoom();
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    queue.add(Line.durable(text, keep, done));
    start();
    try {
      done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw cause(e);
    } catch (TimeoutException e) {
      giveUp(done, keep, LATE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      giveUp(done, keep, "interrupted");
    }
  }

  /** Waits no longer: what is not kept is not written either, unless that was begun. */
  private void giveUp(CompletableFuture<Void> done, boolean keep, String why) throws IOException {
    boolean givenUp = keep ? !done.isDone() : done.cancel(false);
    if (!givenUp) {
      settled(done);
      return;
    }
    if (why.equals(LATE)) {
      troubled(LATE);
    }
    throw new IOException(why);
  }

  private static void settled(CompletableFuture<Void> done) throws IOException {
    try {
      done.get();
    } catch (ExecutionException e) {
      throw cause(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static IOException cause(ExecutionException e) {
    return e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
  }

  private void troubled(String why) {
    if (trouble == null) {
      LOG.error("{} cannot be written: {}", path, why);
    }
    trouble = why;
  }

  /** Whether the disk is as good as full. */
  private boolean look() throws IOException {
    boolean now =
        Files.isRegularFile(path) && Files.getFileStore(path).getUsableSpace() < leastSpace;
    if (now && !full) {
      LOG.error("{} cannot be written: {}", path, FULL);
    }
    full = now;
    return now;
  }

  /** A command that changes nothing needs no thread; one that died is followed by another. */
  private void start() {
    if (!isRunning()) {
      synchronized (starting) {
        if (!isRunning()) {
          thread =
              Thread.ofPlatform()
                  .name("doorward-" + path.getFileName())
                  .daemon()
                  .start(this::writeAll);
        }
      }
    }
  }

  private boolean isRunning() {
    Thread running = thread;
    return running != null && running.isAlive();
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
      for (Line line : group) {
        (line.isDurable() ? awaited : waiting).decrementAndGet();
      }
      try {
        group.forEach(this::make);
        synchronized (file) {
          write(group);
        }
        written(group);
      } catch (Throwable t) {
        // An Error too: what befalls one group must not end the log.
        failed(group, t instanceof IOException e ? e : new IOException(t.toString(), t));
      }
    }
    synchronized (file) {
      file.close();
    }
  }

  private void make(Line line) {
    try {
      line.make();
    } catch (Throwable t) {
      // One line that cannot be made must not spoil the others.
      LOG.error("a line for {} could not be made", path, t);
      lost.incrementAndGet();
      line.fail(new IOException(t.toString(), t));
    }
  }

  private void write(List<Line> group) throws IOException {
    if (reopen) {
      reopen = false;
      file.close();
    }
    // Opening may hang, so it is asked only then for whom to write.
    file.open();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 * group.size());
    owed.forEach(bytes::writeBytes);
    boolean durable = !owed.isEmpty();
    for (Line line : group) {
      if (!line.isGivenUp()) {
        durable |= line.isDurable();
        bytes.writeBytes(line.bytes());
      }
    }
    file.append(bytes.toByteArray(), durable);
    owed.clear();
  }

  private void written(List<Line> group) {
    if (trouble != null) {
      LOG.info("{} can be written again", path);
      trouble = null;
    }
    group.forEach(Line::acknowledge);
    if (full) {
      try {
        look();
      } catch (IOException e) {
        LOG.debug("nobody can tell how much room is left for {}", path, e);
      }
    }
  }

  private void failed(List<Line> group, IOException e) {
    for (Line line : group) {
      if (line.isKept() && owed.size() < MOST_OWED) {
        owed.add(line.bytes());
      } else if (line.isKept() || line.isLosable()) {
        lost.incrementAndGet();
      }
    }
    troubled(
        e instanceof NoSuchFileException ? "its folder is gone" : String.valueOf(e.getMessage()));
    group.forEach(line -> line.fail(e));
  }
}
