package dev.doorward.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.core.request.Path;
import dev.doorward.core.route.Access;
import dev.doorward.core.route.Behind;
import dev.doorward.core.route.Cors;
import dev.doorward.core.route.Route;
import dev.doorward.core.where.Address;
import dev.doorward.core.who.Scheme;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir private java.nio.file.Path folder;
  private Yaml yaml;

  @BeforeEach
  void folder() {
    yaml = new Yaml(folder);
  }

  @Test
  void whatIsLeftOutHasTheDocumentedDefault() throws ConfigException {
    Settings s = yaml.read("origin: http://127.0.0.1:8080\n");

    assertThat(s.listen()).isEqualTo(new InetSocketAddress("127.0.0.1", 8080));
    assertThat(s.store())
        .isEqualTo(new Settings.StoreAt.Sqlite(folder.toAbsolutePath().resolve("doorward.db")));
    assertThat(s.tls()).isEmpty();
    assertThat(s.proxyProtocol()).isFalse();
    assertThat(s.session())
        .isEqualTo(
            new Settings.Session(
                Duration.ofHours(8),
                Duration.ofHours(24),
                Duration.ofDays(14),
                Duration.ofDays(30)));
    assertThat(s.tokens())
        .isEqualTo(
            new Settings.Tokens(
                Duration.ofMinutes(5), Duration.ofDays(90), Duration.ofSeconds(30)));
    assertThat(s.passwords()).isEqualTo(new Settings.Passwords(8, 2, 64));
    assertThat(s.throttle().pair()).isEqualTo(new Settings.Rate(5, Duration.ofMinutes(15)));
    assertThat(s.throttle().user()).isEqualTo(new Settings.Rate(20, Duration.ofHours(1)));
    assertThat(s.throttle().address()).isEqualTo(new Settings.Rate(100, Duration.ofMinutes(10)));
    assertThat(s.throttle().tokens()).isEqualTo(new Settings.Rate(300, Duration.ofMinutes(5)));
    assertThat(s.throttle().exempt().isEmpty()).isTrue();
    assertThat(s.limits())
        .isEqualTo(new Settings.Limits(8 << 10, 16 << 10, 32 << 10, 200, 64 << 10, 10_000));
    assertThat(s.timeouts())
        .isEqualTo(
            new Settings.Timeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofHours(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30)));
    assertThat(s.policy().routes().getLast().access()).isEqualTo(Access.Closed.CLOSED);
    assertThat(s.warnings()).isEmpty();
  }

  @Test
  void whoSpeaksTlsForAnHttpsOriginIsAsked() throws ConfigException {
    String file = "origin: https://app.example\nroutes: []\n";
    assertThat(yaml.read(file).warnings())
        .singleElement()
        .asString()
        .startsWith("doorward.yaml:1: origin is https, and nobody speaks TLS here, ")
        .contains("trusted-proxies: ");
    assertThat(yaml.read(file + "proxy-protocol: true\n").warnings())
        .singleElement()
        .asString()
        .endsWith(" tls: { acme: you@example.org }");
    assertThat(yaml.read(file + "trusted-proxies: [ 127.0.0.1/32 ]\n").warnings()).isEmpty();
    assertThat(yaml.read(file + "tls: { acme: you@example.org }\n").warnings()).isEmpty();
    assertThat(yaml.read("origin: http://127.0.0.1:8080\nroutes: []\n").warnings()).isEmpty();
  }

  @Test
  void c294_traefikCannotRelayPreflights() throws ConfigException {
    String file =
        """
        origin: https://app.example
        trusted-proxies: [ 127.0.0.1/32 ]
        upstream: http://127.0.0.1:3000
        check: [ { listen: "127.0.0.1:8085", dialect: traefik } ]
        routes: [ { path: /a, access: public } ]
        """;
    assertThat(yaml.read(file).warnings()).isEmpty();
    assertThat(yaml.read(file + "cors: { origins: [ https://spa.example ] }\n").warnings())
        .singleElement()
        .asString()
        .startsWith("doorward.yaml:4: dialect traefik cannot relay");
  }

  @Test
  void anApplicationOfAnotherAddressIsNotTheDoorItself() throws ConfigException {
    for (String text :
        List.of(
            "upstream: http://127.0.0.1:3000",
            "upstream: http://[::1]:8080",
            "upstream: http://127.0.0.2:8080",
            "upstream: http://app:8080",
            "listen: 127.0.0.2:8080\nupstream: http://127.0.0.1:8080",
            "listen: 127.0.0.2:8080\nupstream: http://localhost:8080",
            "listen: 0.0.0.0:8080\nupstream: http://192.0.2.1:8080")) {
      assertThat(yaml.read("origin: http://127.0.0.1:8080\n" + text + "\n").warnings()).isEmpty();
    }
    for (String text :
        List.of(
            "listen: 0.0.0.0:8080\nupstream: http://127.0.0.1:8080",
            "listen: \"[::]:8080\"\nupstream: http://[::1]:8080",
            "listen: \"[::1]:8080\"\nupstream: http://[::1]:8080")) {
      assertThatThrownBy(() -> yaml.read("origin: http://127.0.0.1:8080\n" + text + "\n"))
          .hasMessageContaining("where the door itself listens");
    }
  }

  @Test
  void checkAndAdminListenersAreRead() throws ConfigException {
    Settings s =
        yaml.read(
            """
            origin: https://app.example
            check:
              - { listen: "127.0.0.1:8082", dialect: nginx }
              - { listen: "10.0.0.5:8083", dialect: caddy, from: [ 10.0.0.7/32 ] }
            admin: { listen: "[::1]:8081" }
            audit: audit.jsonl
            """);

    assertThat(s.checks()).hasSize(2);
    assertThat(s.checks().getFirst().dialect()).isEqualTo(Settings.Dialect.NGINX);
    assertThat(s.checks().getFirst().from()).isEmpty();
    assertThat(s.checks().getLast().listen()).isEqualTo(new InetSocketAddress("10.0.0.5", 8083));
    assertThat(
            s.checks()
                .getLast()
                .from()
                .orElseThrow()
                .contains(Address.parse("10.0.0.7").orElseThrow()))
        .isTrue();
    assertThat(s.admin().orElseThrow().origin().toString()).isEqualTo("http://[::1]:8081");
    assertThat(s.audit()).contains(folder.toAbsolutePath().resolve("audit.jsonl"));
    assertThat(s.accessLog()).isEmpty();
  }

  @Test
  void unitsAreReadAsWritten() throws ConfigException {
    Settings s =
        yaml.read(
            """
            origin: https://app.example
            session: { idle: 90s, absolute: 7d }
            tokens: { access: 1500ms }
            limits: { target: 100, field: 1KiB, headers: 2MiB }
            throttle: { pair: 10/5m }
            listen: "[::1]:0"
            store: postgresql://doorward:secret@db.example:5433/doorward
            """);

    assertThat(s.session().idle()).isEqualTo(Duration.ofSeconds(90));
    assertThat(s.session().absolute()).isEqualTo(Duration.ofDays(7));
    assertThat(s.tokens().access()).isEqualTo(Duration.ofMillis(1500));
    assertThat(s.limits().target()).isEqualTo(100);
    assertThat(s.limits().field()).isEqualTo(1024);
    assertThat(s.limits().headers()).isEqualTo(2 << 20);
    assertThat(s.throttle().pair()).isEqualTo(new Settings.Rate(10, Duration.ofMinutes(5)));
    assertThat(s.listen().getPort()).isZero();
    assertThat(s.store()).isInstanceOf(Settings.StoreAt.Postgres.class);
  }

  @Test
  void theEnvironmentWins() throws ConfigException {
    yaml.write("a.pem", "");
    yaml.write("a.key", "");
    Settings s =
        yaml.read(
            "origin: http://localhost:8080\nsession: { idle: 1h, absolute: 2h }\n",
            Map.of(
                "DOORWARD_ORIGIN", "https://app.example",
                "DOORWARD_SESSION_IDLE", "5m",
                "DOORWARD_TOKENS_LEEWAY", "1m",
                "DOORWARD_TLS_CERTIFICATE", "a.pem",
                "DOORWARD_TLS_KEY", "a.key",
                "DOORWARD_TLS_REDIRECT_FROM", "0.0.0.0:80",
                "DOORWARD_PROXY_PROTOCOL", "true",
                "DOORWARD_JAVA_OPTS", "-Xmx1g"));

    assertThat(s.origin()).hasToString("https://app.example");
    assertThat(s.session().idle()).isEqualTo(Duration.ofMinutes(5));
    assertThat(s.session().absolute()).isEqualTo(Duration.ofHours(2));
    assertThat(s.tokens().leeway()).isEqualTo(Duration.ofMinutes(1));
    assertThat(s.proxyProtocol()).isTrue();
    assertThat(s.tls().orElseThrow().certificates())
        .isEqualTo(
            new Settings.Certificates.InFiles(
                folder.toAbsolutePath().resolve("a.pem"),
                folder.toAbsolutePath().resolve("a.key")));
    assertThat(s.tls().orElseThrow().redirectFrom()).contains(new InetSocketAddress("0.0.0.0", 80));
  }

  @Test
  void countsAreSaidInWords() throws ConfigException {
    yaml.write("list.txt", "10.0.0.0/8\n# a comment\n2001:db8::/32 # another\r\n");

    assertThat(
            yaml.read(
                    """
                    origin: https://app.example
                    addresses: { a: list.txt, b: [ 127.0.0.1 ] }
                    roles: { user: [] }
                    routes: [ { path: /, access: public }, { path: /a, roles: [ user ] } ]
                    """)
                .counts())
        .hasToString("2 routes, 1 role, 3 prefixes");
    assertThat(new Settings.Counts(1, 2, 1)).hasToString("1 route, 2 roles, 1 prefix");
  }

  @Test
  void filesWhichMustBeWatchedAreNamed() throws ConfigException {
    yaml.write("list.txt", "10.0.0.0/8\n");
    Settings s =
        yaml.read("origin: https://app.example\naddresses: { a: list.txt }\ndeny: [ a ]\n");

    assertThat(s.files())
        .containsExactlyInAnyOrder(
            folder.toAbsolutePath().resolve("list.txt"),
            folder.toAbsolutePath().resolve("doorward.yaml"));
  }

  @Test
  void whatIsProbablyNotMeantIsWarnedOf() throws ConfigException {
    Settings s =
        yaml.read(
            """
            origin: https://app.example
            roles: { reader: [ articles:read ], admin: [ "*" ] }
            routes:
              - { path: /Admin/x, roles: [ admin ] }
              - { path: /w, permissions: [ articles:raed ] }
              - { path: /api/**, access: signed-in, resource: /api }
              - { path: /**, access: public }
            trusted-proxies: [ 127.0.0.1/32 ]
            """);

    assertThat(s.warnings())
        .containsExactlyInAnyOrder(
            "doorward.yaml:4: /ADMIN/X would be caught by line 7, which asks for less; harmless"
                + " only where the application tells upper from lower case",
            "doorward.yaml:5: /W would be caught by line 7, which asks for less; harmless only"
                + " where the application tells upper from lower case",
            "doorward.yaml:6: /API would be caught by line 7, which asks for less; harmless only"
                + " where the application tells upper from lower case",
            "doorward.yaml:5: permission \"articles:raed\" is given by no role but those with"
                + " \"*\"; did you mean \"articles:read\"?",
            "doorward.yaml:6: clients accept the metadata of /api only at exactly that address"
                + " (RFC 9728 §3.3)");
  }

  @Test
  void routesMeanWhatTheySay() throws ConfigException {
    Settings s =
        yaml.read(
            """
            origin: https://app.example
            upstream: http://127.0.0.1:3000/
            cors: { origins: [ "https://spa.example", "null" ] }
            addresses: { office: [ 10.0.0.0/8 ] }
            roles: { user: [], auditor: [ audit:read ], admin: [ "*" ] }
            routes:
              - { path: /a, roles: [ user, auditor ] }
              - { path: /b, scopes: [ audit:read, other ] }
              - { path: /c, permissions: [ audit:read ], hide: true }
              - { path: /d, access: optional, schemes: [ basic ], cors: upstream }
              - { path: /e, assurance: mfa, max-age: 5m, upstream: "http://[::1]:81" }
              - { path: /f, access: signed-in, resource: /f, from: office }
            default: signed-in
            """);

    assertThat(need(s, "/a").rights())
        .singleElement()
        .satisfies(right -> assertThat(right.heldBy()).hasToString("auditor,user"));
    assertThat(need(s, "/b").scopes()).containsExactly("audit:read", "other");
    assertThat(need(s, "/b").rights())
        .singleElement()
        .satisfies(right -> assertThat(right.heldBy()).hasToString("admin,auditor"));
    assertThat(guarded(s, "/c").style()).isEqualTo(Access.Style.HIDDEN);
    assertThat(guarded(s, "/d").accepts().all()).containsExactly(Scheme.BASIC);
    assertThat(guarded(s, "/d").anonymous()).isEqualTo(Access.Anonymous.WELCOME);
    assertThat(route(s, "/d").cors()).isEqualTo(Cors.Upstream.UPSTREAM);
    assertThat(route(s, "/a").cors().lists("null")).isTrue();
    assertThat(need(s, "/e").assurance().maxAge()).contains(Duration.ofMinutes(5));
    assertThat(route(s, "/e").behind()).isEqualTo(new Behind.App("http://[::1]:81"));
    assertThat(route(s, "/a").behind()).isEqualTo(new Behind.App("http://127.0.0.1:3000"));
    assertThat(guarded(s, "/f").resource().names()).containsExactly("https://app.example/f");
    assertThat(guarded(s, "/f").resource().metadata())
        .contains("https://app.example/.well-known/oauth-protected-resource/f");
    assertThat(s.resources()).contains("https://app.example", "https://app.example/f");
    assertThat(s.scopes()).containsExactly("audit:read", "other");
    assertThat(s.policy().routes().getLast().access()).isInstanceOf(Access.Guarded.class);
    assertThat(route(s, "/a").place()).hasToString("doorward.yaml:7 /a");
  }

  @Test
  void aSiteInheritsAllButItsRoutes() throws ConfigException {
    Settings s =
        yaml.read(
            """
            origin: https://app.example:8443
            upstream: http://127.0.0.1:3000
            schemes: [ bearer ]
            sites:
              - { host: Grafana.example, routes: [ { path: /**, access: signed-in } ] }
              - { host: "*.apps.example", schemes: [ session ], default: signed-in }
            """);

    assertThat(s.policy().sites().stream().map(site -> site.origin().toString()))
        .containsExactlyInAnyOrder(
            "https://app.example:8443",
            "https://grafana.example:8443",
            "https://*.apps.example:8443");
    Route route =
        s.policy().routes().stream()
            .filter(r -> r.place().pattern().equals("/**"))
            .findFirst()
            .orElseThrow();
    assertThat(route.behind()).isEqualTo(Behind.NoApp.NO_APP);
    assertThat(((Access.Guarded) route.access()).accepts().all()).containsExactly(Scheme.BEARER);
    assertThat(((Access.Guarded) route.access()).resource().names())
        .isEqualTo(Set.of("https://app.example:8443", "https://grafana.example:8443"));
    assertThat(s.resources())
        .containsExactly("https://app.example:8443", "https://grafana.example:8443");
  }

  @Test
  void namedSetsAndLiteralPrefixesMix() throws ConfigException {
    Settings s =
        yaml.read(
            """
            origin: https://app.example
            addresses: { office: 10.0.0.0/8, empty: }
            throttle: { exempt: [ office, empty, "2001:db8::/32" ] }
            trusted-proxies: 127.0.0.1
            """);

    for (String inside : List.of("10.1.2.3", "2001:db8::9")) {
      assertThat(s.throttle().exempt().contains(Address.parse(inside).orElseThrow())).isTrue();
    }
    assertThat(s.policy().proxies().trusts(Address.parse("127.0.0.1").orElseThrow())).isTrue();
    assertThat(Path.of("/")).isNotNull();
  }

  @Test
  void insideAnApplicationWhatIsItsContainersIsWarnedOf() throws Exception {
    var _ = yaml.write("shop.pem", "");
    var _ = yaml.write("shop.key", "");
    java.nio.file.Path file =
        yaml.write(
            "doorward.yaml",
            """
            origin: https://app.example
            listen: 127.0.0.1:8080
            sites:
              - host: shop.example
                upstream: http://127.0.0.1:1
                tls: { certificate: shop.pem, key: shop.key }
                routes: [ { path: /**, access: signed-in } ]
            """);

    assertThat(Config.inside(file, Map.of()).warnings())
        .containsExactly(
            "doorward.yaml:2: listen has no meaning inside an application, which has its own",
            "doorward.yaml:5: upstream has no meaning inside an application, which has its own",
            "doorward.yaml:6: tls has no meaning inside an application, which has its own");
  }

  private static Route route(Settings s, String path) {
    return s.policy().routes().stream()
        .filter(route -> route.place().pattern().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static Access.Guarded guarded(Settings s, String path) {
    return (Access.Guarded) route(s, path).access();
  }

  private static dev.doorward.core.may.Requirement need(Settings s, String path) {
    return guarded(s, path).need();
  }
}
