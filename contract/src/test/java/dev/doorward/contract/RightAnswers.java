package dev.doorward.contract;

import dev.doorward.contract.FakeDoor.Asked;
import dev.doorward.contract.FakeDoor.FakeReply;
import java.util.ArrayList;
import java.util.List;

/** The right answers to a handful of cases. */
final class RightAnswers {

  static final String CASES =
      "C001,C002,C003,C005,C007,C009a,C018,C019,C021,C060a,C095,C096,C100a,C112a,C112b,C114a,"
          + "C114b,C130a,C130f,C135,C143,C184a,C186,C191a,C223c,C336b";

  private static final String V =
      "Vary: Authorization, Cookie, Accept, Sec-Fetch-Mode, Sec-Fetch-Dest, X-Requested-With, Origin";

  private final Asked asked;
  private final String id;
  private final List<String> fields = new ArrayList<>();

  private RightAnswers(Asked asked, String id) {
    this.asked = asked;
    this.id = id;
    fields.add("X-Request-Id: " + id);
  }

  static FakeReply to(Asked asked, String id) {
    return new RightAnswers(asked, id).answer();
  }

  private FakeReply answer() {
    boolean token = asked.field("Authorization").startsWith("Bearer ");
    boolean session = asked.field("Cookie").contains(cookie() + "=sss");
    boolean known = token || session;
    String path = asked.target().replaceFirst("\\?.*", "");
    if (asked.method().equals("OPTIONS")) {
      return preflight();
    }
    cors();
    return switch (path) {
      case "/.doorward/login" -> signedIn();
      case "/.doorward/logout" -> signedOut();
      case "/.doorward/nothing-here" -> refusal(404, "Not Found", "not_found", "Not found", "");
      case "/closed" -> refusal(403, "Forbidden", "forbidden", "Forbidden", "");
      case "/open" -> app("");
      case "/secret/42", "/secret/43" -> refusal(404, "Not Found", "not_found", "Not found", "");
      case "/admin" -> {
        if (token) {
          challenge("Bearer realm=\"doorward\"");
        }
        yield known ? refusal(403, "Forbidden", "forbidden", "Forbidden", "") : stranger(path);
      }
      case "/reports" -> {
        challenge(
            "Bearer error=\"insufficient_scope\", scope=\"reports:read\", realm=\"doorward\"");
        yield refusal(
            403,
            "Forbidden",
            "insufficient_scope",
            "The access token needs more scope",
            ",\"error\":\"insufficient_scope\",\"scope\":\"reports:read\"");
      }
      default ->
          known && !asked.ended().contains(asked.field("Cookie")) ? app("alice") : stranger(path);
    };
  }

  private FakeReply stranger(String path) {
    if (asked.navigates() && asked.method().equals("GET") && !path.equals("/bearer-only")) {
      own("Location: /.doorward/login?return_to=%2Fme");
      return new FakeReply(303, "See Other", fields, "");
    }
    if (path.equals("/me") && !asked.isScript() && !asked.navigates()) {
      challenge("Basic realm=\"doorward\", charset=\"UTF-8\"");
    }
    if (!path.equals("/cookie-only")) {
      challenge("Bearer realm=\"doorward\"");
    }
    if (!path.equals("/bearer-only")) {
      challenge("Session login_uri=\"" + asked.origin() + "/.doorward/login\", realm=\"doorward\"");
    }
    return refusal(401, "Unauthorized", "authentication_required", "Authentication required", "");
  }

