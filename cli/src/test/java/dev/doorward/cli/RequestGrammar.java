package dev.doorward.cli;

import dev.doorward.cli.naive.Sent;
import dev.doorward.cli.naive.Sent.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes requests: mostly such as people and attackers send, each from its own number. */
final class RequestGrammar {
  private static final List<String> FROM =
      List.of(
          "127.1.0.1",
          "127.1.0.1",
          "127.1.0.2",
          "127.1.0.2",
          "127.0.0.5",
          "127.0.0.5",
          "127.0.0.7",
          "127.0.0.7",
          "127.0.0.5",
          "127.0.0.5",
          "127.1.0.1",
          "127.0.0.2");
  private static final List<String> METHODS =
      List.of(
          "GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "POST", "POST", "POST",
          "POST", "PUT", "DELETE", "OPTIONS", "OPTIONS");
  private static final List<String> RARE_METHODS =
      List.of(
          "PATCH",
          "get",
          "post",
          "Delete",
          "options",
          "head",
          "TRACE",
          "trace",
          "PROPFIND",
          "CONNECT");
  private static final List<String> PATHS =
      List.of(
          "/public/**",
          "/public/app.css",
          "/healthz",
          "/open",
          "/open-basic",
          "/me/**",
          "/basic-only",
          "/bearer-only",
          "/cookie-only",
          "/admin",
          "/reports",
          "/audit",
          "/ledger",
          "/api",
          "/pay",
          "/transfer",
          "/orders/**",
          "/orders/7",
          "/get-only",
          "/upload",
          "/intranet",
          "/secret/**",
          "/secret/43",
          "/own-cors",
          "/ws",
          "/events",
          "/grpc.Echo/*",
          "/dead",
          "/closed",
          "/",
          "/over/a/*",
          "/over/*/x",
          "/over/a/x",
          "/over/**",
          "/over/b",
          "/over/b/**",
          "/over/*",
          "/deep/*/*/**",
          "/deep/**",
          "/basic-mfa",
          "/hidden-mfa/**",
          "/office/**",
          "/office/own/**",
          "/lab/**",
          "/caf%C3%A9/**",
          "/nowhere/**");
  private static final List<String> OWN =
      List.of(
          "/.doorward/login",
          "/.doorward/logout",
          "/.doorward/account",
          "/.doorward/account/password",
          "/.doorward/account/sessions/revoke",
          "/.doorward/account/sessions/*/revoke",
          "/.doorward/health",
          "/.doorward/nothing",
          "/.doorward/check",
          "/.doorward/oauth/jwks",
          "/.well-known/change-password",
          "/.well-known/openid-configuration",
          "/.well-known/oauth-protected-resource/api",
          "/.well-known/security.txt");
  private static final List<String> SEGMENTS =
      List.of("a", "b", "x", "42", "admin", "public", "A", "a.b", "a~b", "secret", "...", "a;v=1");
  private static final List<String> ODD =
      List.of(
          "%2f",
          "%2F",
          "//",
          "/",
          "/.",
          "/..",
          "/./",
          "/../",
          "/%2e%2e/",
          "/.%2E",
          "/..;a/",
          "/..%3Bx/",
          "/%2e",
          ";",
          ";x=1",
          "%3B",
          "%3bx",
          "%5c",
          "\\",
          "%00",
          "%",
          "%zz",
          "%4",
          "%20",
          "\"",
          "|",
          "*",
          "%7E",
          "~",
          "%252e%252e/",
          "%252f",
          "%c3%a9",
          "%41",
          "+",
          ":",
          "@",
          "[",
          "%25");
  private static final List<String> QUERIES =
      List.of(
          "?", "?a=b", "?x=/../admin", "?%zz", "?%00;y", "?a?b//c", "?access_token=T", "?q=%2e%2e");
  private static final List<String> ORIGINS =
      List.of(
          "https://spa.test",
          "https://evil.test",
          "null",
          "http://localhost:{port}",
          "http://127.0.0.1:{port}");
  private static final List<String> HOPS =
      List.of(
          "203.0.113.9",
          "203.0.113.66",
          "10.0.0.5",
          "10.0.0.5:4711",
          "::ffff:10.0.0.5",
          "::ffff:a00:5",
          "64:ff9b::a00:5",
          "2001:db8::7",
          "[2001:db8::7]:4711",
          "2001:db8:8000::1",
          "fe80::1%eth0",
          "127.0.0.7",
          "127.1.0.1",
          "127.0.0.2",
          "::ffff:203.0.113.66",
          "unknown",
          "_hidden",
          "1.2.3",
          "010.0.0.1",
          "[::1",
          "1.2.3.256",
          "",
          "0.0.0.0");

