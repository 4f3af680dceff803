package dev.doorward.server.acme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.config.Config;
import dev.doorward.config.Settings;
import dev.doorward.contract.fixture.FreePort;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is decided without a CA. */
class CertificatesTest {
  private static final Instant NOW = Instant.now();

  @TempDir private Path folder;

  private Settings settings(String sites) throws Exception {
    Path yaml =
        Files.writeString(
            folder.resolve("doorward.yaml"),
            "origin: https://app.test\ntls: { acme: a@app.test, directory: \"https://127.0.0.1:"
                + FreePort.next()
                + "/dir\" }\n"
                + sites);
    return Config.read(yaml, Map.of());
  }

  @Test
  void everyHostWithoutACertificateOfItsOwnIsThere() throws Exception {
    dev.doorward.contract.fixture.Certificates.write(folder, "own", "own.test");
    try (Certificates certificates =
        new Certificates(
            settings(
                "sites:\n  - { host: One.test }\n"
                    + "  - { host: own.test, tls: { certificate: own.pem, key: own.key } }\n"
                    + "  - { host: \"*.apps.test\", tls: { certificate: own.pem, key: own.key } }\n"),
            () -> NOW)) {
      assertThat(certificates.hosts()).containsExactly("app.test", "one.test");
      assertThat(certificates.tls().orElseThrow().byName().keySet())
          .containsExactlyInAnyOrder("app.test", "one.test", "own.test", "*.apps.test");
      assertThat(certificates.tls().orElseThrow().fallback())
          .isEqualTo(certificates.tls().orElseThrow().byName().get("app.test"));
    }
  }

  @Test
  void oneThatEndsIsLookedAt() throws Exception {
    Settings s = settings("");
    URI directory =
        ((Settings.Certificates.ByAcme) s.tls().orElseThrow().certificates()).directory();
    AcmeFolder files = AcmeFolder.of(s, directory);
    files.make();
    files.write("app.test", SelfSigned.standIn("app.test", NOW)); // 90 days
    Map<Integer, Boolean> near = Map.of(0, false, 61, false, 80, true, 91, true);
    near.forEach((days, isNear) -> {
      try (Certificates certificates = new Certificates(s, () -> NOW.plus(Duration.ofDays(days)))) {
        assertThat(certificates.isOneNearItsEnd()).as("after %d days", days).isEqualTo(isNear);
        assertThat(certificates.secondsLeft("app.test"))
            .isBetween((89.9 - days) * 86400, (90.1 - days) * 86400);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    });
  }

  @Test
  void plainHttpAndFilesHaveNoHostsHere() throws Exception {
    Path yaml = Files.writeString(folder.resolve("doorward.yaml"), "origin: http://localhost\n");
    try (Certificates certificates = new Certificates(Config.read(yaml, Map.of()), () -> NOW)) {
      assertThat(certificates.tls()).isEmpty();
      assertThat(certificates.hosts()).isEmpty();
      certificates.tick();
      assertThat(folder.resolve("acme")).doesNotExist();
    }
  }
}
