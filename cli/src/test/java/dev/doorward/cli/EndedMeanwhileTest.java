package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.cli.Browser.Page;
import dev.doorward.contract.fixture.Fixture;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session had begun when it ended, or its key, comes to nothing (C122, C357). */
class EndedMeanwhileTest {
  @TempDir Path folder;
  private House house;
  private final Browser thief = new Browser();
  private final Browser owner = new Browser();

  @BeforeEach
  void open() throws Exception {
    house = House.of(folder, Fixture.DEFAULT);
    signIn(thief);
    signIn(owner);
  }

  @AfterEach
  void close() {
    thief.close();
    owner.close();
    house.close();
  }

  @Test
  void c357_aTicketToAnotherHostDiesWithTheKeyByWhichItWasAskedFor() throws Exception {
    thief.cookies.put(cookie(), owner.cookies.get(cookie()));
    URI page = URI.create(house.admin + "/api/v1/users");
    Page led = thief.go(page).is(303);
    URI arrive = thief.go(led.next()).is(303).next();
    assertThat(arrive.toString()).startsWith(house.admin + "/.doorward/arrive?ticket=");

    String password = "{\"current\":\"%s\",\"new\":\"a password nobody had\"}";
    owner
        .script(
            "POST", at("/.doorward/account/password"), password.formatted(house.password("root")))
        .is(204);

    thief.go(arrive).is(400);
    thief.script("GET", page, "").is(401);
    // Who has the new key walks on.
    Page again = owner.go(owner.go(page).is(303).next()).is(303);
    owner.go(again.next()).is(303);
    owner.script("GET", page, "").is(200);
  }

  @Test
  void c122_whoHoldsBackWhatHeAskedForEndsNobodysSessions() throws Exception {
    try (Raw held = new Raw(house.url.getPort())) {
      held.say(
          "POST /.doorward/account/sessions/revoke HTTP/1.1",
          "Host: 127.0.0.1:" + house.url.getPort(),
          "Cookie: " + cookie() + "=" + thief.cookies.get(cookie()),
          "Content-Type: application/json",
          "Expect: 100-continue",
          "Connection: close",
          "Content-Length: 2");
      assertThat(held.head()).startsWith("HTTP/1.1 100 ");
      owner.script("POST", at("/.doorward/account/sessions/revoke"), "{}").is(204);
      held.socket.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
      assertThat(held.rest()).startsWith("HTTP/1.1 401 ").contains(":authentication_required\"");
    }
    owner.script("GET", at("/me"), "").is(200);
  }

  private void signIn(Browser browser) throws Exception {
    Map<String, String> form = Map.of("username", "root", "password", house.password("root"));
    browser.form(at("/.doorward/login"), form).is(303);
  }

  private URI at(String path) {
    return URI.create(house.url + path);
  }

  private String cookie() {
    return "dw-" + house.url.getPort();
  }
}
