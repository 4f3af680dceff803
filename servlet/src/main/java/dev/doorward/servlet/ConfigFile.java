package dev.doorward.servlet;

import dev.doorward.config.Config;
import dev.doorward.config.ConfigException;
import dev.doorward.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where {@code doorward.yaml} is. Relative paths in a file lie beside it; those of one on the class
 * path lie in the working directory, since an application's own archive is no place for a store.
 *
 * @param place the file, or what stands for it
 * @param text of what is no file
 */
record ConfigFile(Path place, Optional<String> text) {
  private static final String CLASS_PATH = "classpath:";
  private static final String NAME = "doorward.yaml";

  /**
   * Finds it.
   *
   * @param named a path, or a name behind {@code classpath:}; empty for {@code doorward.yaml} in
   *     the working directory, or else on the class path
   * @throws IOException when there is none, with what was looked for, or it cannot be read
   */
  static ConfigFile find(String named, ClassLoader loader) throws IOException {
    if (named.startsWith(CLASS_PATH)) {
      return onClassPath(named.substring(CLASS_PATH.length()), loader);
    }
    Path file = Path.of(named.isEmpty() ? NAME : named).toAbsolutePath();
    if (Files.isReadable(file)) {
      return new ConfigFile(file, Optional.empty());
    }
    if (!named.isEmpty() || Files.exists(file)) { // one that is there is meant
      throw new IOException("cannot read " + file);
    }
    return onClassPath(NAME, loader);
  }

  private static ConfigFile onClassPath(String name, ClassLoader loader) throws IOException {
    String bare = name.startsWith("/") ? name.substring(1) : name;
    URL url = loader.getResource(bare);
    Path here = Path.of("").toAbsolutePath();
    if (url == null) {
      throw new IOException(
          "there is no %s in %s, nor on the class path; write one, or name it with config"
              .formatted(bare, here));
    }
    try (InputStream in = url.openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new ConfigFile(here.resolve(Path.of(bare).getFileName()), Optional.of(text));
    }
  }

  /** The settings as they stand now. */
  Settings read(Map<String, String> environment) throws ConfigException {
    return text.isPresent()
        ? Config.inside(place, text.get(), environment)
        : Config.inside(place, environment);
  }
}
