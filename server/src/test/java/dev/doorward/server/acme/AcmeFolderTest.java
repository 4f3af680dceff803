package dev.doorward.server.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.config.Config;
import dev.doorward.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcmeFolderTest {
  private static final URI CA = URI.create("https://ca.example:14000/acme/directory");
  private static final Instant NOW = Instant.now();

  @TempDir private Path folder;
  private Path place;
  private AcmeFolder files;

  @BeforeEach
  void folder() throws Exception {
    files = AcmeFolder.of(settings("data/doorward.db"), CA);
    Files.createDirectory(folder.resolve("data"));
    files.make();
    place = folder.resolve("data/acme/ca.example-14000-acme-directory");
  }

  private Settings settings(String store) throws Exception {
    Path yaml =
        Files.writeString(
            folder.resolve("doorward.yaml"),
            "origin: https://app.test\nstore: " + store + "\ntls: { acme: a@app.test }\n");
    return Config.read(yaml, Map.of());
  }

  @Test
  void itLiesBesideTheStoreInAFolderOfThatCa() throws Exception {
    assertThat(place).isDirectory();
    AcmeFolder other =
        AcmeFolder.of(settings("postgresql://db/doorward"), URI.create("https://two.example/dir"));
    assertThat(other.certificate("app.test"))
        .isEqualTo(folder.toAbsolutePath().resolve("acme/two.example-dir/app.test.pem"));
  }

  @Test
  void everythingIsForItsOwnerAloneAndWrittenWhole() throws IOException {
    Files.writeString(place.resolve("app.test.pem.tmp"), "left by a sudden death");
    files.write("app.test", SelfSigned.standIn("app.test", NOW));
    files.write("app.test", new Retry(1, NOW, NOW, false));
    files.standIn("app.test", NOW);
    files.account();
    try (Stream<Path> all = Files.walk(folder.resolve("data/acme"))) {
      List<Path> found = all.toList();
      assertThat(found).hasSize(6);
      for (Path each : found) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
            .as(each.toString())
            .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void aFolderOpenToOthersIsClosed() throws IOException {
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    files.make();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
        .isEqualTo("rwx------");
  }

  @Test
  void whatWasWrittenIsReadBack() throws IOException {
    KeyAndChain one = SelfSigned.standIn("app.test", NOW);
    files.write("app.test", one);
    KeyAndChain read = files.read("app.test").orElseThrow();
    assertThat(read.chain()).isEqualTo(one.chain());
    assertThat(read.key().getEncoded()).isEqualTo(one.key().getEncoded());
    assertThat(files.read("other.test")).isEmpty();
    assertThat(files.account().getPublic()).isEqualTo(files.account().getPublic());
  }

  @Test
  void successForgetsWhatFailed() throws IOException {
    files.write("app.test", new Retry(4, NOW, NOW, true));
    assertThat(files.readRetry("app.test")).contains(new Retry(4, NOW, NOW, true));
    files.write("app.test", SelfSigned.standIn("app.test", NOW));
    assertThat(files.readRetry("app.test")).isEmpty();
  }

  @Test
  void whatIsNoCertificateOfThatHostIsRefused() throws IOException {
    KeyAndChain one = SelfSigned.standIn("app.test", NOW);
    KeyAndChain two = SelfSigned.standIn("app.test", NOW);
    refused("", "no key with its certificate");
    refused("garbage", "no key with its certificate");
    refused(one.pem().substring(0, one.pem().length() / 2), "no key with its certificate");
    refused(
        new KeyAndChain(one.key(), two.chain()).pem(), "the key is not that of the certificate");
    refused(SelfSigned.standIn("other.test", NOW).pem(), "the certificate names another host");
    Files.writeString(place.resolve("account.key"), "garbage");
    assertThatThrownBy(files::account).hasMessageContaining("is no account key; remove it");
  }

  private void refused(String text, String why) throws IOException {
    Files.writeString(place.resolve("app.test.pem"), text);
    assertThatThrownBy(() -> files.read("app.test"))
        .isInstanceOf(IOException.class)
        .hasMessage(why);
  }

  @Test
  void aFolderWhichCannotBeMadeIsToldWithTheRemedy() throws Exception {
    Files.writeString(folder.resolve("acme"), "a file");
    AcmeFolder other = AcmeFolder.of(settings("doorward.db"), CA);
    assertThatThrownBy(other::make)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot make ")
        .hasMessageContaining("let it belong to the server's user");
  }

  @Test
  void aDamagedOneIsReplacedByAStandInUntilTheCaGivesAnother() throws Exception {
    Settings s = settings("data/doorward.db");
    AcmeFolder own = AcmeFolder.of(s, URI.create("https://acme-v02.api.letsencrypt.org/directory"));
    own.make();
    Files.writeString(own.certificate("app.test"), "damaged");
    Plan plan = Plan.of(s, NOW, false);
    assertThat(plan.due(NOW)).containsExactly("app.test");
    assertThat(plan.tls().orElseThrow().fallback().chain()).isEqualTo(own.standIn("app.test"));
  }

  @Test
  void whatOneCaForTrialsGaveIsNotTakenForMore() throws Exception {
    Settings s = settings("data/doorward.db");
    AcmeFolder trials =
        AcmeFolder.of(s, URI.create("https://acme-staging-v02.api.letsencrypt.org/directory"));
    trials.make();
    trials.write("app.test", SelfSigned.standIn("app.test", NOW));
    assertThat(Plan.of(s, NOW, false).due(NOW)).containsExactly("app.test");
  }
}
