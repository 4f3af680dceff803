package dev.doorward.identity.password;

import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has Linux choose more often than once a tick who runs next, while passwords are hashed. A thread
 * of the idle class yields to one that wakes, but not to one that was put aside itself after it had
 * run a little: to be fair the kernel lets the idle thread catch up, and asks again at the next
 * tick, 4 ms later. Whatever wakes on that processor has it ask at once. A hash may be on any
 * processor, and others are woken there even where one is free.
 */
final class Turns implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

  /** Processors for each hash at once: the more there are, the fewer requests meet a hash. */
  private static final int MOST = 4;

  private static final int MICROSECONDS = 300;

  private final int parallel;
  private final AtomicInteger hashing = new AtomicInteger();
  private volatile @Nullable List<Thread> threads;
  private volatile boolean open = true;

  /**
   * @param parallel hashes at once
   */
  Turns(int parallel) {
    this.parallel = parallel;
  }

  /**
   * Must have been called before a hash begins, by a thread which is not of the idle class: what a
   * thread starts inherits its class.
   */
  void start() {
    if (threads == null) {
      startOnce();
    }
  }

  /** A hash begins. */
  void begin() {
    if (hashing.getAndIncrement() == 0) {
      wake();
    }
  }

  /** A hash has ended. */
  void end() {
    hashing.decrementAndGet();
  }

  @Override
  public synchronized void close() {
    open = false;
    wake();
  }

  private synchronized void startOnce() {
    if (threads != null || !open) {
      return;
    }
    List<Thread> started = new ArrayList<>();
    try {
      List<Integer> processors = Linux.processors();
      if (processors.size() <= MOST * parallel) {
        for (int each : processors) {
          started.add(threadFor(each));
        }
      }
    } catch (Throwable e) { // no sign-in fails for want of it
      LOG.debug("some processors are asked once a tick", e);
    }
    threads = started;
  }

  private Thread threadFor(int processor) {
    return Thread.ofPlatform()
        .name("doorward-turns-" + processor)
        .daemon()
        .start(() -> wakeOn(processor));
  }

  private void wake() {
    List<Thread> all = threads;
    if (all != null) {
      all.forEach(LockSupport::unpark);
    }
  }

  private void wakeOn(int processor) {
    if (!Linux.stayOn(processor)) {
      return;
    }
    try {
      MethodHandle sleep = Linux.sleep();
      while (open) {
        if (hashing.get() == 0) {
          LockSupport.park(this);
        } else {
          int _ = (int) sleep.invokeExact(MICROSECONDS);
        }
      }
    } catch (Throwable e) {
      LOG.debug("processor {} is asked once a tick", processor, e);
    }
  }
}
