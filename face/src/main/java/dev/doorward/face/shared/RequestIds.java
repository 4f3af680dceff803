package dev.doorward.face.shared;

import java.util.SplittableRandom;
import java.util.UUID;

/** Names requests, for {@code X-Request-Id}. */
public final class RequestIds {
  private final ThreadLocal<SplittableRandom> random =
      ThreadLocal.withInitial(SplittableRandom::new);

  /** RFC 9562 §5.4. It names a request and keeps no secret, so a fast generator will do. */
  public UUID next() {
    SplittableRandom r = random.get();
    long high = r.nextLong() & 0xffff_ffff_ffff_0fffL | 0x4000L;
    long low = r.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
