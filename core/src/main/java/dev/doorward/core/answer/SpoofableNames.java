package dev.doorward.core.answer;

import java.util.Locale;
import java.util.Set;

/**
 * Request fields by which applications are told who calls, whence, or what is really asked (C222,
 * C256). A client's own copies never pass, in whatever spelling a server would take for the name.
 */
final class SpoofableNames {
  private static final Set<String> EXACT =
      Set.of(
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host",
          "forwarded",
          "x-forwarded-user",
          "x-forwarded-email",
          "x-forwarded-groups",
          "x-forwarded-preferred-username",
          "x-forwarded-access-token",
          "x-forwarded-client-cert",
          "client-cert",
          "client-cert-chain",
          "x-real-ip",
          "x-http-method-override",
          "x-http-method",
          "x-method-override",
          "x-original-url",
          "x-rewrite-url",
          "proxy-authorization",
          // HTTP_PROXY in the environment of CGI programs is the proxy for their own requests
          "proxy",
          // the edge writes its own; another spelling could frame the message a second time
          "content-length",
          "transfer-encoding");

  private SpoofableNames() {}

  /**
   * In lower case, with {@code -} for all but letters and digits: CGI-like servers make {@code _}
   * of {@code _} and {@code .}, and some of every other mark too.
   */
  static String canonical(String name) {
    StringBuilder plain = new StringBuilder(name.toLowerCase(Locale.ROOT));
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
        plain.setCharAt(i, '-');
      }
    }
    return plain.toString();
  }

  /** Whether a canonical name is one of them. */
  static boolean isOne(String name) {
    return EXACT.contains(name)
        || name.startsWith("x-doorward-")
        || name.startsWith("x-auth-request-")
        || name.startsWith("remote-")
        || name.startsWith("x-remote-")
        || name.startsWith("x-webauth-")
        || name.startsWith("x-authentik-");
  }
}
