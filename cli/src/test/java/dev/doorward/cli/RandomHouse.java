package dev.doorward.cli;

import dev.doorward.cli.demo.Population;
import dev.doorward.cli.naive.Holder;
import dev.doorward.cli.naive.Known;
import dev.doorward.config.Config;
import dev.doorward.config.ConfigException;
import dev.doorward.contract.echo.EchoApp;
import dev.doorward.contract.fixture.Addresses;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.FreePort;
import dev.doorward.core.who.Acr;
import dev.doorward.identity.people.User;
import dev.doorward.oauth.token.Order;
import dev.doorward.portal.House;
import dev.doorward.server.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reference fixture with a door, a check face, and routes that overlap. */
final class RandomHouse implements AutoCloseable {
  /** Lines which share paths, methods and wildcards, so that their order decides. */
  private static final String OVERLAPPING =
      """
        - { path: /over/a/*, access: public, methods: [ GET ] }
        - { path: /over/*/x, roles: [ ops, keeper ] }
        - { path: /over/**, access: signed-in, cors: upstream, methods: [ GET, POST ] }
        - { path: /over/b, access: optional }
        - { path: /over/b/**, access: closed }
        - { path: /over/*, scopes: [ audit:read ] }
        - { path: /deep/*/*/**, permissions: [ audit:read ], hide: true }
        - { path: /deep/**, access: optional, schemes: [ basic, session ] }
        - { path: /basic-mfa, assurance: mfa, schemes: [ basic ] }
        - { path: /hidden-mfa/**, roles: [ user ], assurance: mfa, hide: true }
        - { path: /office/own/**, access: public, from: [ office, blocked ], cors: upstream }
        - { path: /office/**, access: public, from: [ office ] }
        - { path: /lab/**, access: public, from: [ lab ] }
        - { path: /caf%c3%a9/**, access: public }
        - { path: /, access: optional }
      """;

  final EchoApp app = EchoApp.start();
  final Server server;
  final String yaml;
  final int door = FreePort.next();
  final int check = FreePort.next();
  final Known known = new Known();

  /** Credentials by what they are called in the contract. */
  final List<String> tokens = new ArrayList<>();

  final List<String> sessions = new ArrayList<>();
  final List<String> pairs = new ArrayList<>();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  RandomHouse(Path folder) throws IOException, ConfigException {
    yaml =
        Fixture.DEFAULT
            .yaml(Addresses.plain(door, app.url()))
            // Guesses are not the subject; and the tokens are not made anew while a long run lasts.
            .replaceFirst(
                "throttle:.*",
                "throttle: { pair: 99999999/1m, user: 99999999/1m, address: 99999999/1m,"
                    + " tokens: 99999999/1m, exempt: [ office ] }")
            .replace("max-age: 5m", "max-age: 100m")
            .replace("deny: [", "  lab:     [ 127.1.0.0/31, 2001:db8::/33 ]\ndeny: [")
            .replace(
                "trusted-proxies:",
                "check: [ { listen: \"127.0.0.1:"
                    + check
                    + "\", dialect: caddy } ]\ntrusted-proxies:")
            .replace("default: closed", OVERLAPPING + "default: closed");
    Path file = folder.resolve("doorward.yaml");
    Files.writeString(file, yaml);
    server = Server.start(Config.read(file, Map.of()), Map.of(), InstantSource.system());
    people();
  }

  String authority() {
    return "127.0.0.1:" + door;
  }

