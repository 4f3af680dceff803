package dev.doorward.http;

/**
 * An application: where to connect.
 *
 * @param host a name or an address, an IPv6 one without brackets
 * @param http2 speak HTTP/2 with it, which it is known to understand (RFC 9113 §3.3); else HTTP/1.1
 * @param tls speak TLS with it, its certificate checked against the JDK's trust store and the host
 */
public record Upstream(String host, int port, boolean tls, boolean http2) {
  public Upstream(String host, int port) {
    this(host, port, false, false);
  }
}
