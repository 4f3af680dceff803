package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.config.Config;
import dev.doorward.contract.echo.EchoApp;
import dev.doorward.contract.fixture.Addresses;
import dev.doorward.contract.fixture.Certificates;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.FreePort;
import dev.doorward.server.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a balancer both public listeners are told who connects, and nobody else is (C214). */
class ProxyProtocolTest {
  private static final String HEADER = "PROXY TCP4 192.0.2.9 192.0.2.1 4711 80";

  @Test
  void whatRedirectsToHttpsTakesItTooAndTheLogsNameTheClient(@TempDir Path folder)
      throws Exception {
    int door = FreePort.next();
    int plain = FreePort.next();
    int admin = FreePort.next();
    int check = FreePort.next();
    Certificates.ofTheTlsRun(folder);
    Path file = folder.resolve("doorward.yaml");
    try (EchoApp app = EchoApp.start()) {
      Files.writeString(
          file,
          Fixture.TLS.yaml(Addresses.tls(door, plain, app.url()))
              + """
              proxy-protocol: true
              audit: audit.jsonl
              access-log: access.log
              admin: { listen: "127.0.0.1:%d" }
              check: [ { listen: "127.0.0.1:%d", dialect: caddy } ]
              """
                  .formatted(admin, check));
      try (Server server =
          Server.start(Config.read(file, Map.of()), Map.of(), InstantSource.system())) {
        String ask = "GET /me HTTP/1.1\r\nHost: app.test\r\nConnection: close\r\n\r\n";
        assertThat(say(plain, ask)).isEmpty();
        assertThat(say(plain, HEADER + "\r\n" + ask))
            .startsWith("HTTP/1.1 308 ")
            .contains("Location: https://app.test/me");
        assertThat(say(door, ask)).isEmpty();
        assertThat(
                say(
                    admin,
                    "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1:"
                        + admin
                        + "\r\nConnection: close\r\n\r\n"))
            .startsWith("HTTP/1.1 200 ");
        assertThat(say(check, HEADER + "\r\n" + ask)).startsWith("HTTP/1.1 400 ");
        Files.writeString(file, Files.readString(file).replace("proxy-protocol: true", ""));
        assertThat(server.reload()).as("it needs a restart").isFalse();
      }
    }
    assertThat(Files.readString(folder.resolve("access.log"))).contains("192.0.2.9");
  }

  private static String say(int port, String text) throws IOException {
    try (Raw raw = new Raw(port)) {
      raw.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return raw.rest();
    } catch (java.net.SocketException e) {
      return ""; // reset
    }
  }
}
