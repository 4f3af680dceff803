package dev.doorward.http;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * An address to listen on.
 *
 * @param bind port 0 takes any free one
 * @param tls empty for plain HTTP
 */
public record Listener(InetSocketAddress bind, Optional<Tls> tls) {
  public static Listener plain(InetSocketAddress bind) {
    return new Listener(bind, Optional.empty());
  }
}
