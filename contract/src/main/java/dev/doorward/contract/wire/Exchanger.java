package dev.doorward.contract.wire;

import java.io.IOException;
import java.net.InetAddress;

/**
 * Who answers: a server behind a socket, or a judge in this process.
 *
 * <p>One who works in this process implements {@link #send(InetAddress, byte[])} alone; cases which
 * need a socket are then skipped.
 */
@FunctionalInterface
public interface Exchanger {

  /** Sends that request from that address. May block until the answer is complete. */
  Answer send(InetAddress from, byte[] rawRequest) throws IOException;

  /** The same, with all that a socket can do. */
  default Answer send(Sending sending) throws IOException {
    if (!sending.isPlainExchange()) {
      throw new CannotSend("needs a socket");
    }
    return send(sending.from(), sending.bytes());
  }

  /** Whether requests can come from any loopback address. */
  default boolean choosesSource() {
    return true;
  }

  /** Whether requests go over HTTP/2, where an answer says nothing of the connection. */
  default boolean http2() {
    return false;
  }

  /** This way to send is not to be had here: the case is skipped. */
  final class CannotSend extends IOException {
    private static final long serialVersionUID = 1;

    public CannotSend(String why) {
      super(why);
    }
  }
}
