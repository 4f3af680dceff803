package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.face.control.Remote;
import dev.doorward.face.control.Request;
import dev.doorward.face.control.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A folder with a configuration and everything the server writes, and the packaged server in it.
 */
final class ServedFolder implements AutoCloseable {
  final Path folder;
  final int port;
  private final Path log;
  private final Map<String, String> environment;
  private @Nullable Process server;

  /**
   * Writes the configuration.
   *
   * @param log where what the server says goes, outside of the folder
   * @param app where the application listens
   */
  ServedFolder(Path folder, Path log, int port, String app, Map<String, String> environment)
      throws IOException {
    this.folder = folder;
    this.log = log;
    this.port = port;
    this.environment = environment;
    Files.writeString(folder.resolve("doorward.yaml"), yaml(port, app));
  }

  Path socket() {
    return folder.resolve("doorward.sock");
  }

  /** Starts it, and returns when it answers. */
  Process start() throws Exception {
    Process started =
        Packaged.run(environment, log, "serve", "-c", folder.resolve("doorward.yaml").toString());
    server = started;
    Packaged.awaitOpen(started, port, log);
    while (listening().isEmpty()) {
      assertThat(started.isAlive()).isTrue();
      Thread.sleep(20);
    }
    return started;
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    if (server != null) {
      assertThat(server.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** The control socket is there a moment after the door. */
  private Optional<Response> listening() throws IOException {
    return Remote.run(socket(), new Request("role.list", Map.of()));
  }

  private static String yaml(int port, String app) {
    return """
    listen: 127.0.0.1:%d
    origin: http://127.0.0.1:%d
    upstream: %s
    audit: audit.jsonl
    roles: { user: [], ops: [], admin: [ "*" ] }
    routes:
      - { path: /ops, roles: [ ops ] }
      - { path: /**, access: signed-in }
    default: closed
    """
        .formatted(port, port, app);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
