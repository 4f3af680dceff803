package dev.doorward.client;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The token of a client. However many requests want a new one, the source is asked once; a request
 * which comes late with a token that was replaced meanwhile gets the new one and asks nobody.
 */
final class Tokens {
  private final TokenSource source;
  private final Optional<StepUpSource> stepUps;

  /** Set on the threads on which the caller's sources run. */
  private final ThreadLocal<Boolean> asking = new ThreadLocal<>();

  private @Nullable Grant current;
  private @Nullable Renewal refresh;
  private @Nullable Renewal stepUp;

  Tokens(Optional<Grant> first, TokenSource source, Optional<StepUpSource> stepUps) {
    this.current = first.orElse(null);
    this.source = source;
    this.stepUps = stepUps;
  }

  /** The token to send now; waits for a fresh one where there is none. */
  Grant current() throws TokenUnavailableException, InterruptedException {
    refuseToWaitForOneself();
    Renewal renewal;
    synchronized (this) {
      if (current != null) {
        return current;
      }
      if (refresh == null) {
        refresh = begin(Optional.empty(), source::fetch);
      }
      renewal = refresh;
    }
    return renewal.await();
  }

  /** This one was refused; nobody sends it again. */
  synchronized void refused(Grant grant) {
    if (current == grant) {
      current = null;
    }
  }

  /** Another token, if one has come since that one was sent. */
  synchronized Optional<Grant> otherThan(Grant grant) {
    return Optional.ofNullable(current).filter(now -> now != grant);
  }

  boolean canStepUp() {
    return stepUps.isPresent();
  }

  /** A token of such a sign-in, which replaces that one. */
  Grant stepUp(Grant sent, StepUp wanted) throws TokenUnavailableException, InterruptedException {
    StepUpSource person = stepUps.orElseThrow();
    while (true) {
      Renewal renewal;
      synchronized (this) {
        if (current != null && current != sent && current.meets(wanted)) {
          return current;
        }
        if (stepUp == null) {
          stepUp = begin(Optional.of(wanted), () -> person.stepUp(wanted));
        }
        renewal = stepUp;
      }
      if (renewal.wanted().filter(wanted::equals).isPresent()) {
        return renewal.await();
      }
      // One person signs in for one thing at a time; how that ends is for others to see.
      renewal.awaitEnd();
    }
  }

  void refuseToWaitForOneself() {
    if (asking.get() != null) {
      throw new IllegalStateException("a token source must not use the client which asks it");
    }
  }

  /** On a thread of its own: who waits may give up, and the others still get the token. */
  private Renewal begin(Optional<StepUp> wanted, Callable<String> ask) {
    Renewal renewal = new Renewal(wanted, new CompletableFuture<>());
    Thread.ofVirtual().name("doorward-token").start(() -> run(renewal, ask));
    return renewal;
  }

  private void run(Renewal renewal, Callable<String> ask) {
    asking.set(true);
    try {
      Grant grant = keep(renewal, Grant.of(ask.call(), renewal.wanted()));
      renewal.grant().complete(grant);
    } catch (Throwable e) {
      forget(renewal);
      renewal.grant().completeExceptionally(e);
    }
  }

  /** The token which those who wait get. */
  private synchronized Grant keep(Renewal renewal, Grant grant) {
    forget(renewal);
    // A step-up which ended in the meantime gave a token that opens more than a fresh one does.
    Grant kept = renewal.wanted().isEmpty() && current != null ? current : grant;
    current = kept;
    return kept;
  }

  private synchronized void forget(Renewal renewal) {
    if (renewal.wanted().isEmpty()) {
      refresh = null;
    } else {
      stepUp = null;
    }
  }
}
