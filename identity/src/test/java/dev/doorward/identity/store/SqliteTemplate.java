package dev.doorward.identity.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with our tables, made once. */
final class SqliteTemplate {
  static final Path FILE = make();

  private SqliteTemplate() {}

  private static Path make() {
    try {
      Path folder = Files.createTempDirectory("doorward-sqlite");
      Path file = folder.resolve("template.db");
      JdbcStore.open(Sqlite.at(file), 1).close();
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
