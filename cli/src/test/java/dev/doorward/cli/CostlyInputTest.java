package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.Fixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A request whose names all have the same hash, or that is made of separators, costs a small
 * multiple of a plain one of the same length; both are sent in turn, so the machine's load counts
 * for both, and once more where that was not enough.
 */
class CostlyInputTest {
  private static final int ROUNDS = 41;

  /** Of the medians. Quadratic work on these lengths is hundreds of times as much. */
  private static final double MOST = 12;

  private static House house;

  @BeforeAll
  static void open(@TempDir Path folder) throws Exception {
    house =
        House.with(
            folder,
            Fixture.DEFAULT,
            yaml ->
                yaml.replaceFirst(
                    "throttle:.*",
                    "throttle: { pair: 99999/1m, user: 99999/1m,"
                        + " address: 99999/1m, tokens: 99999/1m }"));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  /** Distinct names of that many characters' length class, all with one {@link String#hashCode}. */
  private static String colliding(int number) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < 12; bit++) {
      name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }

  /** As long, with hashes of their own. */
  private static String plain(int number) {
    return "n%023d".formatted(number * 7919L);
  }

  private static String many(int count, String between, IntFunction<String> each) {
    return IntStream.range(0, count).mapToObj(each).collect(Collectors.joining(between));
  }

  private static Arguments of(String what, String costly, String benign) {
    return Arguments.of(what, costly, benign);
  }

  private static String get(String target, String lines) {
    return "GET " + target + " HTTP/1.1\r\nHost: {host}\r\n" + lines + "\r\n\r\n";
  }

  private static Arguments collide(
      String what, java.util.function.Function<IntFunction<String>, String> request) {
    return of(
        what, request.apply(CostlyInputTest::colliding), request.apply(CostlyInputTest::plain));
  }

  private static Arguments field(String what, String name, String costly) {
    return of(
        what,
        get("/me", name + ": " + costly),
        get("/me", name + ": " + "x".repeat(costly.length())));
  }

  private static String post(String type, String body) {
    return "POST /.doorward/login HTTP/1.1\r\nHost: {host}\r\nContent-Type: %s\r\nContent-Length: %d"
            .formatted(type, body.length())
        + "\r\n\r\n"
        + body;
  }

  private static String token(IntFunction<String> name, String claim) {
    String head = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"x\"}";
    String list = many(300, ",", i -> "\"" + name.apply(i) + "\"");
    return List.of(head, "{\"sub\":\"a\",\"" + claim + "\":[" + list + "]}", "signature").stream()
        .map(part ->
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(part.getBytes(StandardCharsets.UTF_8)))
        .collect(Collectors.joining("."));
  }

