package dev.doorward.identity.password;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Hashes and checks passwords on a few threads of their own, behind a queue of fixed length: a
 * flood of sign-ins takes neither the memory nor the processors from everybody else.
 */
public final class Passwords implements AutoCloseable {
  /**
   * How passwords are hashed, and a hash which nobody's password has.
   *
   * @param nobody to be compared with where there is nobody
   */
  private record Ready(PasswordHash hash, String nobody) {
    static Ready make() {
      PasswordHash hash = PasswordHash.best();
      return new Ready(hash, hash.hash("nobody has this password".toCharArray()));
    }
  }

  private final ThreadPoolExecutor pool;

  private final Turns turns;

  /** Made beside the start: its library takes longer to load than anything else of it. */
  private final FutureTask<Ready> ready = new FutureTask<>(Ready::make);

  /**
   * @param parallel hashes at once
   * @param queue how many may wait
   */
  public Passwords(int parallel, int queue) {
    this.turns = new Turns(parallel);
    pool =
        new ThreadPoolExecutor(
            parallel,
            parallel,
            1,
            TimeUnit.MINUTES,
            queue == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(queue),
            work ->
                Thread.ofPlatform()
                    .name("doorward-password")
                    .daemon()
                    .unstarted(() -> {
                      Linux.yieldToOthers();
                      work.run();
                    }));
    Thread.ofPlatform().name("doorward-argon2-library").daemon().start(ready);
  }

  /**
   * A hash to keep. Blocks.
   *
   * @throws Overloaded when too many wait already
   */
  public String hash(String password) throws Overloaded {
    return run(() -> withChars(password, ready.get().hash()::hash));
  }

  /**
   * Whether that is the password. Blocks; costs the same where there is none to compare with, so
   * that time does not tell who exists (C154).
   *
   * @param phc the hash kept; empty when there is nobody, or he has no password
   * @throws Overloaded when too many wait already
   */
  public boolean matches(java.util.Optional<String> phc, String password) throws Overloaded {
    return run(() -> {
      Ready now = ready.get();
      boolean same =
          withChars(password, chars -> now.hash().matches(phc.orElse(now.nobody()), chars));
      return same && phc.isPresent();
    });
  }

  /** Whether nobody more may wait; where nobody ever may, only the attempt tells. */
  public boolean isFull() {
    BlockingQueue<Runnable> waiting = pool.getQueue();
    return !waiting.isEmpty() && waiting.remainingCapacity() == 0;
  }

  /** How many are checked or wait now. */
  public int load() {
    return pool.getActiveCount() + pool.getQueue().size();
  }

  @Override
  public void close() {
    for (Runnable waiting : pool.shutdownNow()) {
      if (waiting instanceof Future<?> future) {
        future.cancel(false);
      }
    }
    turns.close();
  }

  private interface OnChars<T> {
    T apply(char[] chars);
  }

  private static <T> T withChars(String password, OnChars<T> work) {
    char[] chars = password.toCharArray();
    try {
      return work.apply(chars);
    } finally {
      Arrays.fill(chars, '\0');
    }
  }

  private <T> T inTurns(Callable<T> work) throws Exception {
    turns.begin();
    try {
      return work.call();
    } finally {
      turns.end();
    }
  }

  private <T> T run(Callable<T> work) throws Overloaded {
    Future<T> result;
    turns.start();
    try {
      result = pool.submit(() -> inTurns(work));
    } catch (RejectedExecutionException e) {
      throw new Overloaded();
    }
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a password could not be hashed", e.getCause());
    } catch (CancellationException e) {
      throw new Overloaded(); // we are closing
    } catch (InterruptedException e) {
      result.cancel(false);
      Thread.currentThread().interrupt();
      throw new Overloaded();
    }
  }
}
