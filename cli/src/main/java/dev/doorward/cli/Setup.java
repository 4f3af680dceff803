package dev.doorward.cli;

import dev.doorward.config.Config;
import dev.doorward.config.ConfigException;
import dev.doorward.config.Settings;
import dev.doorward.face.Services;
import dev.doorward.face.control.Commands;
import dev.doorward.face.control.Remote;
import dev.doorward.face.control.Request;
import dev.doorward.face.control.Response;
import dev.doorward.face.explain.Hints;
import dev.doorward.identity.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which configuration, and how a command reaches its store. */
final class Setup {
  private static final String DEFAULT = "doorward.yaml";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "the configuration (default: ${DEFAULT-VALUE})",
      defaultValue = DEFAULT)
  Path file = Path.of(DEFAULT);

  @Option(names = "--json", description = "print one JSON document")
  boolean json;

  Settings settings() {
    try {
      return read();
    } catch (ConfigException e) {
      throw refused(e);
    }
  }

  Settings read() throws ConfigException {
    return Config.read(file, System.getenv());
  }

  static Failed refused(ConfigException e) {
    return new Failed("the configuration is refused:\n" + e.getMessage());
  }

  /** Commands to propose, on the configuration that was given. */
  Hints hints() {
    return new Hints(file.equals(Path.of(DEFAULT)) ? "" : file.toString());
  }

  /** Runs a command inside the running server, or else alone on the store. */
  Object run(String name, Map<String, Object> args) {
    Map<String, Object> all = new HashMap<>(args);
    if (!hints().config().isEmpty()) {
      all.put(Hints.CONFIG, hints().config());
    }
    Request request = new Request(name, all);
    Response response = remote(request).orElseGet(() -> local(request));
    return response
        .data()
        .orElseThrow(() -> new Failed(response.error().orElse("the command failed")));
  }

  private Optional<Response> remote(Request request) {
    try {
      return Remote.run(file.toAbsolutePath().resolveSibling("doorward.sock"), request);
    } catch (IOException e) {
      throw new Failed("the running server did not answer: " + e.getMessage());
    }
  }

  private Response local(Request request) {
    Settings settings = settings();
    try (Services services = Services.open(settings, InstantSource.system())) {
      return new Commands(services.house(), services.mind(), () -> settings).run(request);
    } catch (IOException | StoreException e) {
      throw Failed.of(e);
    }
  }
}
