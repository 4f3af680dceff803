package dev.doorward.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A {@code doorward.yaml} in a folder of its own. */
final class Yaml {
  private final Path folder;

  Yaml(Path folder) {
    this.folder = folder;
  }

  Settings read(String yaml) throws ConfigException {
    return read(yaml, Map.of());
  }

  Settings read(String yaml, Map<String, String> environment) throws ConfigException {
    write("doorward.yaml", yaml);
    return Config.read(folder.resolve("doorward.yaml"), environment);
  }

  /** The lines by which a file is refused. */
  List<String> refused(String yaml) {
    return refused(yaml, Map.of());
  }

  List<String> refused(String yaml, Map<String, String> environment) {
    try {
      read(yaml, environment);
      return List.of();
    } catch (ConfigException e) {
      return List.of(String.valueOf(e.getMessage()).split("\n", -1));
    }
  }

  /** The same, of a file that is good but for what is added. */
  List<String> refusedBeside(String more) {
    return refused("origin: http://localhost:8080\n" + more);
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
