package dev.doorward.http;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * An address to listen on.
 *
 * @param bind port 0 takes any free one
 * @param tls empty for plain HTTP
 * @param proxyProtocol whether every connection begins with a header of the PROXY protocol, version
 *     1 or 2, before TLS; one without is closed
 */
public record Listener(InetSocketAddress bind, Optional<Tls> tls, boolean proxyProtocol) {
  public Listener(InetSocketAddress bind, Optional<Tls> tls) {
    this(bind, tls, false);
  }

  public static Listener plain(InetSocketAddress bind) {
    return new Listener(bind, Optional.empty());
  }
}
