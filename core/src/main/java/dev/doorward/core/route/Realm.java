package dev.doorward.core.route;

import java.util.Optional;

/**
 * The realm of all challenges (RFC 9110 §11.5): printable ASCII, so that it can be quoted and never
 * breaks a field.
 */
public record Realm(String text) {
  /** Refuses what cannot be quoted. */
  public Realm {
    if (problem(text).isPresent()) {
      throw new IllegalArgumentException(problem(text).get());
    }
  }

  /** Why a text cannot be a realm. */
  public static Optional<String> problem(String text) {
    if (text.isEmpty()) {
      return Optional.of("a realm has at least one character");
    }
    return text.chars().allMatch(c -> c >= 0x20 && c < 0x7f)
        ? Optional.empty()
        : Optional.of("a realm holds printable ASCII characters only");
  }
}
