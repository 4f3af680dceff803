package dev.doorward.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.answer.Answer;
import dev.doorward.core.request.Field;
import java.util.List;
import java.util.Random;

/** Requests of every shape, likely ones and hostile ones. */
final class RandomFacts {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PURGE", "", "get");
  private static final List<String> TARGETS =
      List.of(
          "/",
          "*",
          "",
          "/me",
          "/me/x?y",
          "/open",
          "/open-basic",
          "/admin",
          "/pay",
          "/transfer",
          "/secret/1",
          "/intranet",
          "/closed",
          "/api",
          "/ws",
          "/own-cors",
          "/basic-only",
          "/nope",
          "/public/x",
          "/public//x",
          "//admin",
          "/../x",
          "/%",
          "/a%2fb",
          "/;/admin",
          "?",
          "x",
          "/.doorward/login",
          "/.doorward/logout",
          "/.doorward/account",
          "/.doorward/arrive?ticket",
          "/.doorward/account/sessions/a/revoke",
          "/.doorward/nothing",
          "/d/1",
          "/ops",
          "http://app.test/me",
          "http://",
          "http://[/x",
          "/.well-known/change-password");
  private static final List<String> HOSTS =
      List.of(
          "127.0.0.1:8080",
          "localhost:8080",
          "app.test",
          "grafana.test",
          "shop.example",
          "",
          ":",
          "other.test",
          "[::1]:8080",
          "[",
          "app.test:",
          "app.test:x",
          "a b",
          "\u00e9");
  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "1",
          "0",
          "-1",
          "x",
          "null",
          "*",
          "true",
          "https://spa.test",
          "https://evil.test",
          "https://app.test",
          "http://127.0.0.1:8080",
          "http://127.0.0.1:8080/form?a=b c",
          "http://127.0.0.1:8080/%zz",
          "GET",
          "DELETE",
          "navigate",
          "cors",
          "no-cors",
          "document",
          "empty",
          "iframe",
          "image",
          "same-origin",
          "cross-site",
          "none",
          "prefetch",
          "websocket",
          "text/html",
          "application/json",
          "text/event-stream;q=x",
          "application/grpc",
          "application/x-www-form-urlencoded",
          "99999999999999999999",
          "65537",
          "chunked",
          "https",
          "for=1.2.3.4",
          "1.2.3.4, 127.0.0.7",
          "10.0.0.5",
          "unknown",
          "a, b\r\nc",
          "\u0000",
          "\u20ac",
          "authorization, X-Custom, b\u00e4d",
          "11111111-2222-7333-8444-555555555555");
  private static final List<String> CREDENTIALS =
      List.of(
          "",
          "Bearer",
          "Bearer T_ok",
          "Bearer T_exp",
          "Bearer T_sig",
          "Bearer T_root",
          "Bearer T_sue",
          "Bearer T_client",
          "Bearer T_down",
          "Bearer T_busy",
          "Bearer T_mfa_old",
          "Bearer a b",
          "Basic alice",
          "Basic @@@",
          "Basic",
          "Digest x",
          "%%%",
          "Bearer T_tls");
  private static final List<String> COOKIES =
      List.of(
          "dw-8080=alice",
          "dw-8080=dead",
          "dw-8080=sue",
          "dw-8080=mo",
          "dw-8080=a; dw-8080=b",
          "__Host-dw=alice",
          "__Host-dw=root; __Host-dw-walk=x",
          "__Host-dw=down",
          "a=b",
          ";",
          "=");
  private static final List<String> ADDRESSES =
      List.of("127.1.0.1", "127.0.0.2", "127.0.0.5", "127.0.0.7", "::1", "10.0.0.1", "2001:db8::1");

  private RandomFacts() {}

  static Requests request(Random random) {
    Requests request =
        Requests.of(any(random, METHODS), any(random, TARGETS))
            .host(any(random, HOSTS))
            .from(any(random, ADDRESSES))
            .over(
                random.nextBoolean() ? 8080 : 443,
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean() ? "" : any(random, HOSTS));
    if (random.nextInt(3) > 0) {
      request = request.with("authorization", any(random, CREDENTIALS));
    }
    if (random.nextInt(3) == 0) {
      request = request.cookie(any(random, COOKIES));
    }
    Field[] fields = Field.values();
    for (int n = random.nextInt(6); n > 0; n--) {
      request = request.with(fields[random.nextInt(fields.length)].wire(), any(random, VALUES));
    }
    return request;
  }

  /** What holds for every answer of ours (contract V, NS, C024, C034, C262). */
  static void assertSound(Answer.Say say) {
    List<String> names = say.fields().stream().map(field -> field.name()).toList();
    assertThat(names).contains("Cache-Control", "Vary", "X-Request-Id");
    assertThat(names.stream().filter(name -> name.equals("Location")).count())
        .isEqualTo(say.status() == 303 || say.status() == 308 ? 1 : 0);
    assertThat(names.contains("Retry-After")).isEqualTo(say.status() == 429 || say.status() == 503);
    if (say.status() == 401) {
      assertThat(names).contains("WWW-Authenticate");
    }
    if (say.status() != 400 && say.status() != 401 && say.status() != 403) {
      assertThat(names).doesNotContain("WWW-Authenticate");
    }
    assertThat(names.contains("Allow"))
        .isEqualTo(
            say.status() == 405
                || (say.status() == 204 && !names.contains("Access-Control-Allow-Methods")));
    say.fields()
        .forEach(field ->
            assertThat(field.value().chars().allMatch(c -> c >= 0x20 && c < 0x7f))
                .as("%s", field)
                .isTrue());
  }

  private static String any(Random random, List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
