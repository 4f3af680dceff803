package dev.doorward.cli;

import dev.doorward.cli.Claim.Kind;
import dev.doorward.cli.Claim.Known;
import dev.doorward.cli.KeptConnection.Reply;
import dev.doorward.face.control.Remote;
import dev.doorward.face.control.Request;
import dev.doorward.face.control.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Changes users, roles, sessions and tokens of its own, by HTTP and by the control socket, and
 * remembers what was acknowledged. Nobody else changes them, so that its history is the whole one.
 */
final class ChangingClient implements AutoCloseable {
  private static final String PASSWORD = "a fine long password";

  /** Reached only through a bug, since each round ends sooner. */
  private static final int MOST_CHANGES = 100_000;

  private final String name;
  private final int port;
  private final Path socket;
  private final Random random;
  private final KeptConnection http;
  private int users;

  final List<Claim> claims = new ArrayList<>();
  int acknowledged;

  /** Requests which came in although what let them in was revoked before. */
  int letThrough;

  ChangingClient(String name, int port, Path socket, long seed) {
    this.name = name;
    this.port = port;
    this.socket = socket;
    this.random = new Random(seed);
    this.http = new KeptConnection(port, "127.0.0.1");
  }

  /** Changes things until the server does not answer. */
  void untilItEnds() {
    try {
      if (claims.stream().noneMatch(claim -> claim.kind == Kind.ROLE)) {
        addUser(); // of the last one nobody said that it was added
      }
      for (int i = 0; i < MOST_CHANGES; i++) {
        change();
      }
    } catch (IOException e) {
      // Killed: what was under way stays unknown.
    }
  }

  private void change() throws IOException {
    switch (random.nextInt(20)) {
      case 0 -> addUser();
      case 1, 2 -> signIn();
      case 3, 4 -> end(Kind.SESSION, this::signOut);
      case 5 -> end(Kind.SESSION, session -> command("session.revoke", Map.of("id", session.id)));
      case 6, 7, 8, 9 -> issue();
      case 10, 11, 12 ->
          end(Kind.TOKEN, token -> command("token.revoke", Map.of("token", token.secret)));
      default -> role();
    }
  }

  private void addUser() throws IOException {
    String user = name + "-" + users++;
    Claim claim = claim(new Claim(Kind.USER, user, "", Known.EITHER));
    command("user.add", Map.of("name", user, "password", PASSWORD, "roles", List.of("user")));
    settle(claim, Known.THERE);
    claims.add(new Claim(Kind.ROLE, user, "", Known.GONE));
  }

