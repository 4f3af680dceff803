package dev.doorward.server.acme;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.doorward.config.Config;
import dev.doorward.config.Settings;
import dev.doorward.contract.fixture.Certificates;
import dev.doorward.contract.fixture.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a CA which does not do what it should. */
class AuthorityTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;

  private AcmeFailure failure(String directory, boolean trusted) throws Exception {
    Path yaml =
        Files.writeString(
            folder.resolve("doorward.yaml"),
            "origin: https://app.test\ntls: { acme: a@app.test, directory: \"%s\"%s }\n"
                .formatted(directory, trusted ? ", directory-ca: ca.pem" : ""));
    Settings s = Config.read(yaml, Map.of());
    Settings.Certificates.ByAcme by =
        (Settings.Certificates.ByAcme) s.tls().orElseThrow().certificates();
    AcmeFolder files = AcmeFolder.of(s, by.directory());
    files.make();
    try (Authority authority = new Authority(by, files, () -> NOW)) {
      authority.issue(
          "app.test",
          new Validation.ByHttp(new HttpChallenges(), new InetSocketAddress("127.0.0.1", 80)));
      throw new AssertionError("there is no such CA");
    } catch (AcmeFailure e) {
      return e;
    }
  }

  @Test
  void oneThatCannotBeReachedIsToldByAddress() throws Exception {
    int port = FreePort.next();
    AcmeFailure refused = failure("https://127.0.0.1:" + port + "/dir", false);
    assertThat(refused).hasMessage("the CA cannot be reached: no connection to 127.0.0.1:" + port);
    assertThat(refused.isUnreachable()).isTrue();
    assertThat(refused.remedy()).contains("tls.directory (https://127.0.0.1:" + port + "/dir)");
    assertThat(failure("https://nowhere.invalid/dir", false))
        .hasMessage("the CA cannot be reached: the name nowhere.invalid is not known");
  }

  @Test
  void oneWhichIsNotBelievedIsTold() throws Exception {
    try (Answers ca = new Answers(503, "busy", "3600")) {
      AcmeFailure unbelieved = failure(ca.url(), false);
      assertThat(unbelieved)
          .hasMessageContaining("the CA cannot be reached: SunCertPathBuilderException");
      assertThat(unbelieved.remedy()).contains("tls.directory-ca");
    }
  }

  @Test
  void itIsWaitedAsLongAsItSays() throws Exception {
    try (Answers ca = new Answers(503, "busy", "3600")) {
      AcmeFailure busy = failure(ca.url(), true);
      assertThat(busy).hasMessage("the CA could not be used: HTTP 503");
      assertThat(busy.retryAfter()).contains(NOW.plusSeconds(3600));
      assertThat(busy.isUnreachable()).isFalse();
    }
    try (Answers ca = new Answers(500, "broken", "")) {
      assertThat(failure(ca.url(), true).retryAfter()).isEmpty();
    }
  }

  @Test
  void oneThatSpeaksSomethingElseIsTold() throws Exception {
    try (Answers ca = new Answers(200, "{\"meta\":{\"externalAccountRequired\":true}}", "")) {
      AcmeFailure external = failure(ca.url(), true);
      assertThat(external).hasMessageContaining("external account binding");
      assertThat(external.remedy()).contains("name a CA without it by tls.directory");
    }
    for (String nonsense : new String[] {"{}", "[", "null", "<html>"}) {
      try (Answers ca = new Answers(200, nonsense, "")) {
        assertThat(failure(ca.url(), true))
            .as(nonsense)
            .hasMessageStartingWith("the CA could not be used: ");
      }
    }
  }

  @Test
  void anAccountKeyWhichIsNoneIsNotReplaced() throws Exception {
    try (Answers ca = new Answers(200, "{}", "")) {
      assertThat(failure(ca.url(), true)).isNotNull();
      Path key;
      try (var files = Files.walk(folder.resolve("acme"))) {
        key = files.filter(file -> file.endsWith("account.key")).findFirst().orElseThrow();
      }
      Files.writeString(key, "damaged");
      assertThat(failure(ca.url(), true))
          .hasMessageContaining("account.key is no account key; remove it to have one made");
      assertThat(key).hasContent("damaged");
    }
  }

  /** Answers everything alike, over TLS. */
  private final class Answers implements AutoCloseable {
    private final HttpsServer server;

    Answers(int status, String body, String retryAfter) throws Exception {
      Certificates.write(folder, "ca", "ca.test");
      char[] password = Certificates.PASSWORD.toCharArray();
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(KeyStore.getInstance(folder.resolve("ca.p12").toFile(), password), password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      server.createContext(
          "/",
          exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (!retryAfter.isEmpty()) {
              exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      server.start();
    }

    String url() {
      return "https://127.0.0.1:" + server.getAddress().getPort() + "/dir";
    }

    @Override
    public void close() {
      server.stop(0);
      try {
        Files.deleteIfExists(folder.resolve("ca.p12"));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
