package dev.doorward.contract.check;

import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.fixture.ForgedTokens;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the placeholders of one case stand for. */
public final class Words {

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{([A-Za-z][A-Za-z0-9_-]*)(?::([^{}]*))?}");

  private final FixtureFile file;
  private final Map<String, String> tokens;
  private final UnaryOperator<String> session;
  private final UnaryOperator<String> arrived;
  private final Map<String, String> kept = new HashMap<>();

  /** The value of a placeholder is not known here: the case is skipped. */
  public static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Missing(String what) {
      super("needs " + what);
    }
  }

  /**
   * @param tokens those of the file and those made out of them
   * @param session the cookie's value for a user, signing in if need be
   * @param arrived the same on a site, for {@code alice@grafana.test}
   */
  public Words(
      FixtureFile file,
      Map<String, String> tokens,
      UnaryOperator<String> session,
      UnaryOperator<String> arrived) {
    this.arrived = arrived;
    this.file = file;
    this.tokens = tokens;
    this.session = session;
    keep("BASIC", "Basic realm=\"doorward\", charset=\"UTF-8\"");
    keep("BEARER", "Bearer realm=\"doorward\"");
    keep(
        "SESSION",
        "Session login_uri=\"" + file.origin() + "/.doorward/login\", realm=\"doorward\"");
    keep("CLEAR", file.cookie() + "=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax");
    keep("origin", file.origin());
    keep("host", file.authority());
    keep("cookie", file.cookie());
    keep("hostname", file.host());
    keep("sp", " ");
    keep("tab", "\t");
    keep("uuid", UUID.randomUUID().toString());
  }

  /** From now on that placeholder stands for that text. */
  public void keep(String name, String value) {
    kept.put(name, value);
  }

  /** The text with all placeholders filled in. */
  public String fill(String text) {
    return replace(text, UnaryOperator.identity());
  }

  /** The same for a regular expression: what is filled in stands for itself. */
  public Pattern regex(String text) {
    return Pattern.compile(replace(text, Pattern::quote), Pattern.DOTALL);
  }

  /** Whether {@code actual} is what a case asks for: {@code ~regex}, or the text itself. */
  public boolean matches(String wanted, String actual) {
    return wanted.startsWith("~")
        ? regex(wanted.substring(1)).matcher(actual).matches()
        : fill(wanted).equals(actual);
  }

  private String replace(String text, UnaryOperator<String> quoting) {
    Matcher m = PLACEHOLDER.matcher(text);
    return m.replaceAll(r ->
        Matcher.quoteReplacement(
            quoting.apply(value(r.group(1), Optional.ofNullable(r.group(2))))));
  }

  private String value(String name, Optional<String> argument) {
    String known = kept.get(name);
    if (known != null && argument.isEmpty()) {
      return known;
    }
    if (argument.isEmpty()) {
      return token(name);
    }
    String given = argument.get();
    return switch (name) {
      case "password" -> password(given);
      case "session" -> session.apply(given);
      case "arrived" -> arrived.apply(given);
      case "basic" -> basic(given);
      case "base64" -> Base64.getEncoder().encodeToString(bytes(given));
      case "forged" ->
          ForgedTokens.signature(token("T_ok"), Integer.parseInt(fill("{" + given + "}")));
      case "long" -> "a".repeat(Integer.parseInt(given));
      case "fields" -> fields(Integer.parseInt(given));
      case "sha256" -> sha256(fill("{" + given + "}"));
      default -> throw new IllegalArgumentException("unknown placeholder {" + name + ":…}");
    };
  }

  private String token(String name) {
    String token = tokens.get(name);
    if (token == null) {
      if (name.startsWith("T_")) {
        throw new Missing(name);
      }
      throw new IllegalArgumentException("unknown placeholder {" + name + "}");
    }
    return token;
  }

  private String password(String user) {
    return Optional.ofNullable(file.users().get(user))
        .flatMap(FixtureFile.User::password)
        .orElseThrow(() -> new Missing("the password of " + user));
  }

  /** {@code alice}, or {@code alice:another password}. */
  private String basic(String given) {
    byte[] pair =
        given.contains(":")
            ? bytes(given)
            : (given + ":" + password(given)).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** The text as UTF-8, but {@code \xNN} as that byte. */
  private static byte[] bytes(String text) {
    var out = new ByteArrayOutputStream();
    Matcher m = Pattern.compile("\\\\x([0-9a-f]{2})|(?:(?!\\\\x)[\\s\\S])+").matcher(text);
    while (m.find()) {
      String hex = m.group(1);
      if (hex == null) {
        out.writeBytes(m.group().getBytes(StandardCharsets.UTF_8));
      } else {
        out.write(Integer.parseInt(hex, 16));
      }
    }
    return out.toByteArray();
  }

  private static String fields(int number) {
    var lines = new StringBuilder("F: 1");
    for (int i = 2; i <= number; i++) {
      lines.append("\r\nF: ").append(i);
    }
    return lines.toString();
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