  private FakeReply refusal(int status, String reason, String name, String title, String more) {
    own("X-Nothing: 1");
    if (asked.navigates()) {
      fields.add("Content-Type: text/html; charset=utf-8");
      fields.add(
          "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self' data:;"
              + " base-uri 'none'; frame-ancestors 'none'");
      fields.add("Referrer-Policy: same-origin");
      fields.add("X-Content-Type-Options: nosniff");
      fields.add("X-Robots-Tag: noindex");
      return new FakeReply(
          status,
          reason,
          fields,
          "<!doctype html><title>%s</title><p>%s alice <a target=\"_blank\" href=\"/.doorward/login?return_to=%%2F\">Sign in</a> (opens a tab), then reload this page to send your form <a href=\"/.doorward/logout\">out</a> <a href=\"/.doorward/login?prompt=login&amp;return_to=%%2F\">switch</a>"
              .formatted(title, id));
    }
    fields.add("Content-Type: application/problem+json");
    return new FakeReply(
        status,
        reason,
        fields,
        "{\"type\":\"urn:doorward:problem:%s\",\"title\":\"%s\",\"status\":%d,\"instance\":\"urn:uuid:%s\"%s}"
            .formatted(name, title, status, id, more));
  }

  private FakeReply preflight() {
    if (!asked.field("Origin").equals("https://spa.test")) {
      return refusal(403, "Forbidden", "origin_not_allowed", "This origin is not allowed", "");
    }
    fields.add("Cache-Control: no-store");
    fields.add("Access-Control-Allow-Origin: https://spa.test");
    fields.add("Access-Control-Allow-Methods: GET, HEAD, POST, PUT, PATCH, DELETE");
    fields.add("Access-Control-Allow-Headers: authorization");
    fields.add("Access-Control-Allow-Credentials: true");
    fields.add("Access-Control-Max-Age: 600");
    fields.add("Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
    return new FakeReply(204, "No Content", fields, "");
  }

  private FakeReply signedIn() {
    fields.add("Cache-Control: no-store");
    fields.add("Content-Type: application/json");
    String key = "sss" + id.replace("-", "") + "00000000";
    fields.add("Set-Cookie: " + cookie() + "=" + key + "; Path=/; HttpOnly; SameSite=Lax");
    fields.add(
        "Set-Cookie: "
            + cookie()
            + "-device="
            + key
            + "; Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax");
    return new FakeReply(
        200,
        "OK",
        fields,
        "{\"user\":\"alice\",\"acr\":\"urn:dw:pwd\",\"expires_at\":\"2030-01-01T00:00:00Z\",\"return_to\":\"/\"}");
  }

  private FakeReply signedOut() {
    asked.ended().add(asked.field("Cookie"));
    fields.add("Cache-Control: no-store");
    fields.add("Set-Cookie: " + cookie() + "=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax");
    return new FakeReply(204, "No Content", fields, "");
  }

  private FakeReply app(String user) {
    fields.add("Content-Type: application/json");
    fields.add("Cache-Control: private");
    fields.add("Vary: Authorization, Cookie, Origin");
    String host = asked.field("Host");
    return new FakeReply(
        200,
        "OK",
        fields,
        ("{\"method\":\"%s\",\"target\":\"%s\",\"fields\":[[\"Host\",\"%s\"],[\"X-Forwarded-Host\",\"%s\"],"
                + "[\"X-Forwarded-Proto\",\"http\"],[\"X-Forwarded-For\",\"%s\"],[\"X-Doorward-Request-Id\",\"%s\"]%s],"
                + "\"trailers\":[],\"body\":{\"length\":0}}")
            .formatted(
                asked.method(),
                asked.target(),
                host,
                host,
                asked.from(),
                id,
                user.isEmpty()
                    ? ""
                    : ",[\"X-Doorward-User\",\"alice\"],[\"X-Doorward-Roles\",\"user\"]"));
  }

  private void cors() {
    if (asked.field("Origin").equals("https://spa.test")) {
      fields.add("Access-Control-Allow-Origin: https://spa.test");
      fields.add("Access-Control-Allow-Credentials: true");
      fields.add(
          "Access-Control-Expose-Headers: WWW-Authenticate, Retry-After, DPoP-Nonce, X-Request-Id");
    }
  }

  private void own(String field) {
    fields.add("Cache-Control: no-store");
    fields.add(V);
    fields.add(field);
  }

  private void challenge(String challenge) {
    fields.add("WWW-Authenticate: " + challenge);
  }

  private String cookie() {
    return "dw-" + asked.origin().replaceFirst(".*:", "");
  }
}
