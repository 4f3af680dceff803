package dev.doorward.core.who;

import dev.doorward.core.request.Field;
import dev.doorward.core.request.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Step 8: reads what a request presents. */
public final class Credentials {
  /** By octet; 1 for what a token68 must not have. */
  private static final byte[] FOREIGN_TO_TOKEN68 = new byte[256];

  static {
    Arrays.fill(FOREIGN_TO_TOKEN68, (byte) 1);
    for (char c = 'a'; c <= 'z'; c++) {
      FOREIGN_TO_TOKEN68[c] = 0;
      FOREIGN_TO_TOKEN68[c - 32] = 0;
    }
    for (char c : "0123456789-._~+/".toCharArray()) {
      FOREIGN_TO_TOKEN68[c] = 0;
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
    String rest = space < 0 ? "" : value.substring(space + 1).strip();
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
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** RFC 9110 §11.2. */
  private static boolean isToken68(String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1); // no octet: "?", and refused
    int end = octets.length;
    while (end > 0 && octets[end - 1] == '=') {
      end--;
    }
    if (end == 0) {
      return false;
    }
    int foreign = 0; // without a branch a long token takes half the time
    for (int i = 0; i < end; i++) {
      foreign |= FOREIGN_TO_TOKEN68[octets[i] & 0xff];
    }
    return foreign == 0;
  }
}
