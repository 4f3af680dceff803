package dev.doorward.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in the file, it is read or refused; nothing is thrown and nothing hangs. */
@Timeout(30)
class HostileYamlTest {
  private static final String GOOD =
      """
      listen: 127.0.0.1:8080
      origin: https://app.example
      upstream: http://127.0.0.1:3000
      store: doorward.db
      realm: doorward
      trusted-proxies: [ 127.0.0.1/32 ]
      forwarded: x-forwarded-for
      proxy-protocol: false
      schemes: [ session, bearer ]
      cors: { origins: [ https://spa.example ], credentials: true, max-age: 10m }
      session: { idle: 8h, absolute: 24h, remember-idle: 14d, remember-absolute: 30d }
      tokens: { access: 5m, opaque: 90d, refresh: 30d, overlap: 45s, leeway: 30s, dpop-nonce: off }
      passwords: { min: 8, parallel: 2, queue: 64 }
      throttle: { pair: 5/15m, user: 20/1h, address: 100/10m, tokens: 300/5m, exempt: [ office ] }
      limits: { target: 8KiB, field: 16KiB, headers: 32KiB, fields: 200, own-body: 64KiB }
      timeouts: { header: 10s, idle: 60s, stream: 1h, upstream: 60s, stop: 30s }
      addresses: { office: [ 198.51.100.0/24 ] }
      deny: [ office ]
      roles: { user: [], admin: [ "*" ] }
      routes:
        - { path: /a, access: public, methods: [ GET ], from: [ office ], cors: upstream }
        - { path: /b, roles: [ user ], scopes: [ x ], permissions: [ y ], assurance: mfa }
        - { path: /c, max-age: 5m, hide: true, schemes: [ bearer ], resource: /c }
      default: closed
      sites: [ { host: a.example, upstream: http://127.0.0.1:1, routes: [], default: closed } ]
      """;

  @TempDir private Path folder;
  private Yaml yaml;

  @BeforeEach
  void folder() {
    yaml = new Yaml(folder);
  }