  private void signIn() throws IOException {
    String user = somebody();
    String body = "{\"username\":\"" + user + "\",\"password\":\"" + PASSWORD + "\"}";
    Reply reply =
        http.ask(
            "POST",
            "POST /.doorward/login HTTP/1.1\r\nHost: 127.0.0.1:"
                + port
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
    expect(reply.status() == 200, "sign-in: " + reply.status());
    String cookie =
        reply.fields().stream()
            .map(field -> field.value())
            .filter(value -> value.startsWith("dw-" + port + "="))
            .findFirst()
            .orElseThrow();
    String key = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
    Claim session = claim(new Claim(Kind.SESSION, user, key, Known.EITHER));
    settle(session, Known.THERE);
    JsonNode account =
        JsonMapper.shared().readTree(get("/.doorward/account", session).body()).path("sessions");
    for (JsonNode each : account) {
      if (each.path("current").asBoolean()) {
        session.id = each.path("id").asString();
      }
    }
  }

  private void signOut(Claim session) throws IOException {
    Reply reply =
        http.ask(
            "POST",
            "POST /.doorward/logout HTTP/1.1\r\nHost: 127.0.0.1:"
                + port
                + "\r\nContent-Length: 0\r\nCookie: dw-"
                + port
                + "="
                + session.secret
                + "\r\n\r\n");
    expect(reply.status() == 204, "sign-out: " + reply.status());
  }

  private void issue() throws IOException {
    String user = somebody();
    Object data =
        command(
            "token.issue",
            Map.of(
                "user",
                user,
                "opaque",
                random.nextBoolean(),
                "lifetime_seconds",
                Integer.toString(24 * 60 * 60)));
    if (data instanceof Map<?, ?> map) {
      Claim token = new Claim(Kind.TOKEN, user, String.valueOf(map.get("token")), Known.EITHER);
      settle(claim(token), Known.THERE);
    }
  }

  private void role() throws IOException {
    List<Claim> roles = claims.stream().filter(claim -> claim.kind == Kind.ROLE).toList();
    Claim role = roles.get(random.nextInt(roles.size()));
    boolean grant = role.known == Known.GONE;
    role.known = Known.EITHER;
    role.touched = true;
    command(grant ? "role.grant" : "role.revoke", Map.of("name", role.user, "role", "ops"));
    settle(role, grant ? Known.THERE : Known.GONE);
  }

  /** A way to revoke. */
  private interface Ending {
    void of(Claim claim) throws IOException;
  }

  private void end(Kind kind, Ending ending) throws IOException {
    Optional<Claim> living =
        claims.stream()
            .filter(claim -> claim.is(kind, Known.THERE))
            .filter(claim -> kind == Kind.TOKEN || !claim.id.isEmpty())
            .skip(random.nextInt(3))
            .findFirst();
    if (living.isEmpty()) {
      return;
    }
    Claim claim = living.get();
    claim.known = Known.EITHER;
    claim.touched = true;
    ending.of(claim);
    settle(claim, Known.GONE);
    if (get("/me", claim).status() != 401) {
      letThrough++;
    }
  }

  /** How a thing stands at the server, as its own requests tell. */
  Known found(Claim claim) throws IOException {
    return switch (claim.kind) {
      case USER -> {
        Optional<Response> shown =
            Remote.run(socket, request("user.show", Map.of("name", claim.user)));
        yield shown.orElseThrow().error().isEmpty() ? Known.THERE : Known.GONE;
      }
      case SESSION, TOKEN -> opens(get("/me", claim), 401);
      case ROLE -> {
        Object data = command("token.issue", Map.of("user", claim.user, "opaque", true));
        String token = data instanceof Map<?, ?> map ? String.valueOf(map.get("token")) : "";
        yield opens(get("/ops", new Claim(Kind.TOKEN, claim.user, token, Known.THERE)), 403);
      }
    };
  }

  private static Known opens(Reply reply, int otherwise) {
    expect(reply.status() == 200 || reply.status() == otherwise, "answered " + reply.status());
    return reply.status() == 200 ? Known.THERE : Known.GONE;
  }

  private Reply get(String path, Claim by) throws IOException {
    String credential =
        by.kind == Kind.TOKEN
            ? "Authorization: Bearer " + by.secret
            : "Cookie: dw-" + port + "=" + by.secret;
    return http.ask(
        "GET",
        "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + credential + "\r\n\r\n");
  }

  /** What a command gave; an exception where nobody answered. */
  private Object command(String command, Map<String, Object> args) throws IOException {
    Response response =
        Remote.run(socket, request(command, args))
            .orElseThrow(() -> new IOException("no server listens"));
    expect(response.error().isEmpty(), command + ": " + response.error().orElse(""));
    return response.data().orElseThrow();
  }

  private static Request request(String command, Map<String, Object> args) {
    return new Request(command, new HashMap<>(args));
  }

  private String somebody() {
    List<Claim> living = claims.stream().filter(claim -> claim.is(Kind.USER, Known.THERE)).toList();
    return living.get(random.nextInt(living.size())).user;
  }

  private Claim claim(Claim claim) {
    claims.add(claim);
    return claim;
  }

  private void settle(Claim claim, Known known) {
    claim.known = known;
    acknowledged++;
  }

  private static void expect(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