  private void people() {
    House house = server.services().house();
    String origin = "http://" + authority();
    Population p = Population.in(house, origin, authority());
    house
        .users()
        .add(
            "kay",
            Optional.empty(),
            Optional.empty(),
            List.of("keeper", "user"),
            Optional.empty(),
            false);
    house
        .users()
        .add(
            "aud", Optional.empty(), Optional.empty(), List.of("auditor"), Optional.empty(), false);
    Holder user = Holder.person(Holder.State.GOOD, "user");
    Holder root = Holder.person(Holder.State.GOOD, "admin");
    Holder ops = Holder.person(Holder.State.GOOD, "ops");
    Holder keeper = Holder.person(Holder.State.GOOD, "keeper", "user");
    Holder auditor = Holder.person(Holder.State.GOOD, "auditor");
    Holder sue = Holder.person(Holder.State.SUSPENDED, "user");
    Holder mo = Holder.person(Holder.State.MUST_CHANGE, "user");

    for (String name : List.of("T_ok", "T_opaque", "T_bob", "T_lou")) {
      token(p.token(name), user.token(origin));
    }
    token(p.token("T_api"), user.token(origin + "/api"));
    token(p.token("T_aud"), user.token("https://other.test"));
    token(p.token("T_reports"), user.token(origin, "reports:read"));
    token(p.token("T_mfa"), user.token(origin).signedIn(true, true));
    token(p.token("T_mfa_old"), user.token(origin).signedIn(true, false));
    token(p.token("T_mfa_notime"), user.token(origin).signedIn(true, false));
    token(p.token("T_stale"), user.token(origin).signedIn(false, false));
    token(p.token("T_root"), root.token(origin));
    token(p.token("T_ops"), ops.token(origin));
    token(p.token("T_sue"), sue.token(origin));
    token(issue("kay", origin, Acr.PWD), keeper.token(origin));
    token(issue("aud", origin, Acr.PWD, "audit:read"), auditor.token(origin, "audit:read"));
    token(issue("alice", origin, Acr.PWD, "audit:read"), user.token(origin, "audit:read"));
    token(issue("root", origin, Acr.PWD, "ledger:read"), root.token(origin, "ledger:read"));
    token(
        issue("alice", origin + "/api", Acr.PWD, "reports:read"),
        user.token(origin + "/api", "reports:read"));
    token(
        issue("alice", origin, Acr.MFA, "payments:write"),
        user.token(origin, "payments:write").signedIn(true, true));
    for (String wrong : List.of("T_exp", "T_nbf", "T_iat", "T_revoked", "T_dan", "T_pat")) {
      tokens.add(p.token(wrong));
    }
    tokens.addAll(
        List.of(p.token("T_ok") + "A", "dw_pat_nonsense", "a", "eyJhbGciOiJub25lIn0.e30."));

    session("alice", user);
    session("root", root);
    session("ops", ops);
    session("kay", keeper);
    session("aud", auditor);
    session("sue", sue);
    session("mo", mo);
    String over = open("bob");
    house.sessions().end(house.sessions().list(Optional.of(id("bob"))).getFirst().id());
    sessions.addAll(List.of(over, "", "invented", "A".repeat(43)));

    pair("alice", p.password("alice"), user);
    pair("root", p.password("root"), root);
    pair("al", p.password("al"), user);
    pair("pia", p.password("pia"), user);
  }

  private void token(String token, Holder holder) {
    known.tokens.put(token, holder);
    tokens.add(token);
  }

  private void session(String name, Holder holder) {
    String key = open(name);
    known.sessions.put(key, holder);
    sessions.add(key);
  }

  private void pair(String name, String password, Holder holder) {
    String pair =
        Base64.getEncoder()
            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    known.pairs.put(pair, holder);
    pairs.add(pair);
  }

  private String open(String name) {
    return server
        .services()
        .house()
        .sessions()
        .open(id(name), authority(), Acr.PWD, false, "127.0.0.1", "test")
        .key();
  }

  private String issue(String name, String resource, Acr acr, String... scopes) {
    return server
        .services()
        .house()
        .tokens()
        .issue(
            new Order(
                id(name),
                List.of(scopes),
                List.of(resource),
                acr,
                Optional.of(now),
                Optional.empty(),
                now,
                now.plus(24, ChronoUnit.HOURS),
                false,
                Optional.empty()))
        .token();
  }

  private String id(String name) {
    return server.services().house().users().byName(name).map(User::id).orElseThrow();
  }

  @Override
  public void close() {
    server.close();
    app.close();
  }
}
