package dev.doorward.contract.wire;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A request and how it is to be sent.
 *
 * @param from source address, where one can be chosen
 * @param bytes the whole request, raw
 * @param streamed how many bytes of body follow, as long as the server takes them
 * @param plain to the plain listener of a TLS run
 * @param serverName the TLS server name, by default that of the target
 * @param same on the connection of the request before
 * @param keep leave the connection open for the next
 * @param proxy the header of the PROXY protocol (version 1, without its line end) which goes before
 *     everything else; {@code none} for none; empty for what the target needs
 * @param patience how long an answer may take
 */
public record Sending(
    InetAddress from,
    byte[] bytes,
    long streamed,
    boolean plain,
    Optional<String> serverName,
    boolean same,
    boolean keep,
    Optional<String> proxy,
    Duration patience) {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Sent as it stands, on a connection of its own. */
  public static Sending of(InetAddress from, byte[] bytes) {
    return new Sending(
        from, bytes, 0, false, Optional.empty(), false, false, Optional.empty(), PATIENCE);
  }

  /** The same with that TLS server name. */
  public Sending to(String name) {
    return new Sending(
        from, bytes, streamed, plain, Optional.of(name), same, keep, proxy, patience);
  }

  /** Whether bytes there and an answer back are all it takes. */
  public boolean isPlainExchange() {
    return streamed == 0 && !plain && !same && !keep && proxy.isEmpty();
  }
}
