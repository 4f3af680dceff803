package dev.doorward.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistake in the origin must not make the rest of a good file look wrong. */
class OriginMistakeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"origin: app.example\n", "origin:\n", "", "origin: https://a.example:99999\n"})
  void itIsTheOnlyMistake(String origin) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("doorward.yaml"),
            origin
                + """
                upstream: http://127.0.0.1:3000
                roles: { admin: [ "*" ] }
                routes: [ { path: /admin, roles: [ admin ] } ]
                default: closed
                """);
    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> Config.read(file, Map.of()));
    assertThat(refused.mistakes()).hasSize(1);
    assertThat(refused.mistakes().getFirst().text()).contains("origin");
  }
}
