package dev.doorward.identity.signin;

import dev.doorward.identity.people.User;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Basic pairs that were right within the last minute, as HMACs under a key of this process. A pair
 * is tied to the hash it was checked against, so a new password forgets it at once.
 */
final class BasicMemory {
  private static final Duration LIFETIME = Duration.ofSeconds(60);
  private static final int MOST = 10_000;

  private record Entry(String userId, String hash, Instant until) {}

  private final InstantSource clock;
  private final ThreadLocal<Mac> macs;
  private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

  BasicMemory(InstantSource clock) {
    this.clock = clock;
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    SecretKeySpec key = new SecretKeySpec(bytes, "HmacSHA256");
    this.macs = ThreadLocal.withInitial(() -> mac(key));
  }

  /** The id of the user whose pair this was, and the hash it was right for. */
  Optional<String> user(String pair) {
    Entry entry = entries.get(digest(pair));
    return entry != null && isFresh(entry) ? Optional.of(entry.userId) : Optional.empty();
  }

  /** Whether that pair was right for the password which the user has now. */
  boolean isRight(String pair, User user) {
    Entry entry = entries.get(digest(pair));
    return entry != null
        && isFresh(entry)
        && entry.userId.equals(user.id())
        && user.password().filter(entry.hash::equals).isPresent();
  }

  /** What would last longer than the lifetime was remembered before the clock was put back. */
  private boolean isFresh(Entry entry) {
    Instant now = clock.instant();
    return now.isBefore(entry.until) && !entry.until.isAfter(now.plus(LIFETIME));
  }

  void remember(String pair, User user) {
    Instant now = clock.instant();
    if (entries.size() >= MOST) {
      entries.values().removeIf(entry -> !isFresh(entry));
      if (entries.size() >= MOST) {
        return;
      }
    }
    user.password()
        .ifPresent(
            hash -> entries.put(digest(pair), new Entry(user.id(), hash, now.plus(LIFETIME))));
  }

  private String digest(String pair) {
    byte[] mac = macs.get().doFinal(pair.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(mac);
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
