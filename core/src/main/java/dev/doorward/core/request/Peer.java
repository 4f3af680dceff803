package dev.doorward.core.request;

import dev.doorward.core.where.Address;
import java.util.Optional;

/**
 * The other end of the connection, and the end it reached.
 *
 * @param address where the connection comes from
 * @param listener the port it arrived at
 * @param onLoopback whether the listener is bound to a loopback address
 * @param tls whether the connection is encrypted
 * @param serverName the TLS server name (SNI), in lower case
 * @param front whether it is a front proxy which asks, and what it makes of the answer; then {@code
 *     tls} is what it says of the client's connection
 */
public record Peer(
    Address address,
    int listener,
    boolean onLoopback,
    boolean tls,
    Optional<String> serverName,
    Front front) {}
