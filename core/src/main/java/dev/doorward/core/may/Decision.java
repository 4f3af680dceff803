package dev.doorward.core.may;

import dev.doorward.core.who.Upkeep;
import java.time.Duration;

/** Come in, prove, no, say it properly, later, or said without asking. Nothing else is decided. */
public sealed interface Decision {
  /** Come in. */
  record Allow(Upkeep upkeep) implements Decision {}

  /** Who are you? 401, or 303 for a person. */
  record Prove(Reason.ToProve why, Upkeep upkeep) implements Decision {}

  /** Not you: 403. */
  record Refuse(Reason.ToRefuse why) implements Decision {}

  /** Say it properly: 4xx before the question who you are. */
  record Repair(Reason.ToRepair why) implements Decision {}

  /** Later: 429 or 503. */
  record Wait(Reason.ToWait why, Duration retryAfter) implements Decision {}

  /** Said without asking: preflight, OPTIONS, the way to https. */
  record Speak(Reason.ToSpeak what) implements Decision {}

  /** What the client needs back. */
  default Upkeep upkeep() {
    return switch (this) {
      case Allow(var upkeep) -> upkeep;
      case Prove(_, var upkeep) -> upkeep;
      default -> Upkeep.NONE;
    };
  }
}
