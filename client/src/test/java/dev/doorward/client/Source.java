package dev.doorward.client;

import java.util.concurrent.atomic.AtomicInteger;

/** Gives token1, token2 and so on, and counts. */
final class Source implements TokenSource {
  final AtomicInteger asked = new AtomicInteger();
  private final long millis;

  Source() {
    this(0);
  }

  /** One which takes its time. */
  Source(long millis) {
    this.millis = millis;
  }

  @Override
  public String fetch() throws InterruptedException {
    int number = asked.incrementAndGet();
    Thread.sleep(millis);
    return "token" + number;
  }
}