  private final RandomHouse house;
  private final String port;

  RequestGrammar(RandomHouse house) {
    this.house = house;
    this.port = Integer.toString(house.door);
  }

  /** The request of that number. */
  Sent make(long seed, int number) {
    return new One(new Random(seed * 1_000_003 + number)).make();
  }

  private final class One {
    private final Random random;
    private final List<Line> fields = new ArrayList<>();
    private boolean ours;

    One(Random random) {
      this.random = random;
    }

    Sent make() {
      String method = of(one(15) ? RARE_METHODS : METHODS);
      ours = one(12);
      String target = target(method);
      host();
      authorization();
      cookies(method);
      browser();
      forwarding();
      if (one(50)) {
        add("Early-Data", "1");
      }
      if (one(60)) {
        add(
            of(
                List.of(
                    "X-HTTP-Method-Override", "X-HTTP-Method", "X-Original-URL", "X-Rewrite-URL")),
            "DELETE");
      }
      String body = body(method);
      return new Sent(of(FROM), method, target, fields, body);
    }

    private String target(String method) {
      if (method.equals("OPTIONS") && one(40)) {
        return "*";
      }
      StringBuilder path = new StringBuilder();
      for (String segment : of(ours ? OWN : PATHS).substring(1).split("/")) {
        switch (segment) {
          case "*" -> path.append('/').append(of(SEGMENTS));
          case "**" -> {
            for (int i = random.nextInt(3); i > 0; i--) {
              path.append('/').append(of(SEGMENTS));
            }
          }
          default -> path.append('/').append(segment);
        }
      }
      if (!ours && one(40)) {
        path.append(of(List.of("/..", "//", "/", "%2f", ";/"))).append(of(PATHS).replace("*", "a"));
      }
      if (one(50)) {
        path.insert(0, of(List.of("/", "//host", "/;x", "/%2f", "/%61dmin")));
      }
      for (int i = one(3) ? 1 + random.nextInt(3) : 0; i > 0; i--) {
        mutate(path);
      }
      if (path.isEmpty() || path.charAt(0) != '/') {
        path.insert(0, '/');
      }
      String query = one(5) ? of(QUERIES) : "";
      return (one(50) ? "http://" + authority() : "") + path + query;
    }

    private void mutate(StringBuilder path) {
      int at = random.nextInt(path.length());
      switch (random.nextInt(5)) {
        case 0 -> path.insert(at + 1, of(ODD));
        case 1 -> {
          String hex = "%%%02x".formatted((int) path.charAt(at));
          path.replace(at, at + 1, random.nextBoolean() ? hex : hex.toUpperCase(Locale.ROOT));
        }
        case 2 -> {
          char c = path.charAt(at);
          path.setCharAt(
              at, Character.isLowerCase(c) ? Character.toUpperCase(c) : Character.toLowerCase(c));
        }
        case 3 -> path.append(of(List.of("/", "//", ";", ";a=b", "%2F", "/.", ".json", "%20")));
        default -> path.deleteCharAt(at);
      }
      if (path.isEmpty()) {
        path.append('/');
      }
    }

    private String authority() {
      return of(
          List.of(
              "127.0.0.1:" + port,
              "127.0.0.1:" + port,
              "127.0.0.1:" + port,
              "localhost:" + port,
              "LocalHost:" + port,
              "[::1]:" + port,
              "evil.test",
              "127.0.0.1",
              "127.0.0.1:1",
              "localhost"));
    }

    private void host() {
      if (one(200)) {
        return;
      }
      add("Host", one(25) ? authority() : "127.0.0.1:" + port);
      if (one(200)) {
        add("Host", authority());
      }
    }

    private void authorization() {
      if (one(2)) {
        return;
      }
      add("Authorization", credential());
      if (one(30)) {
        add("Authorization", credential());
      }
    }

    private String credential() {
      return switch (random.nextInt(16)) {
        case 0, 1, 2, 3, 4, 5 -> "Bearer " + of(house.tokens);
        case 6 -> "bEaReR   " + of(house.tokens);
        case 7, 8, 9 -> "Basic " + of(house.pairs);
        case 10 -> one(4) ? "Basic YWxpY2U6d3Jvbmc=" : "basic  " + of(house.pairs);
        case 11 ->
            one(3)
                ? of(List.of("Basic @@@", "Basic", "Basic YWxpY2U="))
                : "Basic " + of(house.pairs);
        case 12 ->
            of(List.of("Bearer", "Bearer a b", "Bearer a, Bearer b", "Bearer ä", "Bearer ="));
        case 13 ->
            of(
                List.of(
                    "Digest username=\"a\"",
                    "DPoP " + of(house.tokens),
                    "AWS4-HMAC-SHA256 x",
                    "Negotiate"));
        case 14 -> of(List.of("%%%", "", "\"Bearer\" a", "Bearer\ta"));
        default -> "Bearer " + of(house.tokens) + of(List.of("", "=", "x", " "));
      };
    }

