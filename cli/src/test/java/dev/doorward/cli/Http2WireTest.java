package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.Target;
import dev.doorward.contract.fixture.Fixture;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only HTTP/2 can say (C344), and what becomes of a stream that is let go of (C020). */
class Http2WireTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;

  private static List<String> get(String path, String... more) {
    List<String> fields =
        new ArrayList<>(
            List.of(":method", "GET", ":scheme", "https", ":path", path, ":authority", "app.test"));
    fields.addAll(List.of(more));
    return fields;
  }

  @Test
  void c344_aMalformedRequestEndsItsStreamAndReachesNobody() throws Exception {
    try (House house = House.of(folder, Fixture.TLS);
        Http2Client client =
            Http2Client.connect(
                Target.trusting(Optional.of(house.ca())),
                InetAddress.getLoopbackAddress(),
                house.url.getPort(),
                "app.test")) {
      String token = "Bearer " + house.token("T_ok");
      List<List<String>> malformed =
          List.of(
              get("/me", "authorization", token, "host", "evil.test"),
              get("/me", "Authorization", token),
              get("/me", "authorization", token, "connection", "x-doorward-user"),
              get("/me", "authorization", token, "transfer-encoding", "chunked"),
              get("/me", "authorization", token, "x", "a\r\nx-doorward-user: root"),
              get("/me", "authorization", token, "x", "a\0b"),
              get("me", "authorization", token));
      long before = house.app.count();
      for (List<String> fields : malformed) {
        Http2Client.Answer answer = client.answer(client.request(true, fields), false, PATIENCE);
        assertThat(answer.status() == 400 || answer.reset() == 1)
            .as("%s was answered %s, reset %s", fields, answer.status(), answer.reset())
            .isTrue();
      }
      assertThat(house.app.count()).isEqualTo(before);
      Http2Client.Answer sound =
          client.answer(client.request(true, get("/me", "authorization", token)), false, PATIENCE);
      assertThat(sound.status()).isEqualTo(200);
      assertThat(house.app.count()).isEqualTo(before + 1);
    }
  }

  @Test
  void c020_anUploadIsRefusedUnreadAndItsStreamReset() throws Exception {
    try (House house = House.of(folder, Fixture.TLS);
        Http2Client client =
            Http2Client.connect(
                Target.trusting(Optional.of(house.ca())),
                InetAddress.getLoopbackAddress(),
                house.url.getPort(),
                "app.test")) {
      List<String> fields = new ArrayList<>(get("/upload", "content-length", "100000000"));
      fields.set(1, "POST");
      int stream = client.request(false, fields);
      client.data(stream, false, new byte[16_000]);
      Http2Client.Answer answer = client.answer(stream, false, PATIENCE);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(client.answer(stream, false, PATIENCE).reset()).isZero();
      assertThat(client.answer(client.request(true, get("/open")), false, PATIENCE).status())
          .isEqualTo(200);
    }
  }
}
