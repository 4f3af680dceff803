package dev.doorward.face.control;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The other end of the control socket. */
public final class Remote {
  private Remote() {}

  /**
   * Has a running server run a command.
   *
   * @return empty when no server listens there
   * @throws IOException when one does and did not answer
   */
  public static Optional<Response> run(Path socket, Request request) throws IOException {
    if (Files.notExists(socket)) {
      return Optional.empty();
    }
    SocketChannel channel;
    try {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    } catch (java.net.ConnectException e) {
      return Optional.empty(); // left by a process that is gone
    }
    try (channel) {
      Wire.send(channel, request);
      return Optional.of(Wire.response(channel));
    }
  }
}
