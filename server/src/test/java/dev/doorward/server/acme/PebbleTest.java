package dev.doorward.server.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.doorward.config.Config;
import dev.doorward.config.ConfigException;
import dev.doorward.contract.fixture.FreePort;
import dev.doorward.server.Server;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A started Doorward gets and renews its certificates from a real CA, which validates for real. */
@Tag("needs-pebble")
class PebbleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final int tls = FreePort.next();
  private final int plain = FreePort.next();
  private final int admin = FreePort.next();
  private volatile Duration ahead = Duration.ZERO;
  private Pebble pebble;
  private ServerLog log;

  PebbleTest() throws IOException {}

  @BeforeEach
  void start() throws Exception {
    pebble = new Pebble(folder.resolve("ca"), plain, tls);
    log = new ServerLog();
  }

  @AfterEach
  void stop() throws Exception {
    log.close();
    pebble.close();
  }

  private Server server(String tlsMore, String more) throws IOException, ConfigException {
    write(tlsMore, more);
    return Server.start(
        Config.read(folder.resolve("doorward.yaml"), Map.of()),
        Map.of(),
        () -> Instant.now().plus(ahead));
  }

  private void write(String tlsMore, String more) throws IOException {
    Files.writeString(
        folder.resolve("doorward.yaml"),
        """
        listen: 127.0.0.1:%d
        origin: https://app.test:%d
        admin: { listen: 127.0.0.1:%d }
        tls: { acme: admin@app.test, directory: "%s", directory-ca: %s%s }
        """
                .formatted(tls, tls, admin, pebble.directory(), pebble.ca(), tlsMore)
            + more);
  }

  private String byHttp() {
    return ", redirect-from: \"127.0.0.1:" + plain + "\"";
  }

  @Test
  void http01GetsOneForEveryHostWhichHasNone() throws Exception {
    dev.doorward.contract.fixture.Certificates.write(folder, "own", "own.test");
    String sites =
        """
        sites:
          - { host: site.test }
          - { host: own.test, tls: { certificate: own.pem, key: own.key } }
        """;
    X509Certificate served;
    try (Server _ = server(byHttp(), sites)) {
      X509Certificate root = pebble.root();
      assertThat(log.said())
          .contains("there is no certificate for app.test yet: one which nobody trusts stands in");
      X509Certificate standIn = Shown.leaf(tls, "app.test");
      assertThat(standIn.getIssuerX500Principal()).isEqualTo(standIn.getSubjectX500Principal());
      assertThatThrownBy(() -> Shown.health(tls, "app.test", root))
          .isInstanceOf(SSLException.class);
      for (String host : new String[] {"app.test", "site.test"}) {
        until(() -> Shown.health(tls, host, root).equals("HTTP/1.1 200 OK"));
      }
      assertThat(Shown.leaf(tls, "own.test").getSubjectX500Principal().getName())
          .isEqualTo("CN=own");
      served = Shown.leaf(tls, "app.test");
      assertThat(served.getSubjectAlternativeNames().toString()).isEqualTo("[[2, app.test]]");
      assertThat(log.said())
          .contains("a new certificate of app.test came, good until ")
          .contains("a new certificate of site.test came, good until ");
      assertThat(pebble.log())
          .contains("validate w/ HTTP: http://app.test:" + plain)
          .contains("validate w/ HTTP: http://site.test:" + plain);
      assertThat(metric("doorward_certificate_expiry_seconds{host=\"site.test\"}"))
          .isGreaterThan(Duration.ofDays(80).toSeconds());
      assertThat(metric("doorward_certificate_failures_total")).isZero();
      assertThat(ask("/.well-known/acme-challenge/never-given")).startsWith("HTTP/1.1 308 ");
      onlyForTheirOwner();
    }

    pebble.close();
    ServerLog second = new ServerLog();
    try (Server _ = server(byHttp(), sites)) {
      assertThat(Shown.leaf(tls, "app.test")).isEqualTo(served);
      Thread.sleep(3000); // so long that the CA would have been asked
      assertThat(Shown.leaf(tls, "app.test")).isEqualTo(served);
      assertThat(metric("doorward_certificate_failures_total")).isZero();
      assertThat(second.said())
          .contains("the certificate of app.test is good until ")
          .doesNotContain("asking https://");
    } finally {
      second.close();
    }
  }

  @Test
  void tlsAlpn01GetsOneAndARestartKeepsTheAccount() throws Exception {
    try (Server _ = server("", "sites: [ { host: site.test } ]\n")) {
      X509Certificate root = pebble.root();
      for (String host : new String[] {"app.test", "site.test"}) {
        until(() -> Shown.health(tls, host, root).equals("HTTP/1.1 200 OK"));
      }
      assertThat(pebble.log())
          .contains("set VALID by completed challenge")
          .doesNotContain("w/ HTTP");
      assertThatThrownBy(() -> Shown.handshake(tls, "app.test", "acme-tls/1"))
          .as("validated already")
          .hasMessageContaining("no_application_protocol");
    }
    // Without its certificate it asks again, by the same account.
    Files.delete(certificate("site.test"));
    String accounts = pebble.log();
    try (Server _ = server("", "sites: [ { host: site.test } ]\n")) {
      X509Certificate root = pebble.root();
      until(() -> Shown.health(tls, "site.test", root).equals("HTTP/1.1 200 OK"));
      String since = pebble.log().substring(accounts.length());
      assertThat(since).contains("Issued certificate").doesNotContain("There are now 2 accounts");
    }
  }

  @Test
  void anotherSiteInTheFileIsFetchedTooWithoutARestart() throws Exception {
    try (Server server = server(byHttp(), "")) {
      X509Certificate root = pebble.root();
      until(() -> Shown.health(tls, "app.test", root).equals("HTTP/1.1 200 OK"));
      write(byHttp(), "sites: [ { host: late.test } ]\n");
      server.reload();
      until(() -> Shown.health(tls, "late.test", root).equals("HTTP/1.1 200 OK"));
      assertThat(metric("doorward_certificate_expiry_seconds{host=\"late.test\"}")).isPositive();
      write(byHttp(), "");
      assertThat(server.reload()).isTrue();
      assertThat(metrics()).doesNotContain("late.test");
    }
  }

  @Test
  void aCaOutOfReachLeavesTheOldOneInForceUntilItIsBack() throws Exception {
    try (Server _ = server("", "")) {
      X509Certificate root = pebble.root();
      until(() -> Shown.health(tls, "app.test", root).equals("HTTP/1.1 200 OK"));
      X509Certificate old = Shown.leaf(tls, "app.test");
      pebble.close();

      Duration whole =
          Duration.between(old.getNotBefore().toInstant(), old.getNotAfter().toInstant());
      ahead = whole.multipliedBy(7).dividedBy(10); // a little less than a third is left
      until(() -> metric("doorward_certificate_failures_total") == 1);
      assertThat(log.said())
          .contains(
              "no new certificate for app.test: the CA cannot be reached: no connection to 127.0.0.1:")
          .contains("Look at the network, the name server and tls.directory (" + pebble.directory())
          .contains("the one in force stays, good until " + old.getNotAfter().toInstant());
      assertThat(ready()).contains("\"warnings\":[]");
      assertThat(Shown.leaf(tls, "app.test")).isEqualTo(old);
      Thread.sleep(3000);
      assertThat(metric("doorward_certificate_failures_total")).as("it waits").isEqualTo(1);

      ahead = whole.minus(Duration.ofDays(3));
      until(() -> metric("doorward_certificate_failures_total") == 2);
      assertThat(log.said()).containsPattern("(ERROR|WARN).*(ends at|stays, good until)");
      assertThat(metric("doorward_certificate_expiry_seconds{host=\"app.test\"}"))
          .isBetween(0.0, (double) Duration.ofDays(4).toSeconds());
      assertThat(ready()).contains("a certificate is near its end and could not be renewed");
      assertThat(Shown.leaf(tls, "app.test")).isEqualTo(old);

      // It knows nobody any more: the account is made anew by the old key.
      pebble.start();
      ahead = ahead.plus(Backoff.FIRST.multipliedBy(3));
      until(() -> !Shown.leaf(tls, "app.test").equals(old));
      X509Certificate renewed = Shown.leaf(tls, "app.test");
      assertThat(renewed.getPublicKey()).isNotEqualTo(old.getPublicKey());
      assertThat(Shown.health(tls, "app.test", pebble.root())).isEqualTo("HTTP/1.1 200 OK");
      // By the clock of this test the new one should be renewed as well: not in a tight loop.
      Thread.sleep(3000);
      assertThat(Shown.leaf(tls, "app.test")).isEqualTo(renewed);
      assertThat(metric("doorward_certificate_failures_total")).isEqualTo(2);
    }
  }

  @Test
  void aWrongAnswerToTheChallengeIsToldWithWhatToDo() throws Exception {
    HttpServer stranger = HttpServer.create(new InetSocketAddress("127.0.0.1", plain), 0);
    stranger.createContext(
        "/",
        exchange -> {
          byte[] wrong = "wrong".getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, wrong.length);
          exchange.getResponseBody().write(wrong);
          exchange.close();
        });
    stranger.start();
    int elsewhere = FreePort.next();
    try (Server _ = server(", redirect-from: \"127.0.0.1:" + elsewhere + "\"", "")) {
      until(() -> metric("doorward_certificate_failures_total") == 1);
      assertThat(log.said())
          .contains(
              "no new certificate for app.test: the CA did not accept the challenge http-01: ")
          .contains("did not match this challenge")
          .contains(
              "The CA must reach http://app.test/ at port 80, and that must lead to redirect-from (127.0.0.1:"
                  + elsewhere
                  + ")")
          .contains("one which nobody trusts stands in meanwhile");
      assertThat(metric("doorward_certificate_expiry_seconds{host=\"app.test\"}")).isZero();
      Thread.sleep(3000);
      assertThat(metric("doorward_certificate_failures_total")).as("it waits").isEqualTo(1);
    } finally {
      stranger.stop(0);
    }
    // A process which is started again and again waits too.
    try (Server _ = server(byHttp(), "")) {
      Thread.sleep(3000);
      assertThat(Shown.leaf(tls, "app.test").getIssuerX500Principal().getName())
          .isEqualTo("CN=Doorward stand-in");
      ahead = Duration.ofMinutes(2);
      X509Certificate root = pebble.root();
      until(() -> Shown.health(tls, "app.test", root).equals("HTTP/1.1 200 OK"));
      assertThat(Files.exists(certificate("app.test"))).isTrue();
    }
  }

  @Test
  void oneThatCameIsNotLostWhileAnotherCertificateCannotBeRead() throws Exception {
    dev.doorward.contract.fixture.Certificates.write(folder, "own", "own.test");
    String good = Files.readString(folder.resolve("own.pem"));
    String site = "sites: [ { host: own.test, tls: { certificate: own.pem, key: own.key } } ]\n";
    try (Server _ = server("", site)) {
      Files.writeString(folder.resolve("own.pem"), "damaged");
      until(() -> log.said().contains("it is kept, and put in force as soon as"));
      assertThat(Shown.leaf(tls, "app.test").getIssuerX500Principal().getName())
          .isEqualTo("CN=Doorward stand-in");
      Files.writeString(folder.resolve("own.pem"), good);
      X509Certificate root = pebble.root();
      until(() -> Shown.health(tls, "app.test", root).equals("HTTP/1.1 200 OK"));
      assertThat(log.said()).contains("the new certificates are in force");
      assertThat(metric("doorward_certificate_failures_total")).isZero();
    }
  }

  private Path certificate(String host) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("acme"))) {
      return files
          .filter(file -> file.getFileName().toString().equals(host + ".pem"))
          .findFirst()
          .orElseThrow();
    }
  }

  private void onlyForTheirOwner() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("acme"))) {
      for (Path each : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
            .as(each.toString())
            .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
        assertThat(each.toString()).doesNotEndWith(".tmp").doesNotContain("stand-in");
      }
    }
    assertThat(log.said()).doesNotContain("PRIVATE KEY");
  }

  private String ask(String path) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", plain)) {
      String head = "GET " + path + " HTTP/1.1\r\nHost: app.test\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private String ready() throws Exception {
    return get("/health/ready");
  }

  private String metrics() throws Exception {
    return get("/metrics");
  }

  private String get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin + path)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private double metric(String name) throws Exception {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private void until(Callable<Boolean> holds) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        if (holds.call()) {
          return;
        }
      } catch (SSLException e) {
        // Not believed yet.
      }
      assertThat(System.nanoTime())
          .as(() -> "waited too long; the log is\n" + log.said())
          .isLessThan(end);
      Thread.sleep(200);
    }
  }
}
