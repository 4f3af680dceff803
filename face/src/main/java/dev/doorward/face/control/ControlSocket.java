package dev.doorward.face.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Unix socket (0600) by which commands reach a running server: of its own user and of root. Who
 * connects is asked of the kernel besides, since a socket is there a moment before it is 0600.
 */
public final class ControlSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

  /** The command which tells the id of the process that serves. */
  static final String WHO = "server.process";

  private final Path path;
  private final ServerSocketChannel listening;
  private final UserPrincipal owner;
  private final UserPrincipal root;
  private final Commands commands;

  private ControlSocket(
      Path path,
      ServerSocketChannel listening,
      UserPrincipal owner,
      UserPrincipal root,
      Commands commands) {
    this.path = path;
    this.listening = listening;
    this.owner = owner;
    this.root = root;
    this.commands = commands;
  }

  /**
   * Makes sure that no server listens there.
   *
   * @throws IOException when one does; says how to find it
   */
  public static void requireUnused(Path path) throws IOException {
    Optional<Response> other;
    try {
      other = Remote.run(path, new Request(WHO, Map.of()));
    } catch (IOException e) {
      throw new IOException(
          "another doorward serves this folder and does not answer; find it with: ss -xlp src "
              + path,
          e);
    }
    if (other.isPresent()) {
      String pid = other.get().data().map(ControlSocket::pid).orElse("");
      throw new IOException(
          "another doorward serves this folder"
              + (pid.isEmpty()
                  ? "; find it with: ss -xlp src " + path
                  : ": process " + pid + "; stop it with: kill " + pid));
    }
  }

  private static String pid(Object data) {
    return data instanceof Map<?, ?> map ? String.valueOf(map.get("pid")) : "";
  }

  /**
   * Listens there; a socket left by a process that is gone is replaced.
   *
   * @throws IOException when it cannot
   */
  public static ControlSocket listen(Path path, Commands commands) throws IOException {
    requireUnused(path);
    Files.deleteIfExists(path);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    UserPrincipal owner;
    UserPrincipal root;
    try {
      channel.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      owner = Files.getOwner(path);
      // By its number, since the name is not the same everywhere.
      root = path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("0");
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw new IOException("cannot make the control socket " + path + ": " + e.getMessage(), e);
    }
    ControlSocket socket = new ControlSocket(path, channel, owner, root, commands);
    Thread.ofPlatform().name("doorward-control").daemon().start(socket::accept);
    return socket;
  }

  @Override
  public void close() {
    try {
      listening.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.warn("the control socket did not close: {}", e.getMessage());
    }
  }

  private void accept() {
    while (listening.isOpen()) {
      try {
        SocketChannel channel = listening.accept();
        Thread.ofPlatform().name("doorward-command").daemon().start(() -> serve(channel));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("the control socket failed: {}", e.getMessage());
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (channel) {
      UserPrincipal who = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
      if (!who.equals(owner) && !who.equals(root)) {
        LOG.warn(
            "{} was not let at the control socket, which is for {} and root",
            who.getName(),
            owner.getName());
        return;
      }
      Wire.send(channel, commands.run(Wire.request(channel)));
    } catch (IOException | RuntimeException e) {
      LOG.warn("a command on the control socket failed: {}", e.toString());
    }
  }
}
