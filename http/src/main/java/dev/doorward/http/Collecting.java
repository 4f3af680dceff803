package dev.doorward.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One wait for the whole content of a request. All but {@link #await} is for the event loop. */
final class Collecting {
  private final RequestBody body;
  private final int limit;
  private final long since = System.nanoTime();
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

  Collecting(RequestBody body, int limit) {
    this.body = body;
    this.limit = limit;
  }

  /**
   * Takes what has come.
   *
   * @return true when it is over, false when more is needed
   */
  boolean news() {
    long known = body.collectedLength() + body.queued() + Math.max(0, body.left());
    if (known > limit) {
      whole.completeExceptionally(new BodyTooLarge(limit));
      return true;
    }
    body.collect();
    if (!body.isEnded()) {
      return false;
    }
    whole.complete(body.collected());
    return true;
  }

  boolean isLate(long now, long idle) {
    return now - since > Trickle.allowed(idle, body.collectedLength());
  }

  void fail(String why) {
    whole.completeExceptionally(new IOException(why));
  }

  byte[] await() throws BodyTooLarge, IOException {
    try {
      return whole.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BodyTooLarge tooLarge) {
        throw tooLarge;
      }
      throw new IOException(e.getCause());
    }
  }
}
