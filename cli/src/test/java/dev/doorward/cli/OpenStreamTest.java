package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.Fixture;
import dev.doorward.core.who.Acr;
import dev.doorward.identity.people.User;
import dev.doorward.identity.session.Sessions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is open ends when what let it in is over. */
class OpenStreamTest {
  @TempDir Path folder;

  @Test
  void c197_aSocketIsClosedWith1008WhenItsSessionIsRevoked() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      Sessions.Opened opened = open(house);
      try (Raw socket = new Raw(port)) {
        openSocket(socket, "Cookie: dw-" + port + "=" + opened.key());
        house.server.services().house().sessions().end(opened.session().id());
        InputStream in = socket.socket.getInputStream();
        assertThat(in.read()).isEqualTo(0x88); // a close frame (RFC 6455 §5.5.1)
        assertThat(in.read()).isGreaterThanOrEqualTo(2);
        assertThat(in.read() << 8 | in.read()).isEqualTo(1008);
      }
    }
  }

  @Test
  void c197_aSocketLivesOnWhenOnlyTheTokenThatOpenedItHasExpired() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      try (Raw socket = new Raw(port)) {
        openSocket(socket, "Authorization: Bearer " + house.token("T_opaque"));
        socket.socket.setSoTimeout(2500);
        assertThat(readsNothing(socket)).as("judged again twice and still open").isTrue();
        // Its grant ends, and so does it.
        User alice = house.server.services().house().users().byName("alice").orElseThrow();
        house.server.services().house().tokens().revokeAll(alice.id());
        socket.socket.setSoTimeout(10_000);
        assertThat(socket.socket.getInputStream().read()).isEqualTo(0x88);
      }
    }
  }

  @Test
  void c197_aSocketOpenedWithBasicEndsWhenItsUserIsSuspended() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      Path file = folder.resolve("doorward.yaml");
      String text = Files.readString(file);
      Files.writeString(
          file,
          text.replaceFirst(
              "\\{ path: /ws, +access: signed-in \\}",
              "{ path: /ws, access: signed-in, schemes: [ basic ] }"));
      assertThat(house.server.reload()).isTrue();
      String pair =
          Base64.getEncoder()
              .encodeToString(
                  ("alice:" + house.password("alice")).getBytes(StandardCharsets.UTF_8));
      try (Raw socket = new Raw(port)) {
        openSocket(socket, "Authorization: Basic " + pair);
        User alice = house.server.services().house().users().byName("alice").orElseThrow();
        house.server.services().house().users().setState(alice.id(), User.State.SUSPENDED);
        assertThat(socket.socket.getInputStream().read()).isEqualTo(0x88);
      }
    }
  }

  @Test
  void c198_anEventStreamEndsAndTheReconnectGets401() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      int port = house.url.getPort();
      Sessions.Opened opened = open(house);
      String[] events = {
        "GET /events HTTP/1.1",
        "Host: 127.0.0.1:" + port,
        "Accept: text/event-stream",
        "Cookie: dw-" + port + "=" + opened.key()
      };
      try (Raw stream = new Raw(port)) {
        stream.say(events);
        assertThat(stream.head()).startsWith("HTTP/1.1 200 ");
        assertThat(stream.socket.getInputStream().read()).isPositive();
        Thread.sleep(1500); // the stream is told of once it goes on beyond its first octets
        house.server.services().house().sessions().end(opened.session().id());
        stream.rest();
      }
      assertThat(Raw.ask(port, events)).startsWith("HTTP/1.1 401 ");
    }
  }

  private static void openSocket(Raw socket, String credential) throws IOException {
    socket.say(
        "GET /ws HTTP/1.1",
        "Host: 127.0.0.1:" + socket.socket.getPort(),
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        credential);
    assertThat(socket.head()).startsWith("HTTP/1.1 101 ");
  }

  private static boolean readsNothing(Raw socket) throws IOException {
    try {
      return socket.socket.getInputStream().read() < -1;
    } catch (java.net.SocketTimeoutException e) {
      return true;
    }
  }

  private static Sessions.Opened open(House house) {
    User alice = house.server.services().house().users().byName("alice").orElseThrow();
    return house
        .server
        .services()
        .house()
        .sessions()
        .open(alice.id(), "127.0.0.1:" + house.url.getPort(), Acr.PWD, false, "127.0.0.1", "test");
  }

  static Optional<String> field(String answer, String name) {
    return answer
        .lines()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }
}
