package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.echo.EchoApp;
import dev.doorward.contract.fixture.Certificates;
import dev.doorward.contract.fixture.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The packaged command before an application to which everybody may come, for tools that ask it.
 */
final class Open implements AutoCloseable {
  /** What a tool said. */
  record Said(int exit, String text) {}

  final int port = FreePort.next();
  final EchoApp app = EchoApp.start();
  private final Process server;

  private Open(Path folder, String lines) throws Exception {
    Path file = folder.resolve("doorward.yaml");
    Files.writeString(
        file,
        "listen: 127.0.0.1:%d\nupstream: %s\nroutes:\n  - { path: /**, access: public }\n%s\n"
            .formatted(port, app.url(), lines.formatted(port)));
    Path log = folder.resolve("server.log");
    server = Packaged.runPackage(log, "serve", "-c", file.toString());
    Packaged.awaitOpen(server, port, log);
  }

  /** As {@code https://app.test}, with a throw-away certificate. */
  static Open secure(Path folder) throws Exception {
    Certificates.write(folder, "app.test", "app.test");
    return new Open(
        folder, "origin: https://app.test\ntls: { certificate: app.test.pem, key: app.test.key }");
  }

  /** Without TLS, and with these blocks. */
  static Open plain(Path folder, String lines) throws Exception {
    return new Open(folder, "origin: http://127.0.0.1:%d\n" + lines);
  }

  /** Sockets which the server has, its few own ones too. */
  int sockets() throws IOException {
    int count = 0;
    try (var files = Files.newDirectoryStream(Path.of("/proc/" + server.pid() + "/fd"))) {
      for (Path each : files) {
        try {
          count += Files.readSymbolicLink(each).toString().startsWith("socket:") ? 1 : 0;
        } catch (NoSuchFileException _) {
          // closed meanwhile
        }
      }
    }
    return count;
  }

  static Said run(Path folder, List<String> command) throws Exception {
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Said(process.exitValue(), Files.readString(said, StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    server.destroy();
    try {
      server.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    app.close();
  }
}
