package dev.doorward.contract;

import dev.doorward.contract.check.Words;
import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.wire.Answer;
import dev.doorward.contract.wire.Exchanger;
import dev.doorward.contract.wire.Sending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Signs users in by JSON, which is how set-up does it. */
final class SignIn {

  /** What a sign-in leaves in the browser. */
  record Cookies(String session, String device) {}

  /** As many as it takes to be throttled, and one more. */
  private static final int WRONG_PASSWORDS = 6;

  private final Exchanger exchanger;
  private final FixtureFile file;

  SignIn(Exchanger exchanger, FixtureFile file) {
    this.exchanger = exchanger;
    this.file = file;
  }

  /** The value of a fresh session's cookie, or of the one in the fixture file. */
  String session(String user, InetAddress from) {
    FixtureFile.User known = file.users().get(user);
    Optional<String> made = known == null ? Optional.empty() : known.session();
    return made.orElseGet(() -> cookies(user, from).session());
  }

  /** The key of a site to a session: the walk of the contract's G19, step by step. */
  String arrived(String session, String site, InetAddress from) {
    Answer start = get(site, "/d/1", "", from);
    String walk = file.cookie() + "-walk=" + cookie(start, "-walk");
    Answer there = get(file.authority(), location(start), file.cookie() + "=" + session, from);
    return cookie(get(site, location(there), walk, from), "");
  }

  /** Sends six different wrong passwords. */
  void guess(String user, InetAddress from, String run) {
    for (int i = 0; i < WRONG_PASSWORDS; i++) {
      post(user, "wrong-" + run + "-" + i, from);
    }
  }

  /** Signs in by JSON. */
  Cookies cookies(String user, InetAddress from) {
    String password =
        Optional.ofNullable(file.users().get(user))
            .flatMap(FixtureFile.User::password)
            .orElseThrow(() -> new Words.Missing("the password of " + user));
    Answer answer = post(user, password, from);
    return new Cookies(cookie(answer, ""), cookie(answer, "-device"));
  }

  private String cookie(Answer answer, String suffix) {
    String start = file.cookie() + suffix + "=";
    return answer.values("Set-Cookie").stream()
        .filter(c -> c.startsWith(start))
        .map(c -> c.substring(start.length()).split(";", 2)[0])
        .filter(v -> !v.isEmpty())
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "setting up: no cookie " + start + "… in\n" + answer.shown()));
  }

  /** Path and query of where an answer leads. */
  private static String location(Answer answer) {
    String to = answer.first("Location").orElse("");
    if (to.isEmpty()) {
      throw new IllegalStateException("setting up: no Location in\n" + answer.shown());
    }
    return to.replaceFirst("^https?://[^/]*", "");
  }

  private Answer get(String host, String target, String cookie, InetAddress from) {
    String head =
        "GET "
            + target
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nAccept: text/html\r\n"
            + (cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n")
            + "Connection: close\r\n\r\n";
    return send(from, head, host.replaceFirst(":\\d+$", ""));
  }

  private Answer post(String user, String password, InetAddress from) {
    String body =
        JsonMapper.shared()
            .createObjectNode()
            .put("username", user)
            .put("password", password)
            .toString();
    String head =
        "POST /.doorward/login HTTP/1.1\r\nHost: "
            + file.authority()
            + "\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\nConnection: close\r\n\r\n";
    return send(from, head + body, file.host());
  }

  private Answer send(InetAddress from, String request, String serverName) {
    Sending sending = Sending.of(from, request.getBytes(StandardCharsets.UTF_8));
    try {
      return exchanger.send(sending.to(serverName));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
