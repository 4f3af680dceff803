package dev.doorward.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigErrorTest {
  @TempDir private Path folder;
  private Yaml yaml;

  @BeforeEach
  void folder() {
    yaml = new Yaml(folder);
  }

  @Test
  void anAddressFileInWhichNothingStandsYetIsRefused() {
    yaml.write("blocklist.txt", "");

    assertThat(yaml.refusedBeside("addresses: { blocked: blocklist.txt }\n"))
        .containsExactly(
            "doorward.yaml:2:23: blocklist.txt is empty; write a comment into it if no address is"
                + " meant");
  }

  @Test
  void c245_everyMistakeIsToldAtOnceWithItsPlaceAndRemedy() {
    yaml.write("blocklist.txt", "203.0.113.0/24 # fine\n\n203.0.113.1/24\nnobody\n");

    assertThat(
            yaml.refused(
                """
                listen: 8080
                origin: https://app.example
                relam: doorward
                schemes: [ sesion, dpop, negotiate-me ]
                admin: { listen: 127.0.0.1:8081 }
                deny: [ blcked, 10.0.0.1/8 ]
                addresses:
                  blocked: blocklist.txt
                  office: [ 198.51.100.0/24, 10.0.0/8 ]
                  missing: nowhere.txt
                roles:
                  user: []
                  admin: [ "*" ]
                routes:
                  - { path: /a, roles: [ amdin ] }
                  - { path: /b, access: singed-in, from: [ ofice ] }
                  - { path: /c, access: public, roles: [ user ] }
                  - { path: /c, access: public }
                  - { path: /d/**, access: signed-in }
                  - { path: /d/e, access: signed-in }
                  - { path: /f*, access: public }
                  - { path: /g }
                default: open
                """))
        .containsExactly(
            "doorward.yaml:1:9: listen: \"8080\" is not an address and port such as"
                + " 127.0.0.1:8080 or [::]:443",
            "doorward.yaml:3:1: unknown key \"relam\"; did you mean \"realm\"?",
            "doorward.yaml:4:12: unknown scheme \"sesion\"; did you mean \"session\"?",
            "doorward.yaml:4:20: scheme dpop is not built in this release; remove it",
            "doorward.yaml:4:26: unknown scheme \"negotiate-me\"",
            "doorward.yaml:6:9: unknown address set \"blcked\" in deny; did you mean \"blocked\"?",
            "doorward.yaml:6:17: unknown address set \"10.0.0.1/8\" in deny",
            "doorward.yaml:9:30: office: \"10.0.0/8\" is not a prefix such as 198.51.100.0/24 or"
                + " 2001:db8::/32",
            "doorward.yaml:10:12: cannot read "
                + folder.toAbsolutePath().resolve("nowhere.txt")
                + "; make the file or name another",
            "doorward.yaml:15:26: unknown role \"amdin\" in roles; did you mean \"admin\"?",
            "doorward.yaml:16:25: unknown access \"singed-in\"; did you mean \"signed-in\"?",
            "doorward.yaml:16:44: unknown address set \"ofice\" in from; did you mean \"office\"?",
            "doorward.yaml:17:25: access: public never looks at who asks, so what else this route"
                + " demands contradicts it",
            "doorward.yaml:18:5: route /c is a twin of line 17; remove one of them",
            "doorward.yaml:20:5: route /d/e is never reached, everything it matches is taken by"
                + " line 19; move it up or remove it",
            "doorward.yaml:21:13: path: \"/f*\" is not a path such as /a, /a/** or /a/*/b (no"
                + " partial wildcards, no dot segments)",
            "doorward.yaml:22:5: a route needs access: public, optional, signed-in or closed, or"
                + " roles, scopes, …",
            "doorward.yaml:23:10: default: \"open\" is not closed or signed-in",
            "blocklist.txt:3:1: \"203.0.113.1/24\" is not a prefix (bits are set behind its"
                + " length, or the length is out of range)",
            "blocklist.txt:4:1: \"nobody\" is not a prefix such as 198.51.100.0/24 or"
                + " 2001:db8::/32");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "realm: `\"\"` | 2:8: realm: a realm has at least one character",
        "realm: \"caf\u00e9\" | 2:8: realm: a realm holds printable ASCII characters only",
        "realm: \"a\\nb\" | 2:8: realm: a realm holds printable ASCII characters only",
        "realm: [ a ] | 2:8: realm takes one value, not a list or a block",
        "upstream: https://127.0.0.1:3000 | 2:11: upstream: \"https://127.0.0.1:3000\" is not an address such as http://127.0.0.1:3000, or h2c://127.0.0.1:50051 for an application that speaks HTTP/2",
        "upstream: http://127.0.0.1:99999 | 2:11: upstream: \"http://127.0.0.1:99999\" is not an address such as http://127.0.0.1:3000, or h2c://127.0.0.1:50051 for an application that speaks HTTP/2",
        "upstream: http://127.0.0.1:3000/app | 2:11: upstream: \"http://127.0.0.1:3000/app\" is not an address such as http://127.0.0.1:3000, or h2c://127.0.0.1:50051 for an application that speaks HTTP/2",
        "upstream: http://127.0.0.1:8080 | 2:11: upstream: \"http://127.0.0.1:8080\" is where the door itself listens, which would ask itself without end; name the application's address, or another listen",
        "upstream: http://localhost:8080 | 2:11: upstream: \"http://localhost:8080\" is where the door itself listens, which would ask itself without end; name the application's address, or another listen",
        "upstream: h2c://127.0.0.1:8080 | 2:11: upstream: \"h2c://127.0.0.1:8080\" is where the door itself listens, which would ask itself without end; name the application's address, or another listen",
        "store: mysql://root:secret@db/x | 2:8: store: this is neither a file nor postgresql://host/database",
        "store: postgresql:///x | 2:8: store: this is neither a file nor postgresql://host/database",
        "store: postgresql://db | 2:8: store: this is neither a file nor postgresql://host/database",
        "store: \"a\\0b\" | 2:8: \"a?b\" cannot be the name of a file",
        "forwarded: via | 2:12: forwarded: \"via\" is not x-forwarded-for or forwarded",
        "schemes: [] | 2:10: schemes is empty; name at least one, or remove it",
        "schemes: { a: b } | 2:10: schemes takes a list such as [ a, b ]",
        "schemes: [ [ a ] ] | 2:12: schemes takes a list of plain values",
        "cors: {} | 2:7: cors needs origins: [ https://spa.example ]",
        "cors: { origins: [ https://spa.example/ ] } | 2:20: origins: \"https://spa.example/\" is not an origin as browsers write it, https://spa.example",
        "cors: { origins: [ null-ish ], credentials: yes } | 2:20: origins: \"null-ish\" is not an origin as browsers write it, https://spa.example & 2:45: credentials: \"yes\" is not true or false",
        "session: { idle: 8 } | 2:18: idle: \"8\" is not a duration such as 30s, 5m, 12h or 7d",
        "session: { idle: 0s } | 2:18: idle: \"0s\" is not a duration such as 30s, 5m, 12h or 7d",
        "session: { idle: 99999999999d } | 2:18: idle: \"99999999999d\" is not a duration such as 30s, 5m, 12h or 7d",
        "session: 8h | 2:10: session takes a block of keys such as { key: value }",
        "tokens: { leeway: 301s } | 2:19: leeway: 300s is the most (RFC 9068 §4)",
        "tokens: { dpop-nonce: required } | 2:23: dpop-nonce is not built in this release; write off",
        "passwords: { min: 7 } | 2:19: min: \"7\" is not a number from 8 to 64",
        "passwords: { queue: -1 } | 2:21: queue: \"-1\" is not a number from 0 to 100000",
        "throttle: { pair: 5 } | 2:19: pair: \"5\" is not a rate such as 10/5m",
        "throttle: { pair: 0/5m } | 2:19: pair: \"0/5m\" is not a rate such as 10/5m",
        "throttle: { pair: 5/0s } | 2:19: pair: \"5/0s\" is not a rate such as 10/5m",
        "throttle: { exempt: [ office ] } | 2:23: unknown address set \"office\" in exempt",
        "limits: { target: 8KB } | 2:19: target: \"8KB\" is not a size such as 16KiB or 10MiB",
        "limits: { target: 4GiB } | 2:19: target: \"4GiB\" is not a size such as 16KiB or 10MiB",
        "limits: { fields: 9 } | 2:19: fields: \"9\" is not a number from 10 to 10000",
        "timeouts: { hedaer: 1s } | 2:13: unknown key \"hedaer\"; did you mean \"header\"?",
        "proxy-protocol: v2 | 2:17: proxy-protocol: \"v2\" is not true or false",
        "check: [ { listen: \"0.0.0.0:8082\", dialect: nginx } ] | 2:10: a check listener believes whoever asks: bind it to 127.0.0.1, or name the fronts in from: [ 10.0.0.7/32 ]",
        "check: [ { listen: \"127.0.0.1:8082\", dialect: ngnix } ] | 2:47: unknown dialect \"ngnix\"; did you mean \"nginx\"?; it is one of nginx, caddy, traefik, haproxy, envoy-http, envoy-grpc (Apache httpd uses nginx)",
        "check: [ { listen: \"127.0.0.1:8082\" } ] | 2:10: dialect is missing; it names the front which asks: nginx, caddy, traefik, haproxy, envoy-http, envoy-grpc",
        "check: [ { listen: \"127.0.0.1:8080\", dialect: caddy } ] | 2:20: listen: 127.0.0.1:8080 is taken by another listener of this file",
        "admin: { listen: \"0.0.0.0:8081\" } | 2:8: admin.origin is missing; it is how browsers name this listener: origin: https://admin.app.example",
        "admin: { listen: \"127.0.0.1:8081\", origin: \"http://admin.example\" } | 2:44: origin: \"http://admin.example\" is not an origin such as https://admin.app.example (http only for localhost)",
        "issuers: [] | 2:1: issuers is not built in this release; remove it",
        "oauth: {} | 2:1: oauth is not built in this release; remove it",
        "tls: {} | 2:6: tls needs certificate and key, both PEM files, or acme: admin@app.example",
        "addresses: { office: 10.0.0.1/8 } | 2:22: office: \"10.0.0.1/8\" is not a prefix (bits are set behind its length, or the length is out of range)",
        "addresses: { office: 10.0.0.0/33 } | 2:22: office: \"10.0.0.0/33\" is not a prefix (bits are set behind its length, or the length is out of range)",
        "addresses: { office: \"2001:db8::/129\" } | 2:22: office: \"2001:db8::/129\" is not a prefix (bits are set behind its length, or the length is out of range)",
        "addresses: { office: [ fe80::1%eth0 ] } | 2:24: office: \"fe80::1%eth0\" is not a prefix such as 198.51.100.0/24 or 2001:db8::/32",
        "roles: { \"\": [] } | 2:10: \"\" is not a name for a role",
        "roles: { user: [ \"a b\" ] } | 2:18: user: \"a b\" is not a permission such as articles:read, or \"*\"",
        "roles: [ user ] | 2:8: roles takes a block of keys such as { key: value }",
        "routes: 5 | 2:9: routes takes a list of blocks, each with a dash before it",
        "routes: [ /a ] | 2:11: routes takes blocks of keys such as { key: value }",
        "routes: [ { access: public } ] | 2:11: a route needs a path such as /admin/**",
        "routes: [ { path: /.doorward/x, access: public } ] | 2:19: paths under /.doorward/ are Doorward's own; name another",
        "routes: [ { path: a, access: public } ] | 2:19: path: \"a\" is not a path such as /a, /a/** or /a/*/b (no partial wildcards, no dot segments)",
        "routes: [ { path: /a, access: optional, max-age: 5m } ] | 2:31: access: optional welcomes strangers, so roles, scopes, permissions, assurance, max-age and hide contradict it; write access: signed-in",
        "routes: [ { path: /a, access: closed, hide: true } ] | 2:31: access: closed never looks at who asks, so what else this route demands contradicts it",
        "routes: [ { path: /a, access: mcp } ] | 2:31: access: mcp is not built in this release; remove it",
        "routes: [ { path: /a, access: public, tools: {} } ] | 2:39: routes[0].tools is not built in this release; remove it",
        "routes: [ { path: /a, access: public, assertion: true } ] | 2:39: routes[0].assertion is not built in this release; remove it",
        "routes: [ { path: /a, roles: [] } ] | 2:30: roles is empty; name at least one, or remove it",
        "routes: [ { path: /a, access: public, from: [] } ] | 2:45: from is empty; name at least one, or remove it",
        "routes: [ { path: /a, access: public, methods: [] } ] | 2:48: methods is empty; name at least one, or remove it",
        "routes: [ { path: /a, access: public, methods: [ HEAD ] } ] | 2:50: HEAD is judged as GET; write GET",
        "routes: [ { path: /a, access: public, methods: [ get ] } ] | 2:50: methods: \"get\" is not a method such as POST",
        "routes: [ { path: /a, scopes: [ \"a b\" ] } ] | 2:33: scopes: \"a b\" is not a scope such as reports:read",
        "routes: [ { path: /a, assurance: pwd } ] | 2:34: assurance: \"pwd\" is not mfa",
        "routes: [ { path: /a, max-age: 0s } ] | 2:32: max-age: \"0s\" is not a duration such as 30s, 5m, 12h or 7d",
        "routes: [ { path: /a, access: signed-in, resource: api } ] | 2:52: resource: \"api\" is not a path such as /api",
        "routes: [ { path: /a, access: signed-in, cors: {} } ] | 2:48: cors takes one value, not a list or a block",
        "routes: [ { path: /a, access: public, pth: /b } ] | 2:39: unknown key \"pth\"; did you mean \"path\"?",
        "sites: [ { host: \"a b\" } ] | 2:18: a site needs a host such as grafana.example or \"*.apps.example\"",
        "sites: [ {} ] | 2:10: a site needs a host such as grafana.example or \"*.apps.example\"",
        "sites: [ { host: \"*.a.b\", routes: [ { path: /a, access: signed-in, resource: /a } ] } ] | 2:78: resource has no one address on *.a.b:8080; give each host which has one a site of its own",
        "sites: [ { host: localhost } ] | 2:10: this host stands twice; remove one of them",
        "sites: [ { host: a.b, realm: `\"\"` } ] | 2:30: realm: a realm has at least one character",
        "? [ a ] : b | 2:3: a key must be a plain word",
        "origin: http://localhost:8080 | 2:1: \"origin\" stands twice; the first is in line 1",
      })
  void aMistakeIsToldWithItsPlace(String more, String wanted) {
    List<String> lines = yaml.refusedBeside(more.replace("`", "") + "\n");

    String[] all = wanted.split(" & ", -1);
    assertThat(lines).hasSize(all.length);
    for (int i = 0; i < all.length; i++) {
      assertThat(lines.get(i)).isEqualTo("doorward.yaml:" + all[i]);
    }
  }

  @Test
  void aLogNeedsAFolder() {
    assertThat(yaml.refusedBeside("audit: nowhere/a.jsonl\naccess-log: .\n"))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("doorward.yaml:2:8: audit: ")
                    .endsWith(
                        "nowhere/a.jsonl is no file in a folder that exists; make the folder"),
            line ->
                assertThat(line)
                    .startsWith("doorward.yaml:3:13: access-log: ")
                    .contains(" is a folder; name a file in it, such as "));
  }

  @Test
  void aLogIsAFileOfItsOwn() {
    assertThat(yaml.refusedBeside("audit: same.log\naccess-log: x/../same.log\n"))
        .satisfiesExactly(line ->
            assertThat(line)
                .startsWith("doorward.yaml:3:13: access-log: ")
                .endsWith("same.log is audit already; give the log a name of its own"));
    Map<String, String> taken =
        Map.of(
            "doorward.yaml", "the configuration itself",
            "doorward.key", "the key that seals the store",
            "doorward.sock", "the socket for commands",
            "other.db-wal", "the store",
            "other.db", "the store");
    taken.forEach((name, what) ->
        assertThat(yaml.refusedBeside("store: other.db\naudit: " + name + "\n"))
            .satisfiesExactly(line ->
                assertThat(line)
                    .startsWith("doorward.yaml:3:8: audit: ")
                    .endsWith(name + " is " + what + " already; give the log a name of its own")));
  }

  @Test
  void aLogIsNoOtherFileUnderAnotherName() throws Exception {
    Path log = yaml.write("one.log", "");
    Files.createSymbolicLink(log.resolveSibling("two.log"), log);
    assertThat(yaml.refusedBeside("audit: one.log\naccess-log: two.log\n"))
        .satisfiesExactly(line -> assertThat(line).contains("two.log is audit already"));
  }

  @Test
  void anOriginIsHttpsOrOnThisMachine() {
    assertThat(yaml.refused("listen: 127.0.0.1:80\n"))
        .containsExactly(
            "doorward.yaml:1:1: origin is missing; it is how browsers name this door:"
                + " origin: https://app.example");
    assertThat(yaml.refused("origin: http://app.example\n"))
        .containsExactly(
            "doorward.yaml:1:9: origin must be https, since cookies and passwords travel to it;"
                + " plain http is for localhost only");
    for (String origin : List.of("app.example", "https://app.example/x", "https://a:0", "''")) {
      assertThat(yaml.refused("origin: " + origin))
          .singleElement()
          .asString()
          .startsWith("doorward.yaml:1:9: origin: ")
          .endsWith(" is not scheme and host such as https://app.example");
    }
  }

  @Test
  void aFileThatIsNotThereOrNotOursSaysWhatToDo() throws Exception {
    assertThat(refusal(folder.resolve("none.yaml")))
        .isEqualTo(
            "none.yaml: cannot be read; name another with -c FILE, or run: doorward init DIR");
    assertThat(refusal(folder))
        .endsWith("is a folder; name the file in it: -c " + folder.resolve("doorward.yaml"));
    java.nio.file.Files.write(folder.resolve("latin1.yaml"), new byte[] {'a', ':', (byte) 0xe9});
    assertThat(refusal(folder.resolve("latin1.yaml")))
        .isEqualTo("latin1.yaml: is not UTF-8; save it as such");
    assertThat(yaml.refused(""))
        .containsExactly(
            "doorward.yaml:1:1: must be a block of keys such as listen: 127.0.0.1:8080");
    assertThat(yaml.refused("- a\n"))
        .containsExactly(
            "doorward.yaml:1:1: must be a block of keys such as listen: 127.0.0.1:8080");
  }

  @Test
  void theEnvironmentIsToldApartFromTheFile() {
    Map<String, String> environment =
        Map.of(
            "DOORWARD_LISTEN", "nowhere",
            "DOORWARD_SESSION_IDLE", "soon",
            "DOORWARD_PROXY_PROTOCOL", "on",
            "DOORWARD_LISTN", "127.0.0.1:1",
            "DOORWARD_ROUTES_0_PATH", "/x",
            "DOORWARD_JAVA_HOME", "/opt/jdk",
            "HOME", "/root");

    assertThat(yaml.refused("origin: http://localhost:8080\nlisten: 127.0.0.1:80\n", environment))
        .containsExactlyInAnyOrder(
            "environment: DOORWARD_LISTEN: listen: \"nowhere\" is not an address and port such as"
                + " 127.0.0.1:8080 or [::]:443",
            "environment: DOORWARD_SESSION_IDLE: idle: \"soon\" is not a duration such as 30s, 5m,"
                + " 12h or 7d",
            "environment: DOORWARD_PROXY_PROTOCOL: proxy-protocol: \"on\" is not true or false",
            "environment: DOORWARD_LISTN names no key of doorward.yaml; unset it",
            "environment: DOORWARD_ROUTES_0_PATH names no key of doorward.yaml; unset it");
  }

  @Test
  void noMistakeBringsControlCharactersToTheTerminal() {
    yaml.write("list.txt", "\u001b[31mred\n");

    assertThat(
            yaml.refusedBeside(
                "addresses: { a: list.txt }\nlisten: \"\\e[31m\"\n\"\\e]0;x\\a\": 1\n"
                    + "schemes: [ \"\\e[2J\" ]\n"))
        .hasSize(4)
        .allSatisfy(line -> assertThat(line.chars()).noneMatch(Character::isISOControl));
  }

  private static String refusal(Path file) {
    try {
      Config.read(file, Map.of());
      return "";
    } catch (ConfigException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
