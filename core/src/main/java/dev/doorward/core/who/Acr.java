package dev.doorward.core.who;

import java.util.Optional;

/** How well somebody signed in: the value of {@code acr} (RFC 9470 §4). */
public enum Acr {
  /** A password alone. */
  PWD("urn:dw:pwd"),
  /** A password and a second factor. */
  MFA("urn:dw:mfa");

  private final String urn;

  Acr(String urn) {
    this.urn = urn;
  }

  /** The value as it stands in tokens and challenges. */
  public String urn() {
    return urn;
  }

  /** The value of that name. */
  public static Optional<Acr> of(String urn) {
    for (Acr acr : values()) {
      if (acr.urn.equals(urn)) {
        return Optional.of(acr);
      }
    }
    return Optional.empty();
  }

  /** Whether this is at least as good as what is wanted. */
  public boolean meets(Acr wanted) {
    return compareTo(wanted) >= 0;
  }
}
