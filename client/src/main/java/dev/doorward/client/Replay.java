package dev.doorward.client;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/** A subscription whose first item was held back before, and whose others are still to come. */
final class Replay implements Flow.Subscription {
  private final Flow.Subscriber<List<ByteBuffer>> to;
  private final byte[] held;
  private final Optional<Flow.Subscription> rest;
  private final AtomicBoolean delivered = new AtomicBoolean();

  /**
   * For that subscriber.
   *
   * @param rest where further items come from; empty where there are none
   */
  Replay(Flow.Subscriber<List<ByteBuffer>> to, byte[] held, Optional<Flow.Subscription> rest) {
    this.to = to;
    this.held = held;
    this.rest = rest;
  }

  @Override
  public void request(long n) {
    if (n <= 0) {
      cancel();
      to.onError(new IllegalArgumentException("n must be positive")); // Reactive Streams §3.9
    } else if (delivered.compareAndSet(false, true)) {
      deliver(n);
    } else {
      rest.ifPresent(more -> more.request(n));
    }
  }

  private void deliver(long n) {
    if (held.length > 0) {
      to.onNext(List.of(ByteBuffer.wrap(held).asReadOnlyBuffer()));
    }
    if (rest.isEmpty()) {
      to.onComplete();
    } else if (n > 1) {
      rest.get().request(n == Long.MAX_VALUE ? n : n - 1);
    }
  }

  @Override
  public void cancel() {
    delivered.set(true);
    rest.ifPresent(Flow.Subscription::cancel);
  }
}
