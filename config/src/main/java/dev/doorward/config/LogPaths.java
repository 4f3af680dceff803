package dev.doorward.config;

import dev.doorward.config.Block.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where logs are written. A log appends to whatever has its name, so that no other file of this
 * server may have it.
 */
final class LogPaths {
  private final Source source;
  private final Block root;

  /** What is taken, and by what. */
  private final Map<Path, String> taken = new LinkedHashMap<>();

  LogPaths(Source source, Block root, Settings.StoreAt store, Optional<Settings.Tls> tls) {
    this.source = source;
    this.root = root;
    Path file = source.file.toAbsolutePath().normalize();
    taken.put(file, "the configuration itself");
    taken.put(file.resolveSibling("doorward.key"), "the key that seals the store");
    taken.put(file.resolveSibling("doorward.sock"), "the socket for commands");
    if (tls.map(Settings.Tls::certificates).orElse(null)
        instanceof Settings.Certificates.InFiles(Path certificate, Path key)) {
      taken.put(certificate, "the certificate of tls");
      taken.put(key, "the key of tls");
    }
    if (store instanceof Settings.StoreAt.Sqlite(Path database)) {
      for (String end : new String[] {"", "-wal", "-shm", "-journal"}) {
        taken.put(database.resolveSibling(database.getFileName() + end), "the store");
      }
    }
  }

  /** A file which is written, so that it need not be there yet; its folder must. */
  Optional<Path> log(String key) {
    return root.text(key).flatMap(text -> log(key, text));
  }

  private Optional<Path> log(String key, Text text) {
    Path path = source.beside(text.at(), text.value()).toAbsolutePath();
    Path folder = path.getParent();
    if (Files.isDirectory(path)) {
      source.mistake(
          text.at(),
          "%s: %s is a folder; name a file in it, such as %s"
              .formatted(key, path, path.resolve(key + ".jsonl")));
      return Optional.empty();
    }
    if (folder == null || !Files.isDirectory(folder)) {
      source.mistake(
          text.at(),
          "%s: %s is no file in a folder that exists; make the folder".formatted(key, path));
      return Optional.empty();
    }
    for (Map.Entry<Path, String> other : taken.entrySet()) {
      if (isSame(path, other.getKey())) {
        source.mistake(
            text.at(),
            "%s: %s is %s already; give the log a name of its own"
                .formatted(key, path, other.getValue()));
        return Optional.empty();
      }
    }
    taken.put(path, key);
    return Optional.of(path);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return one.equals(other)
          || Files.isRegularFile(one) && Files.isRegularFile(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      return false; // one of them is gone this moment, so they are two
    }
  }
}
