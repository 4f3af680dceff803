package dev.doorward.core.may;

import dev.doorward.core.who.Acr;
import dev.doorward.core.who.SignIn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** How well, and how long ago at most, the person must have signed in (RFC 9470 §3). */
public record Assurance(Optional<Acr> acr, Optional<Duration> maxAge) {
  /** Nothing is asked. */
  public static final Assurance NONE = new Assurance(Optional.empty(), Optional.empty());

  /** The stricter of each. */
  public Assurance and(Assurance other) {
    return new Assurance(
        Stream.concat(acr.stream(), other.acr.stream()).max(Acr::compareTo),
        Stream.concat(maxAge.stream(), other.maxAge.stream()).min(Duration::compareTo));
  }

  /** What of this is not met; {@link #NONE} when all is. */
  public Assurance unmet(SignIn signIn, Instant now) {
    if (acr.isEmpty() && maxAge.isEmpty()) {
      return NONE;
    }
    Assurance missing =
        switch (signIn) {
          case SignIn.Nobody _ -> this;
          case SignIn.At(var had, var when) ->
              new Assurance(
                  acr.filter(wanted -> !had.meets(wanted)),
                  maxAge.filter(most -> when.plus(most).isBefore(now)));
          case SignIn.Undated(var had) ->
              new Assurance(acr.filter(wanted -> !had.meets(wanted)), maxAge);
        };
    return missing.equals(NONE) ? NONE : missing;
  }
}
