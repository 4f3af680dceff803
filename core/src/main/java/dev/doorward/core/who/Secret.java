package dev.doorward.core.who;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Something nobody may read in a log: {@link #toString} says nothing. */
public final class Secret {
  private final String value;

  /** Wraps a secret as it was presented. */
  public Secret(String value) {
    this.value = value;
  }

  /** The secret itself, for whoever must check it. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
