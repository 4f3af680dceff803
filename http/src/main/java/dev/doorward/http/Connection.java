package dev.doorward.http;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where a request came in.
 *
 * @param remote the peer, or who connects to it where the listener speaks the PROXY protocol
 * @param local our end of the connection
 * @param tls whether the peer speaks TLS with us
 * @param serverName the host name of the TLS handshake (SNI, RFC 6066 §3), lower case
 */
public record Connection(
    InetSocketAddress remote, InetSocketAddress local, boolean tls, Optional<String> serverName) {}
