package dev.doorward.contract;

import dev.doorward.contract.check.Words;
import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.wire.Answer;
import dev.doorward.contract.wire.Exchanger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Signs users in by JSON, which is how set-up does it. */
final class SignIn {

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
    return made.orElseGet(() -> signIn(user, from));
  }

  /** Sends six different wrong passwords. */
  void guess(String user, InetAddress from, String run) {
    for (int i = 0; i < WRONG_PASSWORDS; i++) {
      post(user, "wrong-" + run + "-" + i, from);
    }
  }

  private String signIn(String user, InetAddress from) {
    String password =
        Optional.ofNullable(file.users().get(user))
            .flatMap(FixtureFile.User::password)
            .orElseThrow(() -> new Words.Missing("the password of " + user));
    Answer answer = post(user, password, from);
    String start = file.cookie() + "=";
    return answer.values("Set-Cookie").stream()
        .filter(c -> c.startsWith(start))
        .map(c -> c.substring(start.length()).split(";", 2)[0])
        .filter(v -> !v.isEmpty())
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "signing in as " + user + " gave no session:\n" + answer.shown()));
  }

  private Answer post(String user, String password, InetAddress from) {
    String body = "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /.doorward/login HTTP/1.1\r\nHost: "
            + file.authority()
            + "\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: "
            + bytes.length
            + "\r\nConnection: close\r\n\r\n";
    try {
      return exchanger.send(from, (head + body).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
