package dev.doorward.identity.password;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Which passwords are taken (NIST SP 800-63B §3.1.1.2): long enough, not the name, not common. */
public final class PasswordRules {
  /** The most characters that are taken. */
  public static final int MOST = 256;

  private static final Optional<String> TOO_LONG =
      Optional.of("The password may have at most " + MOST + " characters.");

  private static final Set<String> COMMON = common();

  private final int least;

  /** With that many characters at least. */
  public PasswordRules(int least) {
    this.least = least;
  }

  /** The one form in which passwords are hashed and compared: NFC. */
  public static String canonical(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFC);
  }

  /** Why a password is not taken, as a sentence for whoever chose it. */
  public Optional<String> objection(String userName, String password) {
    if (password.length() > 4 * MOST) {
      return TOO_LONG; // to bring it into one form would cost more than it should
    }
    String canonical = canonical(password);
    int length = canonical.codePointCount(0, canonical.length());
    if (length < least) {
      return Optional.of("The password needs at least " + least + " characters.");
    }
    if (length > MOST) {
      return TOO_LONG;
    }
    if (canonical.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      return Optional.of("The password must not contain control characters.");
    }
    String lower = canonical.toLowerCase(Locale.ROOT);
    if (lower.equals(userName.toLowerCase(Locale.ROOT))) {
      return Optional.of("The password must not be the user name.");
    }
    return COMMON.contains(lower)
        ? Optional.of("This password is one of the first that anybody would try.")
        : Optional.empty();
  }

  private static Set<String> common() {
    Set<String> common = new HashSet<>();
    try (InputStream in =
            Objects.requireNonNull(
                PasswordRules.class.getResourceAsStream("common-passwords.txt"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> !line.isBlank()).forEach(common::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return common;
  }
}
