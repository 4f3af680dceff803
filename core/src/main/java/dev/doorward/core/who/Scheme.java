package dev.doorward.core.who;

import java.util.Locale;

/** A way to present credentials, in the order in which challenges stand (C024). */
public enum Scheme {
  /** RFC 7617. */
  BASIC,
  /** RFC 6750. */
  BEARER,
  /** A cookie of ours; the challenge has a private scheme, since none is registered (C021). */
  SESSION;

  /** The word in {@code doorward.yaml}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
