package dev.doorward.http;

/**
 * An application: where to connect.
 *
 * @param host a name or an address, an IPv6 one without brackets
 * @param tls speak TLS with it, its certificate checked against the JDK's trust store and the host
 */
public record Upstream(String host, int port, boolean tls) {
  public Upstream(String host, int port) {
    this(host, port, false);
  }
}
