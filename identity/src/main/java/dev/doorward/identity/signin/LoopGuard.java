package dev.doorward.identity.signin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sees when signing in does not stick (C124): the third form sign-in of one user within a minute,
 * while no key of those before ever came back.
 */
public final class LoopGuard {
  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final int LIMIT = 3;
  private static final int MOST_USERS = 50_000;

  private final InstantSource clock;
  private final LinkedHashMap<String, Deque<SignIn>> unseen =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<SignIn>> eldest) {
          return size() > MOST_USERS;
        }
      };

  private record SignIn(String session, Instant at) {}

  /** By that clock. */
  public LoopGuard(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether the sign-in that is about to be answered would be one in a loop. */
  public synchronized boolean loops(String user) {
    Deque<SignIn> recent = unseen.get(user);
    if (recent == null) {
      return false;
    }
    Instant now = clock.instant();
    Instant edge = now.minus(WINDOW);
    // What lies ahead was before the clock was put back.
    recent.removeIf(signIn -> signIn.at.isBefore(edge) || signIn.at.isAfter(now));
    return recent.size() >= LIMIT - 1;
  }

  /** A form sign-in was answered with a new session. */
  public synchronized void signedIn(String user, String session) {
    unseen
        .computeIfAbsent(user, _ -> new ArrayDeque<>())
        .addLast(new SignIn(session, clock.instant()));
  }

  /** A key of that session came back: the browser which began it keeps cookies. */
  public synchronized void came(String user, String session) {
    Deque<SignIn> recent = unseen.get(user);
    if (recent != null && recent.stream().anyMatch(signIn -> signIn.session.equals(session))) {
      unseen.remove(user);
    }
  }
}
