package dev.doorward.core.request;

import java.util.Locale;

/**
 * A request method. HEAD is judged as GET everywhere (C018).
 *
 * @param token the method as it stands in the request line
 */
public record Method(String token) {
  /** GET. */
  public static final Method GET = new Method("GET");

  /** Every method we name in {@code Allow}. */
  public static final String ALL = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

  /** True for GET and HEAD, the only methods which a redirect to a sign-in page does not harm. */
  public boolean reads() {
    return token.equals("GET") || token.equals("HEAD");
  }

  /** RFC 9110 §9.2.1, as far as it concerns forgery and early data: GET, HEAD and OPTIONS. */
  public boolean safe() {
    return reads() || token.equals("OPTIONS");
  }

  /**
   * The method by which rules are matched: HEAD counts as GET. Methods have case (RFC 9110 §9.1),
   * but many frameworks read {@code post} as POST; so a rule for POST holds for it too.
   */
  public String judgedAs() {
    String upper = token.toUpperCase(Locale.ROOT);
    return upper.equals("HEAD") ? "GET" : upper;
  }
}
