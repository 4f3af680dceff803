package dev.doorward.portal;

import dev.doorward.core.who.Acr;
import dev.doorward.identity.store.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One-time tickets by which a session is carried to another host. */
final class Walks {
  private static final Duration LIFETIME = Duration.ofSeconds(60);
  private static final int MOST = 100_000;

  private final InstantSource clock;
  private final LinkedHashMap<String, Ticket> tickets =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Ticket> eldest) {
          return size() > MOST;
        }
      };

  Walks(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @param host the only one where it is good
   * @param state the digest of the walk cookie of the browser it was made for
   * @param to path and query on that host
   */
  record Ticket(
      String session,
      Acr acr,
      Instant authTime,
      String host,
      String state,
      String to,
      Instant made) {}

  synchronized String issue(
      String session, Acr acr, Instant authTime, String host, String state, String to) {
    String ticket = Ids.key();
    tickets.put(
        Ids.digest(ticket), new Ticket(session, acr, authTime, host, state, to, clock.instant()));
    return ticket;
  }

  /** Spends a ticket: whatever comes of it, it is good no more. */
  synchronized Optional<Ticket> spend(String ticket, String host, String state) {
    Ticket found = tickets.remove(Ids.digest(ticket));
    boolean good =
        found != null
            && found.host.equals(host)
            && found.state.equals(state)
            && clock.instant().isBefore(found.made.plus(LIFETIME));
    return good ? Optional.ofNullable(found) : Optional.empty();
  }
}
