package dev.doorward.identity.session;

import dev.doorward.core.who.Acr;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A key to a session, valid on one host, as memory holds it. */
public final class Key {
  static final Duration MINUTE = Duration.ofMinutes(1);

  private final String session;
  private final String user;
  private final String host;
  private final Acr acr;
  private final Instant authTime;
  private final Duration idle;
  private final Instant dies;
  private final Optional<Instant> keyDies;
  private volatile Instant lastUsed;
  private volatile Instant lastWritten;
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
    this.lastWritten = lastUsed;
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

  /** Whether this is the first time that somebody asks since it was read from the store. */
  public boolean isNew() {
    boolean first = !presented;
    presented = true;
    return first;
  }

  /**
   * Marks it used; true when the store should hear of it: once a minute at most, but in time for
   * other nodes where sessions end sooner than that.
   */
  boolean use(Instant now) {
    lastUsed = now;
    Duration pause = idle.dividedBy(2).compareTo(MINUTE) < 0 ? idle.dividedBy(2) : MINUTE;
    // What was written a minute ahead of now was written before the clock was put back.
    if (now.isBefore(lastWritten.plus(pause)) && !lastWritten.isAfter(now.plus(MINUTE))) {
      return false;
    }
    lastWritten = now;
    return true;
  }
}