  static List<Arguments> requests() {
    List<Arguments> all =
        new ArrayList<>(
            List.of(
                collide("field names", n -> get("/me", many(190, "\r\n", i -> n.apply(i) + ": 1"))),
                collide(
                    "cookie names",
                    n -> get("/me", "Cookie: " + many(500, "; ", i -> n.apply(i) + "=1"))),
                collide(
                    "query parameters",
                    n -> get("/me?" + many(250, "&", i -> n.apply(i) + "=1"), "X: y")),
                collide(
                    "parameters of a page of ours",
                    n -> get("/.doorward/login?" + many(250, "&", i -> n.apply(i) + "=1"), "X: y")),
                collide("path segments", n -> get("/" + many(250, "/", n), "X: y")),
                collide("names in Connection", n -> get("/me", "Connection: " + many(500, ",", n))),
                collide(
                    "members of JSON",
                    n ->
                        post(
                            "application/json",
                            "{" + many(2000, ",", i -> "\"" + n.apply(i) + "\":\"\"") + "}")),
                collide(
                    "fields of a form",
                    n ->
                        post(
                            "application/x-www-form-urlencoded",
                            many(2000, "&", i -> n.apply(i) + "=1"))),
                collide(
                    "members in members of JSON",
                    n ->
                        post(
                            "application/json",
                            "{\"a\":{"
                                + many(2000, ",", i -> "\"" + n.apply(i) + "\":\"\"")
                                + "}}")),
                collide(
                    "roles of a token",
                    n -> get("/me", "Authorization: Bearer " + token(n, "roles"))),
                collide(
                    "scopes of a token",
                    n -> get("/me", "Authorization: Bearer " + token(n, "scope"))),
                collide(
                    "names to ask CORS for",
                    n ->
                        get(
                            "/me",
                            "Origin: https://spa.test\r\n"
                                + "Access-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: "
                                + many(500, ",", n)))));
    all.addAll(
        List.of(
            field("commas in Connection", "Connection", ",".repeat(16_000)),
            field("options of one letter", "Connection", "a,".repeat(8_000)),
            field("commas in Accept", "Accept", ",".repeat(16_000)),
            field("semicolons in Accept", "Accept", "text/html" + ";".repeat(16_000)),
            field("digits in a quality", "Accept", "text/html;q=0." + "9".repeat(16_000)),
            field("semicolons in Cookie", "Cookie", ";".repeat(16_000)),
            field("equals signs in Cookie", "Cookie", "=;".repeat(8_000)),
            field("spaces in Cookie", "Cookie", " ;".repeat(8_000)),
            field("blanks in Authorization", "Authorization", "Bearer" + " ".repeat(16_000) + "x"),
            field("dots in Authorization", "Authorization", "Bearer " + ".".repeat(16_000)),
            field("padding in Authorization", "Authorization", "Bearer " + "=".repeat(16_000)),
            field("versions in User-Agent", "User-Agent", "Version/1 ".repeat(1_600)),
            field("commas in Sec-WebSocket-Protocol", "Sec-WebSocket-Protocol", ",".repeat(16_000)),
            of(
                "escapes in a path",
                get("/" + "%61".repeat(2_600), "X: y"),
                get("/" + "a".repeat(7_800), "X: y")),
            of(
                "slashes in a path",
                get("/".repeat(7_800), "X: y"),
                get("/" + "a".repeat(7_800), "X: y")),
            of(
                "semicolons in a path",
                get("/" + ";".repeat(7_800), "X: y"),
                get("/" + "a".repeat(7_800), "X: y")),
            of(
                "ampersands in a query",
                get("/.doorward/login?" + "&".repeat(7_800), "X: y"),
                get("/.doorward/login?" + "a".repeat(7_800), "X: y")),
            of(
                "commas by every field of Connection",
                get(
                    "/me",
                    "Connection: "
                        + "a,".repeat(6_000)
                        + "\r\n"
                        + many(190, "\r\n", i -> plain(i) + ": 1")),
                get(
                    "/me",
                    "X: "
                        + "a,".repeat(6_000)
                        + "\r\n"
                        + many(190, "\r\n", i -> plain(i) + ": 1"))),
            of(
                "brackets of JSON",
                post("application/json", "[".repeat(60_000)),
                post("application/json", "x".repeat(60_000))),
            of(
                "digits of JSON",
                post("application/json", "{\"a\":" + "9".repeat(60_000) + "}"),
                post("application/json", "{\"a\":\"" + "9".repeat(59_998) + "\"}")),
            of(
                "escapes of JSON",
                post("application/json", "{\"a\":\"" + "\\u0061".repeat(9_900) + "\"}"),
                post("application/json", "{\"a\":\"" + "a".repeat(59_400) + "\"}"))));
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void costsASmallMultipleOfAPlainOne(String what, String costly, String benign) throws Exception {
    double least = Double.MAX_VALUE;
    for (int attempt = 0; attempt < 3 && least >= MOST; attempt++) {
      least = Math.min(least, ratio(what, costly, benign));
    }
    assertThat(least).as(what).isLessThan(MOST);
  }

  private static double ratio(String what, String costly, String benign) throws IOException {
    long[] dear = new long[ROUNDS];
    long[] cheap = new long[ROUNDS];
    try (KeptConnection connection = new KeptConnection(house.url.getPort(), "127.0.0.5")) {
      for (int round = -20; round < ROUNDS; round++) {
        long plainly = time(connection, benign);
        long costs = time(connection, costly);
        if (round >= 0) {
          dear[round] = costs;
          cheap[round] = plainly;
        }
      }
    }
    Arrays.sort(dear);
    Arrays.sort(cheap);
    double ratio = (double) dear[ROUNDS / 2] / cheap[ROUNDS / 2];
    System.out.printf(
        "%s: %d us, plain %d us, ratio %.2f%n",
        what, dear[ROUNDS / 2] / 1000, cheap[ROUNDS / 2] / 1000, ratio);
    return ratio;
  }

  @Test
  void theNamesCollide() {
    assertThat(IntStream.range(0, 2000).mapToObj(CostlyInputTest::colliding).distinct())
        .hasSize(2000);
    assertThat(IntStream.range(0, 2000).map(i -> colliding(i).hashCode()).distinct().count())
        .isEqualTo(1);
  }

  private static long time(KeptConnection connection, String request) throws IOException {
    String method = request.substring(0, request.indexOf(' '));
    String wire = request.replace("{host}", house.url.getAuthority());
    long begun = System.nanoTime();
    int status = connection.ask(method, wire).status();
    long taken = System.nanoTime() - begun;
    assertThat(status).isLessThan(500);
    return taken;
  }
}
