package dev.doorward.core.route;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Scheme, host and port (RFC 6454 §4). The port is left out where it is the scheme's own.
 *
 * @param authority host, and port where it is not the default, lower case
 */
public record Origin(String scheme, String authority) {
  /** The hosts which are this machine under every name server, so that plain HTTP will do. */
  public static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Reads {@code https://app.example}; anything behind the authority but one slash is refused. */
  public static Optional<Origin> parse(String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean http = scheme.equals("http") || scheme.equals("https");
    boolean bare =
        uri.getRawPath() != null
            && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null
            && uri.getRawUserInfo() == null;
    if (!http || !bare || uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
      return Optional.empty();
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return Optional.of(new Origin(scheme, canonical(scheme, uri.getHost() + port)));
  }

  /** An authority without the scheme's own port, in lower case. */
  public static String canonical(String scheme, String authority) {
    String own = scheme.equals("https") ? ":443" : ":80";
    String lower = authority.toLowerCase(Locale.ROOT);
    return lower.endsWith(own) ? lower.substring(0, lower.length() - own.length()) : lower;
  }

  /** Whether browsers reach it by TLS. */
  public boolean isSecure() {
    return scheme.equals("https");
  }

  /** Whether it is on this machine. */
  public boolean isLoopback() {
    return LOOPBACK.contains(host());
  }

  /** The host without its port; IPv6 keeps its brackets. */
  public String host() {
    return hostOf(authority);
  }

  /** The host of an authority, whoever wrote it; IPv6 keeps its brackets. */
  public static String hostOf(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
  }

  /** The port, the scheme's own where none stands. */
  public int port() {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']')
        ? Integer.parseInt(authority.substring(colon + 1))
        : isSecure() ? 443 : 80;
  }

  /** The same scheme and port under another host. */
  public Origin at(String host) {
    int colon = authority.lastIndexOf(':');
    String port = colon > authority.lastIndexOf(']') ? authority.substring(colon) : "";
    return new Origin(scheme, host + port);
  }

  @Override
  public String toString() {
    return scheme + "://" + authority;
  }
}
