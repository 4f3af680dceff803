package dev.doorward.identity.session;

import dev.doorward.core.who.Acr;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A key to a session, valid on one host, as memory holds it. */
public final class Key {
  private final String session;
  private final String user;
  private final String host;
  private final Acr acr;
  private final Instant authTime;
  private final Duration idle;
  private final Instant dies;
  private final Optional<Instant> keyDies;
  private volatile Instant lastUsed;
  private volatile boolean presented;

  Key(
      String session,
      String user,
      String host,
      Acr acr,
      Instant authTime,
      Duration idle,
      Instant dies,
      Optional<Instant> keyDies,
      Instant lastUsed) {
    this.session = session;
    this.user = user;
    this.host = host;
    this.acr = acr;
    this.authTime = authTime;
    this.idle = idle;
    this.dies = dies;
    this.keyDies = keyDies;
    this.lastUsed = lastUsed;
  }

  /** The session's id. */
  public String session() {
    return session;
  }

  /** The user's id. */
  public String user() {
    return user;
  }

  /** The only host on which it is good. */
  public String host() {
    return host;
  }

  /** The level at which this key was made (C125). */
  public Acr acr() {
    return acr;
  }

  /** When the person last proved who he is. */
  public Instant authTime() {
    return authTime;
  }

  /** The absolute end of the session. */
  public Instant dies() {
    return dies;
  }

  boolean isAlive(Instant now) {
    return now.isBefore(dies)
        && now.isBefore(lastUsed.plus(idle))
        && keyDies.filter(end -> !now.isBefore(end)).isEmpty();
  }

  boolean wasPresented() {
    return presented;
  }

  /** Marks it used; true when the store should hear of it, once a minute at most. */
  boolean use(Instant now) {
    presented = true;
    if (now.isBefore(lastUsed.plusSeconds(60))) {
      return false;
    }
    lastUsed = now;
    return true;
  }

  Instant lastUsed() {
    return lastUsed;
  }
}