    private void cookies(String method) {
      if (!one(3)) {
        return;
      }
      String name = "dw-" + port;
      String first = name + "=" + key(method);
      switch (random.nextInt(8)) {
        case 0 -> add("Cookie", "a=b; " + first + "; c=d");
        case 1 -> add("Cookie", first + "; " + name + "=" + key(method));
        case 2 -> {
          add("Cookie", first);
          add("Cookie", one(2) ? "other=1" : name + "=" + key(method));
        }
        case 3 -> add("Cookie", "x" + first + "; " + name + "-device=1; DW-" + port + "=1");
        default -> add("Cookie", first);
      }
    }

    /** A session must not end on the way, as signing out would end it. */
    private String key(String method) {
      return ours && !method.equals("GET")
          ? of(List.of("", "invented", "B".repeat(43)))
          : of(house.sessions);
    }

    private void browser() {
      if (one(3)) {
        add("Origin", of(ORIGINS).replace("{port}", port));
      }
      if (one(5)) {
        add(
            "Referer",
            of(
                List.of(
                    "http://127.0.0.1:" + port,
                    "http://127.0.0.1:" + port + "/form",
                    "http://127.0.0.1:" + port + "1/",
                    "https://evil.test/")));
      }
      if (one(3)) {
        add("Sec-Fetch-Mode", of(List.of("navigate", "navigate", "cors", "no-cors", "websocket")));
        if (!one(4)) {
          add(
              "Sec-Fetch-Dest",
              of(List.of("document", "document", "empty", "iframe", "image", "webidentity")));
        }
      }
      if (one(4)) {
        add("Sec-Fetch-Site", of(List.of("same-origin", "none", "same-site", "cross-site")));
      }
      if (one(2)) {
        add(
            "Accept",
            of(
                List.of(
                    "*/*",
                    "text/html",
                    "text/html,application/xhtml+xml,*/*;q=0.8",
                    "application/json",
                    "application/json,text/html;q=0.9",
                    "application/json;q=0.5, text/html;q=0.5",
                    "text/html;q=0",
                    "text/event-stream")));
      }
      if (one(12)) {
        add("X-Requested-With", "XMLHttpRequest");
      }
      if (one(5)) {
        add("Access-Control-Request-Method", of(List.of("GET", "PUT", "POST", "HEAD", "delete")));
      }
      if (one(40)) {
        add("Sec-Purpose", of(List.of("prefetch", "prefetch;prerender", "other")));
      }
      if (one(60)) {
        add("DPoP", "proof");
      }
      if (one(25)) {
        add("Connection", "Upgrade");
        add("Upgrade", of(List.of("websocket", "WebSocket")));
        add("Sec-WebSocket-Version", "13");
        add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
      }
    }

    private void forwarding() {
      if (!one(3)) {
        return;
      }
      for (int lines = one(6) ? 2 : 1; lines > 0; lines--) {
        StringBuilder chain = new StringBuilder(of(HOPS));
        for (int more = random.nextInt(3); more > 0; more--) {
          chain.append(of(List.of(",", ", ", " , "))).append(of(HOPS));
        }
        add("X-Forwarded-For", chain.toString());
      }
      if (one(3)) {
        add("X-Forwarded-Proto", of(List.of("https", "http")));
        add("X-Forwarded-Host", "evil.test");
      }
    }

    private String body(String method) {
      if (one(3)) {
        add(
            "Content-Type",
            of(
                List.of(
                    "application/json",
                    "application/json; charset=utf-8",
                    "application/x-www-form-urlencoded",
                    "text/plain",
                    "application/grpc+proto")));
      }
      String upper = method.toUpperCase(Locale.ROOT);
      boolean carries = upper.equals("POST") || upper.equals("PUT") || upper.equals("PATCH");
      if (!carries || one(2)) {
        return "";
      }
      String body = of(List.of("{}", "a=1&access_token=x"));
      add("Content-Length", Integer.toString(body.getBytes(StandardCharsets.ISO_8859_1).length));
      return body;
    }

    private void add(String name, String value) {
      fields.add(new Line(one(10) ? name.toLowerCase(Locale.ROOT) : name, value));
    }

    private boolean one(int in) {
      return random.nextInt(in) == 0;
    }

    private <T> T of(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }
  }
}
