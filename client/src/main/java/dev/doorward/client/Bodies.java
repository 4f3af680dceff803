package dev.doorward.client;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * Says of a body whether it can be sent twice. Without a word, one of known length can, as those of
 * {@code ofString}, {@code ofByteArray} and {@code ofFile}, and one of unknown length cannot, as
 * those of {@code ofInputStream}.
 */
public final class Bodies {
  private Bodies() {}

  /** A body which can be sent again: each subscriber gets it from its beginning. */
  public static BodyPublisher repeatable(BodyPublisher body) {
    return new Declared(body, true);
  }

  /** A body which cannot, though its length is known. */
  public static BodyPublisher once(BodyPublisher body) {
    return new Declared(body, false);
  }

  static boolean canRepeat(HttpRequest request) {
    return request
        .bodyPublisher()
        .map(body -> body instanceof Declared d ? d.repeatable : body.contentLength() >= 0)
        .orElse(true);
  }

  private record Declared(BodyPublisher body, boolean repeatable) implements BodyPublisher {
    @Override
    public long contentLength() {
      return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
      body.subscribe(subscriber);
    }
  }
}
