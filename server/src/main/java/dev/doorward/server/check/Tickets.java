package dev.doorward.server.check;

import dev.doorward.http.Reply;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Answers which wait for the second step of nginx: each for 10 s, for one use. Only so many wait;
 * then the oldest gives way, and its request is judged anew.
 */
final class Tickets {
  static final int MOST = 2048;
  private static final long LIFE = Duration.ofSeconds(10).toNanos();

  private final SecureRandom random = new SecureRandom();
  private final LongSupplier nanos;

  /** In the order of their end. */
  private final Map<String, Held> held = new LinkedHashMap<>();

  private record Held(Reply.Whole answer, long ends) {}

  Tickets(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The ticket for an answer: 128 random bits. */
  String keep(Reply.Whole answer) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    long now = nanos.getAsLong();
    synchronized (held) {
      var oldest = held.values().iterator();
      while (oldest.hasNext() && (oldest.next().ends() - now <= 0 || held.size() >= MOST)) {
        oldest.remove();
      }
      held.put(ticket, new Held(answer, now + LIFE));
    }
    return ticket;
  }

  /** The answer, once; empty where there is none or its time is over. */
  Optional<Reply.Whole> take(String ticket) {
    synchronized (held) {
      return Optional.ofNullable(held.remove(ticket))
          .filter(kept -> kept.ends() - nanos.getAsLong() > 0)
          .map(Held::answer);
    }
  }
}
