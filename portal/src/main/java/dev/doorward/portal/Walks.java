package dev.doorward.portal;

import dev.doorward.core.who.Acr;
import dev.doorward.identity.store.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One-time tickets by which a session is carried to another host. */
final class Walks {
  private static final Duration LIFETIME = Duration.ofSeconds(60);
  private static final int MOST = 10_000;
  private static final int MOST_OF_ONE = 64;

  /** Characters of all the addresses to which they lead. */
  private static final int MOST_CHARACTERS = 20_000_000;

  private final InstantSource clock;

  /** By their digests, in the order in which they were made. */
  private final LinkedHashMap<String, Ticket> tickets = new LinkedHashMap<>();

  /** The digests of the tickets which one key has, the oldest first. */
  private final Map<String, ArrayDeque<String>> byKey = new HashMap<>();

  private long characters;

  Walks(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @param key the digest of the session key by which somebody asked for it; dead with that key
   * @param host the only one where it is good
   * @param state the digest of the walk cookie of the browser it was made for
   * @param to path and query on that host
   */
  record Ticket(
      String key, Acr acr, Instant authTime, String host, String state, String to, Instant made) {}

  synchronized String issue(
      String key, Acr acr, Instant authTime, String host, String state, String to) {
    Instant now = clock.instant();
    makeRoom(key, now);
    String ticket = Ids.key();
    String digest = Ids.digest(ticket);
    tickets.put(digest, new Ticket(key, acr, authTime, host, state, to, now));
    characters += to.length();
    byKey.computeIfAbsent(key, _ -> new ArrayDeque<>(2)).addLast(digest);
    return ticket;
  }

  /** Spends a ticket: whatever comes of it, it is good no more. */
  synchronized Optional<Ticket> spend(String ticket, String host, String state) {
    Ticket found = remove(Ids.digest(ticket));
    boolean good =
        found != null
            && found.host.equals(host)
            && found.state.equals(state)
            && isInTime(found, clock.instant());
    return good ? Optional.ofNullable(found) : Optional.empty();
  }

  /** Those whose time is over go, and where there are too many the oldest. */
  private void makeRoom(String key, Instant now) {
    while (!tickets.isEmpty()) {
      Map.Entry<String, Ticket> eldest = tickets.firstEntry();
      boolean full = tickets.size() >= MOST || characters > MOST_CHARACTERS;
      if (isInTime(eldest.getValue(), now) && !full) {
        break;
      }
      remove(eldest.getKey());
    }
    ArrayDeque<String> own = byKey.get(key);
    if (own != null && own.size() >= MOST_OF_ONE) {
      remove(own.getFirst());
    }
  }

  private @Nullable Ticket remove(String digest) {
    Ticket removed = tickets.remove(digest);
    if (removed != null) {
      characters -= removed.to.length();
      byKey.computeIfPresent(
          removed.key, (_, own) -> own.remove(digest) && own.isEmpty() ? null : own);
    }
    return removed;
  }

  private static boolean isInTime(Ticket ticket, Instant now) {
    return now.isBefore(ticket.made.plus(LIFETIME));
  }
}
