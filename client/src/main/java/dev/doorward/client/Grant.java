package dev.doorward.client;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A token which a source gave, told apart from another of the same text. It never shows its text
 * but to the request that carries it.
 */
final class Grant {
  /** RFC 6750 §2.1. */
  private static final Pattern B64TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*+");

  private final String token;
  private final Optional<StepUp> met;

  private Grant(String token, Optional<StepUp> met) {
    this.token = token;
    this.met = met;
  }

  /**
   * A token.
   *
   * @param met the step-up for which it was given
   * @throws IllegalArgumentException where the text is no token
   */
  static Grant of(String token, Optional<StepUp> met) {
    if (!B64TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException("this is no access token (RFC 6750 §2.1)");
    }
    return new Grant(token, met);
  }

  /** The value of {@code Authorization}. */
  String credentials() {
    return "Bearer " + token;
  }

  boolean meets(StepUp wanted) {
    return met.filter(wanted::equals).isPresent();
  }

  @Override
  public String toString() {
    return "Grant";
  }
}
