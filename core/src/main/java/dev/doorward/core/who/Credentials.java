package dev.doorward.core.who;

import dev.doorward.core.request.Field;
import dev.doorward.core.request.Fields;
import java.util.List;

/** Step 8: reads what a request presents. */
public final class Credentials {
  /** By character, since every token is read through on every request. */
  private static final boolean[] TOKEN68 = new boolean[128];

  static {
    for (char c = 'a'; c <= 'z'; c++) {
      TOKEN68[c] = true;
      TOKEN68[c - 32] = true;
    }
    for (char c : "0123456789-._~+/".toCharArray()) {
      TOKEN68[c] = true;
    }
  }

  private Credentials() {}

  /**
   * What counts on a route that takes these schemes. An explicit header decides alone (C082, C083);
   * a scheme which the route does not take counts as nothing, and then the cookie does (C331).
   *
   * @param cookie the name of our cookie on the site asked
   */
  public static Credential read(Fields fields, String cookie, Schemes accepts) {
    List<String> lines = fields.all(Field.AUTHORIZATION);
    if (lines.size() > 1) {
      return Credential.Broken.TWO_HEADERS;
    }
    String value = lines.isEmpty() ? "" : lines.getFirst().strip();
    if (value.isEmpty()) {
      return session(fields, cookie, accepts, Credential.None.NOTHING);
    }
    int space = value.indexOf(' ');
    String scheme = space < 0 ? value : value.substring(0, space);
    String rest = space < 0 ? "" : value.substring(space).strip();
    if (!isScheme(scheme)) {
      return Credential.Broken.NO_SCHEME;
    }
    if (accepts.has(Scheme.BEARER) && scheme.equalsIgnoreCase("bearer")) {
      if (rest.isEmpty()) {
        return Credential.Broken.NO_TOKEN;
      }
      return isToken68(rest)
          ? new Credential.Bearer(new Secret(rest))
          : Credential.Broken.NOT_TOKEN68;
    }
    if (accepts.has(Scheme.BASIC) && scheme.equalsIgnoreCase("basic")) {
      return new Credential.Basic(new Secret(rest));
    }
    return session(fields, cookie, accepts, Credential.None.FOREIGN_SCHEME);
  }

  /** Whether anything was presented that must not travel over plain HTTP (C219). */
  public static boolean any(Fields fields, String cookie) {
    return fields.has(Field.AUTHORIZATION)
        || fields.has(Field.DPOP)
        || !Cookies.named(fields.all(Field.COOKIE), cookie).isEmpty();
  }

  private static Credential session(
      Fields fields, String cookie, Schemes accepts, Credential.None otherwise) {
    if (!accepts.has(Scheme.SESSION) || !fields.has(Field.COOKIE)) {
      return otherwise;
    }
    List<String> keys = Cookies.named(fields.all(Field.COOKIE), cookie);
    return switch (keys.size()) {
      case 0 -> otherwise;
      case 1 -> new Credential.Session(new Secret(keys.getFirst()));
      default -> Credential.None.TWO_COOKIES;
    };
  }

  /** A registered scheme begins with a letter; what does not is no scheme at all (C043). */
  private static boolean isScheme(String text) {
    char first = text.charAt(0);
    if (!(first >= 'a' && first <= 'z') && !(first >= 'A' && first <= 'Z')) {
      return false;
    }
    return text.chars()
        .allMatch(c ->
            (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
  }

  /** RFC 9110 §11.2. */
  private static boolean isToken68(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '=') {
      end--;
    }
    if (end == 0) {
      return false;
    }
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c >= TOKEN68.length || !TOKEN68[c]) {
        return false;
      }
    }
    return true;
  }
}
