package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.Certificates;
import dev.doorward.contract.fixture.Fixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running server and its file. */
class ReloadTest {
  @TempDir Path folder;

  @Test
  void c245_aBrokenFileLeavesTheOldRulesInForceAndAGoodOneReplacesThemWhole() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      Path file = folder.resolve("doorward.yaml");
      String good = Files.readString(file);
      int port = house.url.getPort();
      assertThat(status(port, "/closed")).isEqualTo(403);

      Files.writeString(file, good.replace("roles: [ admin ] }", "roles: [ amdin ] }"));
      assertThat(house.server.reload()).isFalse();
      assertThat(status(port, "/admin")).isEqualTo(401);

      Files.writeString(
          file,
          good.replace(
              "path: /closed,       access: closed", "path: /closed,       access: public"));
      assertThat(house.server.reload()).isTrue();
      assertThat(status(port, "/closed")).isEqualTo(200);

      Files.writeString(file, good.replace("origin: http", "origin: https"));
      assertThat(house.server.reload()).as("origin needs a restart").isFalse();
      assertThat(status(port, "/closed")).isEqualTo(200);
    }
  }

  @Test
  void aChangedFileAndAChangedListAreSeenByThemselves() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      Path file = folder.resolve("doorward.yaml");
      Path list = folder.resolve("list.txt");
      int port = house.url.getPort();
      Files.writeString(list, "# nobody yet\n");
      String text = Files.readString(file);
      Files.writeString(
          file,
          text.replace("deny: [ blocked ]", "deny: [ blocked, list ]")
              .replace("addresses:\n", "addresses:\n  list: list.txt\n"));
      assertThat(Files.readString(file)).contains("list: list.txt").contains("[ blocked, list ]");
      soon(() -> house.server.settings().files().contains(list.toAbsolutePath()));
      assertThat(status(port, "/public/x")).isEqualTo(200);
      Files.writeString(list, "127.0.0.1/32\n", StandardOpenOption.APPEND);
      soon(() -> status(port, "/public/x") == 403);
    }
  }

  @Test
  void aNewCertificateIsServedFromTheNextConnection() throws Exception {
    try (House house = House.of(folder, Fixture.TLS)) {
      String before = served(house.url.getPort());
      Files.delete(folder.resolve("app.test.p12"));
      Certificates.write(folder, "app.test", "app.test", "grafana.test");
      soon(() -> !served(house.url.getPort()).equals(before));
    }
  }

  private static String served(int port) throws Exception {
    javax.net.ssl.SSLContext trusting = javax.net.ssl.SSLContext.getInstance("TLS");
    trusting.init(
        null,
        new javax.net.ssl.TrustManager[] {
          new javax.net.ssl.X509TrustManager() {
            @Override
            public void checkClientTrusted(java.security.cert.X509Certificate[] c, String a) {}

            @Override
            public void checkServerTrusted(java.security.cert.X509Certificate[] c, String a) {}

            @Override
            public java.security.cert.X509Certificate[] getAcceptedIssuers() {
              return new java.security.cert.X509Certificate[0];
            }
          }
        },
        null);
    try (var socket =
        (javax.net.ssl.SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      var certificate =
          (java.security.cert.X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSerialNumber().toString(16);
    }
  }

  private static int status(int port, String path) throws Exception {
    String answer = Raw.ask(port, "GET " + path + " HTTP/1.1", "Host: 127.0.0.1:" + port);
    return Integer.parseInt(answer.substring(9, 12));
  }

  private static void soon(Callable<Boolean> condition) throws Exception {
    long until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("it did not come in 15 s").isLessThan(until);
      Thread.sleep(100);
    }
  }
}
