package dev.doorward.identity.linear;

import dev.doorward.core.where.Address;
import dev.doorward.core.where.PrefixSet;
import dev.doorward.identity.throttle.Rate;
import dev.doorward.identity.throttle.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/** Guesses at one user from one address, and unknown tokens from it, at an instant that stands. */
@Param(name = "password", gen = IntGen.class, conf = "1:4")
public class LockOut {
  private static final Rate NEVER = new Rate(1_000_000, Duration.ofHours(1));
  private static final Address FROM = Address.of(new byte[] {127, 0, 0, 9});
  private final Throttle throttle =
      new Throttle(
          InstantSource.fixed(Instant.EPOCH),
          new Throttle.Rules(
              new Rate(3, Duration.ofMinutes(15)),
              NEVER,
              NEVER,
              new Rate(2, Duration.ofMinutes(5)),
              PrefixSet.EMPTY));
  private final Throttle.Attempt attempt = new Throttle.Attempt(FROM, "alice", Optional.empty());

  /** A wrong password; true where it was looked at. */
  @Operation
  public boolean wrong(@Param(name = "password") int password) {
    return throttle.settle(attempt, "wrong " + password, false).isEmpty();
  }

  /** The right one; true where it was looked at. */
  @Operation
  public boolean right() {
    return throttle.settle(attempt, "right", true).isEmpty();
  }

  /** Whether a password would be looked at. */
  @Operation
  public boolean open() {
    return throttle.wait(attempt).isEmpty();
  }

  @Operation
  public void unknownToken() {
    throttle.unknownToken(FROM);
  }

  @Operation
  public boolean tokensOpen() {
    return throttle.waitForTokens(FROM).isEmpty();
  }
}