  @Test
  void theFileWithoutAFaultIsRead() {
    assertThatCode(() -> yaml.read(GOOD)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: [",
        "a: }",
        "\tb: c",
        "a: b: c",
        "a: *nobody",
        "a: &x [ *x ]\n&y b: *y",
        "--- a\n--- b",
        "%YAML 9.9\n---\na: b",
        "a: !!java/object:java.lang.Runtime {}",
        "a: !<tag:x> b",
        "a: |\n b\nc",
        "a: \"\\x\"",
        "\u0000",
        "a: \u0001",
        "<<: { origin: https://app.example }",
        "? ? ?",
        "\ufeff",
        "null",
        "~: ~"
      })
  void whatIsNotYamlOrNotOursIsRefusedWithAPlace(String text) {
    assertThat(yaml.refused(text))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).matches("(?s)doorward\\.yaml:\\d+:\\d+: .+"));
  }

  @Test
  void notYamlIsSaidWithLineAndColumn() {
    assertThat(yaml.refused("origin: https://app.example\nroutes: [ { path: /a\n"))
        .singleElement()
        .asString()
        .matches("doorward\\.yaml:\\d+:\\d+: not YAML: .+");
  }

  @Test
  void anAliasBombIsOnlyASmallFile() {
    StringBuilder bomb = new StringBuilder("origin: https://app.example\na: &a [ x ]\n");
    for (char c = 'b'; c <= 'z'; c++) {
      String before = "*" + (char) (c - 1);
      bomb.append(c).append(": &").append(c).append(" [");
      bomb.append((before + " , ").repeat(9)).append(before).append(" ]\n");
    }
    assertThat(yaml.refused(bomb + "routes: *z\n")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 10_000, 500_000})
  void deepNestingIsRefusedAndDoesNotOverflow(int depth) {
    String lists = "[".repeat(depth) + "]".repeat(depth);
    String blocks = "{ a: ".repeat(depth) + "b" + " }".repeat(depth);

    assertThat(yaml.refused("origin: https://app.example\nroutes: " + lists + "\n")).isNotEmpty();
    assertThat(yaml.refused("origin: https://app.example\ncors: " + blocks + "\n")).isNotEmpty();
    assertThat(yaml.refused("origin: https://app.example\nroutes: " + "- ".repeat(depth) + "\n"))
        .isNotEmpty();
  }

  @Test
  void aFileOf5MegabytesIsRefusedUnread() {
    assertThat(yaml.refused("# " + "x".repeat(5 << 20)))
        .containsExactly(
            "doorward.yaml: is larger than 4 MiB; address lists go into files of their own");
  }

  @Test
  void thousandsOfRoutesAreCheckedInGoodTime() throws ConfigException {
    StringBuilder many = new StringBuilder("origin: https://app.example\nroutes:\n");
    for (int i = 0; i < 3000; i++) {
      many.append("  - { path: /r").append(i).append("/**, access: signed-in }\n");
    }
    assertThat(yaml.read(many.toString()).counts().routes()).isEqualTo(3000);
  }

  @Test
  void anyValueInPlaceOfAnotherIsReadOrRefused() {
    List<String> values =
        List.of(
            "",
            "~",
            "x",
            "[]",
            "[ x ]",
            "[ [] ]",
            "[ ~ ]",
            "{}",
            "{ x: y }",
            "[ { x: y } ]",
            "1",
            "-1",
            "1e9",
            "99999999999999999999",
            "true",
            "\"\"",
            "\" \"",
            "\"\\0\"",
            "/",
            "*",
            "\"*\"",
            "::/0",
            "0.0.0.0/0",
            "http://",
            "http://[",
            "https://a:1:2",
            "\"\\u20ac\"");
    List<String> lines = new ArrayList<>(GOOD.lines().toList());
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("config mutations: -Dseed=" + seed);
    Random random = new Random(seed);
    int good = 0;
    for (int round = 0; round < 3000; round++) {
      List<String> mutated = new ArrayList<>(lines);
      for (int n = 1 + random.nextInt(2); n > 0; n--) {
        int at = random.nextInt(mutated.size());
        mutated.set(
            at, mutated(mutated.get(at), values.get(random.nextInt(values.size())), random));
      }
      List<String> refused = yaml.refused(String.join("\n", mutated));
      good += refused.isEmpty() ? 1 : 0;
      assertThat(refused).allSatisfy(line -> assertThat(line).startsWith("doorward.yaml:"));
    }
    assertThat(good).isBetween(10, 2990);
  }

  @Test
  void anyEnvironmentIsReadOrRefused() {
    for (String value :
        List.of("", " ", "x", "-1", "\u0000", "http://localhost", "[", "99999999999")) {
      for (String key :
          List.of(
              "LISTEN",
              "ORIGIN",
              "UPSTREAM",
              "STORE",
              "REALM",
              "DEFAULT",
              "TLS_CERTIFICATE",
              "TLS_KEY",
              "SESSION_IDLE",
              "LIMITS_TARGET",
              "THROTTLE_PAIR",
              "CORS_CREDENTIALS",
              "ADMIN_LISTEN",
              "FORWARDED",
              "TOKENS_LEEWAY",
              "",
              "_",
              "ROLES_USER")) {
        yaml.refused(GOOD, Map.of("DOORWARD_" + key, value));
        yaml.refused("origin: http://localhost", Map.of("DOORWARD_" + key, value));
      }
    }
    assertThat(Duration.ZERO).isZero();
  }

  /** One of the values of a line, or what is behind its key, in another's place. */
  private static String mutated(String line, String value, Random random) {
    String[] parts = line.split("(?<=: )", -1);
    int at = random.nextInt(parts.length);
    if (at == 0 || parts.length == 1) {
      return line + " " + value;
    }
    int end = parts[at].indexOf(random.nextBoolean() ? ',' : ' ');
    parts[at] = value + (end < 0 ? "" : parts[at].substring(end));
    return String.join("", parts);
  }
}
