package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.Fixture;
import dev.doorward.core.who.Acr;
import dev.doorward.identity.password.Passwords;
import dev.doorward.identity.people.User;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the session whose key comes along with a sign-in (C125). */
class OldSessionTest {
  @TempDir Path folder;

  @Test
  void c125_theOldSessionEndsWithASignInAndOutlivesOneThatFailed() throws Exception {
    try (House house = House.of(folder, Fixture.DEFAULT)) {
      dev.doorward.portal.House services = house.server.services().house();
      User alice = services.users().byName("alice").orElseThrow();
      int port = house.url.getPort();
      String host = "127.0.0.1:" + port;
      String old =
          services.sessions().open(alice.id(), host, Acr.PWD, false, "127.0.0.1", "test").key();
      String body = "{\"username\":\"alice\",\"password\":\"" + house.password("alice") + "\"}";
      String[] head = {
        "POST /.doorward/login HTTP/1.1",
        "Host: " + host,
        "Cookie: dw-" + port + "=" + old,
        "Content-Type: application/json",
        "Connection: close",
        "Content-Length: " + body.length()
      };

      // It waits behind other passwords while this one changes.
      Passwords passwords = services.passwords();
      for (int i = 0; i < 16; i++) {
        Thread.startVirtualThread(() -> hash(passwords));
      }
      try (Raw signIn = new Raw(port)) {
        signIn.say(head);
        signIn.socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        Thread.sleep(100);
        services.users().setPassword(alice.id(), "another hash", false);
        assertThat(signIn.rest()).startsWith("HTTP/1.1 401 ");
      }
      assertThat(services.sessions().find(old, host)).isPresent();

      services.users().setPassword(alice.id(), alice.password().orElseThrow(), false);
      try (Raw signIn = new Raw(port)) {
        signIn.say(head);
        signIn.socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        assertThat(signIn.rest()).startsWith("HTTP/1.1 200 ");
      }
      assertThat(services.sessions().find(old, host)).isEmpty();
    }
  }

  private static void hash(Passwords passwords) {
    try {
      passwords.hash("keeps the others waiting");
    } catch (dev.doorward.identity.password.Overloaded e) {
      // Then others wait already.
    }
  }
}
