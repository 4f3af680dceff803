package dev.doorward.servlet.verify;

import dev.doorward.core.may.Reason;
import dev.doorward.identity.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How many questions there are at once, so that invented tokens take neither the threads here nor
 * the Doorward which is trusted from everybody else.
 */
final class Questions {
  static final int MOST = 16;

  /** Of these, for addresses which have presented many tokens that nobody knows. */
  static final int DOUBTED = 4;

  /** How long a question waits for its turn. */
  static final Duration PATIENCE = Duration.ofMillis(250);

  private final Semaphore all = new Semaphore(MOST, true);
  private final Semaphore doubted = new Semaphore(DOUBTED);
  private final Breaker breaker = new Breaker();

  /**
   * Puts a question; waits for a turn, but not for long.
   *
   * @param doubt whether it comes from an address that guesses, which gets a turn at once or none
   * @param question throws a {@link StoreException} when there is no answer
   * @throws NotAsked when there is no turn, or there was no answer a moment ago
   */
  <T> T put(boolean doubt, Supplier<T> question) {
    if (!breaker.enter()) {
      throw new NotAsked(Reason.Later.NO_VERIFIER);
    }
    boolean turn = false;
    boolean answered = false;
    try {
      turn = take(doubt);
      if (!turn) {
        throw new NotAsked(Reason.Later.OVERLOADED);
      }
      T answer = question.get();
      answered = true;
      return answer;
    } finally {
      if (turn) {
        give(doubt);
      }
      if (answered) {
        breaker.answered();
      } else if (!turn || Thread.currentThread().isInterrupted()) {
        breaker.left(); // an asker who was called away says nothing of the other's silence
      } else {
        breaker.silent();
      }
    }
  }

  private boolean take(boolean doubt) {
    if (doubt && !doubted.tryAcquire()) {
      return false;
    }
    boolean taken = false;
    try {
      taken = doubt ? all.tryAcquire() : all.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (doubt && !taken) {
        doubted.release();
      }
    }
    return taken;
  }

  private void give(boolean doubt) {
    all.release();
    if (doubt) {
      doubted.release();
    }
  }
}
