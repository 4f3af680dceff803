package dev.doorward.client;

import java.net.URI;
import java.util.Locale;

/**
 * An origin (RFC 6454 §4): where tokens may be sent.
 *
 * @param scheme in lower case
 * @param host in lower case
 * @param port never the default -1
 */
record Origin(String scheme, String host, int port) {
  /**
   * The origin of an address.
   *
   * @throws IllegalArgumentException where it has none
   */
  static Origin of(URI uri) {
    if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("an address like https://app.example is needed");
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
  }

  /** Whether a token may travel there: over TLS, or within this machine (RFC 6750 §5.3). */
  boolean isSafe() {
    return scheme.equals("https") || (scheme.equals("http") && isLoopback());
  }

  private boolean isLoopback() {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}
