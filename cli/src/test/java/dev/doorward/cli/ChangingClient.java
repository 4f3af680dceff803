package dev.doorward.cli;

import dev.doorward.cli.Claim.Kind;
import dev.doorward.cli.Claim.Known;
import dev.doorward.cli.Deed.Answer;
import dev.doorward.cli.Deed.What;
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
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Changes users, roles, sessions and tokens of its own, by HTTP and by the control socket, and
 * writes down what it was told. Nobody else changes them, so that its history is the whole one.
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
  private final History history;
  private int users;

  final List<Claim> claims = new ArrayList<>();

  /** The ids of the sign-ins which were acknowledged. */
  final List<String> signIns = new ArrayList<>();

  /** What it was told last where something was not done. */
  volatile String lastRefusal = "";

  /** When it was told last that something was done, of {@link System#nanoTime}. */
  volatile long lastDone = System.nanoTime() - 1;

  /** Of every change that was asked for, how long the longest took, in nanoseconds. */
  long longest;

  /** A change which the server says it could not make now. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  ChangingClient(String name, int port, Path socket, long seed, History history) {
    this.history = history;
    this.name = name;
    this.port = port;
    this.socket = socket;
    this.random = new Random(seed);
    this.http = new KeptConnection(port, "127.0.0.1");
  }

  /** A new user's session and token, for others to use. */
  List<Claim> ownThings() throws IOException {
    try {
      addUser();
      signIn();
      issue();
    } catch (Refused e) {
      throw new AssertionError(e);
    }
    return claims.stream().filter(claim -> !claim.secret.isEmpty()).toList();
  }

  /** Changes things until the server does not answer. */
  void untilItEnds() {
    try {
      for (int i = 0; i < MOST_CHANGES; i++) {
        change();
      }
    } catch (IOException e) {
      // Killed: what was under way stays unknown.
    } catch (Refused e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Changes things while that is true, whatever the server can do. What it refuses and what it does
   * not answer may have happened.
   *
   * @throws AssertionError where it refuses otherwise than with 503
   */
  void whatever(AtomicBoolean on) {
    while (on.get()) {
      try {
        change();
      } catch (IOException | Refused e) {
        lastRefusal = String.valueOf(e.getMessage()); // written down as a fault
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void change() throws IOException, Refused {
    // Of the last one nobody may have said that it was added; which rights it has is then unknown.
    if (claims.stream()
        .noneMatch(claim -> claim.kind == Kind.ROLE && claim.known != Known.EITHER)) {
      addUser();
    }
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

  private void addUser() throws IOException, Refused {
    String user = name + "-" + users++;
    Claim claim = claim(new Claim(Kind.USER, user, "", Known.EITHER));
    changed(
        claim,
        Known.THERE,
        () ->
            command(
                "user.add", Map.of("name", user, "password", PASSWORD, "roles", List.of("user"))));
    claims.add(new Claim(Kind.ROLE, user, "", Known.GONE));
  }

  private void signIn() throws IOException, Refused {
    String user = somebody();
    String body = "{\"username\":\"" + user + "\",\"password\":\"" + PASSWORD + "\"}";
    long begun = System.nanoTime();
    Reply reply =
        untold(
            user,
            begun,
            () ->
                http.ask(
                    "POST",
                    "POST /.doorward/login HTTP/1.1\r\nHost: 127.0.0.1:"
                        + port
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body));
    untold(
        user,
        begun,
        () -> {
          done(reply, 200, "sign-in");
          return reply;
        });
    signIns.add(reply.first("X-Request-Id").orElseThrow());
    String cookie =
        reply.fields().stream()
            .map(field -> field.value())
            .filter(value -> value.startsWith("dw-" + port + "="))
            .findFirst()
            .orElseThrow();
    String key = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
    Claim session = made(new Claim(Kind.SESSION, user, key, Known.THERE), begun);
    JsonNode account =
        JsonMapper.shared().readTree(get("/.doorward/account", session).body()).path("sessions");
    for (JsonNode each : account) {
      if (each.path("current").asBoolean()) {
        session.id = each.path("id").asString();
      }
    }
  }

  private void signOut(Claim session) throws IOException, Refused {
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
    done(reply, 204, "sign-out");
  }

  private void issue() throws IOException, Refused {
    String user = somebody();
    long begun = System.nanoTime();
    Map<String, Object> args =
        Map.of(
            "user",
            user,
            "opaque",
            random.nextBoolean(),
            "lifetime_seconds",
            Integer.toString(24 * 60 * 60));
    Object data = untold(user, begun, () -> command("token.issue", args));
    if (data instanceof Map<?, ?> map) {
      made(new Claim(Kind.TOKEN, user, String.valueOf(map.get("token")), Known.THERE), begun);
    }
  }

  private void role() throws IOException, Refused {
    List<Claim> roles =
        claims.stream()
            .filter(claim -> claim.kind == Kind.ROLE && claim.known != Known.EITHER)
            .toList();
    Claim role = roles.get(random.nextInt(roles.size()));
    boolean grant = role.known == Known.GONE;
    changed(
        role,
        grant ? Known.THERE : Known.GONE,
        () ->
            command(
                grant ? "role.grant" : "role.revoke", Map.of("name", role.user, "role", "ops")));
  }

  /** Asks for a change. */
  private interface Change {
    void ask() throws IOException, Refused;
  }

  /** Asks for something new. */
  private interface Asking<T> {
    T ask() throws IOException, Refused;
  }

  /** A way to revoke. */
  private interface Ending {
    void of(Claim claim) throws IOException, Refused;
  }

  private void end(Kind kind, Ending ending) throws IOException, Refused {
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
    changed(claim, Known.GONE, () -> ending.of(claim));
    use(claim);
  }

  /** Uses a session or a token, while the server may have any fault. */
  void use(Claim claim) throws IOException {
    long begun = System.nanoTime();
    Answer answer = Answer.FAULT;
    try {
      int status = get("/me", claim).status();
      expect(status == 200 || status == 401 || status == 503, "answered " + status);
      answer = status == 200 ? Answer.YES : status == 401 ? Answer.NO : Answer.FAULT;
    } finally {
      history.add(claim.thing(), What.USE, begun, answer);
    }
  }

  /** Looks how everything stands that was changed since; what was under way is settled by it. */
  void look(boolean all) throws IOException {
    for (Claim claim : claims) {
      if (all || claim.touched) {
        long begun = System.nanoTime();
        Known found = found(claim);
        history.add(claim.thing(), What.LOOK, begun, found == Known.THERE ? Answer.YES : Answer.NO);
        claim.known = found;
        claim.touched = false;
      }
    }
  }

  private void changed(Claim claim, Known to, Change change) throws IOException, Refused {
    claim.known = Known.EITHER;
    claim.touched = true;
    Answer answer = Answer.FAULT;
    long begun = System.nanoTime();
    try {
      change.ask();
      claim.known = to;
      lastDone = System.nanoTime();
      answer = Answer.YES;
    } finally {
      longest = Math.max(longest, System.nanoTime() - begun);
      history.add(claim.thing(), to == Known.THERE ? What.MAKE : What.END, begun, answer);
    }
  }

  /** Asks for something whose secret nobody learns where this fails. */
  private <T> T untold(String user, long begun, Asking<T> asking) throws IOException, Refused {
    boolean told = false;
    try {
      T answer = asking.ask();
      told = true;
      return answer;
    } finally {
      longest = Math.max(longest, System.nanoTime() - begun);
      if (!told) {
        history.add("what was never told to " + user, What.MAKE, begun, Answer.FAULT);
      }
    }
  }

  /** Something whose secret was told. */
  private Claim made(Claim claim, long begun) {
    history.add(claim.thing(), What.MAKE, begun, Answer.YES);
    lastDone = System.nanoTime();
    return claim(claim);
  }

  /** How a thing stands at the server, as its own requests tell. */
  private Known found(Claim claim) throws IOException {
    return switch (claim.kind) {
      case USER -> {
        Optional<Response> shown =
            Remote.run(socket, request("user.show", Map.of("name", claim.user)));
        yield shown.orElseThrow().error().isEmpty() ? Known.THERE : Known.GONE;
      }
      case SESSION, TOKEN -> opens(get("/me", claim), 401);
      case ROLE -> {
        Object data;
        try {
          data = command("token.issue", Map.of("user", claim.user, "opaque", true));
        } catch (Refused e) {
          throw new AssertionError(e);
        }
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
  private Object command(String command, Map<String, Object> args) throws IOException, Refused {
    Response response =
        Remote.run(socket, request(command, args))
            .orElseThrow(() -> new IOException("no server listens"));
    if (response.error().isPresent()) {
      throw new Refused(command + ": " + response.error().get());
    }
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

  private static void done(Reply reply, int status, String what) throws Refused {
    if (reply.status() == 503) {
      throw new Refused(what + ": 503");
    }
    expect(reply.status() == status, what + ": " + reply.status());
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
