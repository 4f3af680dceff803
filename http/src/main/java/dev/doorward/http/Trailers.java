package dev.doorward.http;

import java.util.Locale;
import java.util.Set;

/**
 * Which trailer fields may pass. A recipient may merge them into the head (RFC 9110 §6.5.1), so
 * none may say who is asking, where, what for, or how long the message is; applications that turn
 * field names into variables take {@code _}, {@code .} and other marks for {@code -}.
 */
final class Trailers {
  private static final Set<String> NEVER =
      Set.of(
          "authorization",
          "cookie",
          "set-cookie",
          "host",
          "content-length",
          "content-type",
          "content-encoding",
          "content-range",
          "transfer-encoding",
          "trailer",
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authorization",
          "proxy-authenticate",
          "proxy-authentication-info",
          "www-authenticate",
          "te",
          "upgrade",
          "expect",
          "forwarded",
          "via",
          "origin",
          "referer",
          "dpop",
          "early-data",
          "date",
          "vary",
          "location",
          "cache-control",
          "client-cert",
          "client-cert-chain",
          "x-real-ip",
          "x-http-method-override",
          "x-http-method",
          "x-method-override",
          "x-original-url",
          "x-rewrite-url",
          "proxy");

  private Trailers() {}

  static Headers pass(Headers trailers) {
    return trailers.isEmpty() ? trailers : trailers.without(Trailers::isBarred);
  }

  private static boolean isBarred(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
    return NEVER.contains(plain)
        || plain.startsWith("x-forwarded-")
        || plain.startsWith("x-doorward-")
        || plain.startsWith("x-auth-request-")
        || plain.startsWith("x-authentik-")
        || plain.startsWith("x-webauth-")
        || plain.startsWith("x-remote-")
        || plain.startsWith("remote-")
        || plain.startsWith("access-control-")
        || plain.startsWith("sec-");
  }
}
