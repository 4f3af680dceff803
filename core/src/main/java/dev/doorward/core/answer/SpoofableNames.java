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
          "x-http-method-override",
          "x-original-url",
          "x-rewrite-url",
          "proxy-authorization");

  private SpoofableNames() {}

  /** In lower case, with {@code _} and {@code .} read as {@code -}, as CGI-like servers do. */
  static String canonical(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
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
