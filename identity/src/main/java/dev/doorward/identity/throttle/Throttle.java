package dev.doorward.identity.throttle;

import dev.doorward.core.where.Address;
import dev.doorward.core.where.PrefixSet;
import dev.doorward.identity.store.Ids;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Ends guessing (C156–C159). Counters are keyed by the identifier as typed, so that they do not
 * tell who exists; the same wrong password again counts once.
 */
public final class Throttle {
  private static final Rate SAME_PASSWORD = new Rate(1, Duration.ofHours(1));

  /**
   * @param pair for one address and identifier; for one device too
   * @param user for one identifier from anywhere
   * @param address for one address, or an IPv6 /64
   * @param tokens for unknown and forged tokens from one address
   * @param exempt addresses which are neither counted nor refused
   */
  public record Rules(Rate pair, Rate user, Rate address, Rate tokens, PrefixSet exempt) {}

  private final InstantSource clock;
  private volatile Rules rules;
  private final SecretKeySpec key;
  private final FailureCounter passwords = new FailureCounter();
  private final FailureCounter seen = new FailureCounter();
  private final FailureCounter tokens = new FailureCounter();

  /** With a key of its own, drawn now. */
  public Throttle(InstantSource clock, Rules rules) {
    this.clock = clock;
    this.rules = rules;
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    this.key = new SecretKeySpec(bytes, "HmacSHA256");
  }

  /** Rules from now on. */
  public void setRules(Rules rules) {
    this.rules = rules;
  }

  /**
   * A place from which an identifier is tried.
   *
   * @param identifier as typed, in the form in which names are compared
   * @param device the digest of a device cookie of just that user: judged by its own counter alone
   */
  public record Attempt(Address from, String identifier, Optional<String> device) {
    /** Longer names are nobody's; counted by their digest, so that a key is never long. */
    public Attempt {
      identifier = identifier.length() > 64 ? Ids.digest(identifier) : identifier;
    }
  }

  /** How long to wait; empty when the password may be looked at. */
  public Optional<Duration> wait(Attempt a) {
    Rules r = rules;
    Instant now = clock.instant();
    if (r.exempt().contains(a.from())) {
      return Optional.empty();
    }
    if (a.device().isPresent()) {
      return passwords.wait("device " + a.device().get(), r.pair(), now);
    }
    return longest(
        longest(
            passwords.wait(pair(a), r.pair(), now),
            passwords.wait("user " + a.identifier(), r.user(), now)),
        passwords.wait("address " + a.from().block(), r.address(), now));
  }

  /**
   * Counts an attempt whose password was looked at, unless others have failed meanwhile and it must
   * wait after all: guesses made all at once would else each find the counter where it was.
   *
   * @return how long to wait; then what came of the password is nobody's to know
   */
  public synchronized Optional<Duration> settle(Attempt a, String password, boolean right) {
    Optional<Duration> wait = wait(a);
    if (wait.isEmpty() && right) {
      succeeded(a);
    } else if (wait.isEmpty()) {
      failed(a, password);
    }
    return wait;
  }

  private void failed(Attempt a, String password) {
    Rules r = rules;
    Instant now = clock.instant();
    if (r.exempt().contains(a.from())) {
      return;
    }
    String same = mac(a.identifier() + "\0" + password);
    if (seen.wait(same, SAME_PASSWORD, now).isPresent()) {
      return;
    }
    seen.count(same, SAME_PASSWORD, now);
    if (a.device().isPresent()) {
      passwords.count("device " + a.device().get(), r.pair(), now);
      return;
    }
    passwords.count(pair(a), r.pair(), now);
    passwords.count("user " + a.identifier(), r.user(), now);
    passwords.count("address " + a.from().block(), r.address(), now);
  }

  private void succeeded(Attempt a) {
    passwords.clear(a.device().map(device -> "device " + device).orElseGet(() -> pair(a)));
  }

  /** How long an address must wait before another unknown token gets a look. */
  public Optional<Duration> waitForTokens(Address from) {
    Rules r = rules;
    return r.exempt().contains(from)
        ? Optional.empty()
        : tokens.wait(from.block().toString(), r.tokens(), clock.instant());
  }

  /** A token with a wrong signature, or one that nobody knows. */
  public void unknownToken(Address from) {
    Rules r = rules;
    if (!r.exempt().contains(from)) {
      tokens.count(from.block().toString(), r.tokens(), clock.instant());
    }
  }

  private static String pair(Attempt a) {
    return "pair " + a.from().block() + " " + a.identifier();
  }

  private static Optional<Duration> longest(Optional<Duration> a, Optional<Duration> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    return a.get().compareTo(b.get()) >= 0 ? a : b;
  }

  private String mac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
