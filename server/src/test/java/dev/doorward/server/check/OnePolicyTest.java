package dev.doorward.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.config.Config;
import dev.doorward.config.ConfigException;
import dev.doorward.config.Settings;
import dev.doorward.core.Policy;
import dev.doorward.face.Services;
import dev.doorward.face.shared.Facts;
import dev.doorward.face.shared.Witness;
import dev.doorward.face.shared.Writer;
import dev.doorward.http.Connection;
import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import dev.doorward.http.RequestHead;
import dev.doorward.http.Version;
import dev.doorward.portal.Portal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnePolicyTest {
  @TempDir Path folder;

  @Test
  void c245_aQuestionIsReadAndJudgedByOnePolicyThoughAnotherComesMeanwhile() throws Exception {
    Settings before = settings("x-forwarded-for");
    Policy after = settings("forwarded").policy();
    try (Services services = Services.open(before, InstantSource.system())) {
      Iterator<Policy> published = List.of(before.policy(), after).iterator();
      CheckFace face =
          new CheckFace(
              before.checks().getFirst(),
              published::next,
              services.mind(),
              new Facts(InstantSource.system()),
              new Writer(new Portal(services.house()).pages()),
              new Witness() {});
      Reply reply =
          face.immediately(
              new RequestHead(
                  "GET",
                  "/.doorward/check",
                  Version.HTTP_1_1,
                  Headers.of(
                      "X-Forwarded-Method", "GET",
                      "X-Forwarded-Uri", "/front",
                      "X-Forwarded-Host", "127.0.0.1:8080",
                      "X-Forwarded-Proto", "http",
                      "X-Forwarded-For", "10.9.9.9"),
                  new Connection(at("127.0.0.1"), at("127.0.0.1"), false, Optional.empty())));
      // By the other file the client would be the front, which may come in.
      assertThat(reply)
          .isInstanceOfSatisfying(
              Reply.Whole.class,
              whole -> {
                assertThat(whole.status()).isEqualTo(403);
                assertThat(whole.headers().has("Doorward-Reason")).isFalse();
              });
    }
  }

  private static InetSocketAddress at(String address) {
    return new InetSocketAddress(address, 8083);
  }

  private Settings settings(String forwarded) throws IOException, ConfigException {
    Path file = folder.resolve("doorward.yaml");
    Files.writeString(
        file,
        """
        listen: 127.0.0.1:8080
        origin: http://127.0.0.1:8080
        upstream: http://127.0.0.1:3000
        check: [ { listen: 127.0.0.1:8083, dialect: caddy } ]
        trusted-proxies: [ 127.0.0.1/32 ]
        forwarded: %s
        addresses: { front: [ 127.0.0.1/32 ] }
        routes:
          - { path: /front, access: public, from: [ front ] }
        default: closed
        """
            .formatted(forwarded));
    return Config.read(file, Map.of());
  }
}
