package dev.doorward.core.may;

import dev.doorward.core.who.Upkeep;
import java.time.Duration;
import java.util.Optional;

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

  /** Why; empty for who may come in. */
  default Optional<Reason> reason() {
    return switch (this) {
      case Allow _ -> Optional.empty();
      case Prove(var why, _) -> Optional.of(why);
      case Refuse(var why) -> Optional.of(why);
      case Repair(var why) -> Optional.of(why);
      case Wait(var why, _) -> Optional.of(why);
      case Speak(var what) -> Optional.of(what);
    };
  }

  /** In one word, for people who read logs. */
  default String word() {
    return switch (this) {
      case Allow _ -> "allow";
      case Prove _ -> "prove";
      case Refuse _ -> "refuse";
      case Repair _ -> "repair";
      case Wait _ -> "wait";
      case Speak _ -> "speak";
    };
  }

  /** What the client needs back. */
  default Upkeep upkeep() {
    return switch (this) {
      case Allow(var upkeep) -> upkeep;
      case Prove(_, var upkeep) -> upkeep;
      default -> Upkeep.NONE;
    };
  }
}
