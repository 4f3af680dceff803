package dev.doorward.contract;

import dev.doorward.contract.FakeDoor.Asked;
import dev.doorward.contract.FakeDoor.FakeReply;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A fault that servers have, planted into an otherwise right one. */
enum Fault {
  NONE((_, _) -> {}),
  NO_CHALLENGE((_, r) -> r.drop("WWW-Authenticate")),
  NO_CHALLENGE_ON_POST((a, r) -> {
    if (a.method().equals("POST")) {
      r.drop("WWW-Authenticate");
    }
  }),
  DOUBLED_CHALLENGE((_, r) -> challenges(r, c -> r.fields.addAll(c))),
  CHALLENGES_ON_ONE_LINE((_, r) ->
      challenges(
          r,
          c -> {
            r.drop("WWW-Authenticate");
            r.fields.add(String.join(", ", c).replace(", WWW-Authenticate: ", ", "));
          })),
  CHALLENGES_IN_ANOTHER_ORDER((_, r) ->
      challenges(
          r,
          c -> {
            r.drop("WWW-Authenticate");
            r.fields.addAll(c.reversed());
          })),
  BARE_REALM((_, r) -> r.replace("realm=\"doorward\"", "realm=doorward")),
  ERROR_FOR_ANONYMOUS((_, r) -> r.replace("Bearer realm", "Bearer error=\"invalid_token\", realm")),
  BASIC_FOR_SCRIPTS((a, r) -> {
    if (a.isScript()) {
      r.fields.add("WWW-Authenticate: Basic realm=\"doorward\", charset=\"UTF-8\"");
    }
  }),
  FORBIDDEN_FOR_ANONYMOUS(status(401, 403, "Forbidden")),
  UNAUTHORIZED_FOR_ALICE(status(403, 401, "Unauthorized")),
  PROXY_AUTHENTICATION(status(401, 407, "Proxy Authentication Required")),
  LOGIN_BY_302(status(303, 302, "Found")),
  LOGIN_ABSOLUTE((a, r) -> r.replace("Location: /", "Location: " + a.origin() + "/")),
  LOGIN_WITH_CHALLENGE((_, r) -> {
    if (r.status == 303) {
      r.fields.add("WWW-Authenticate: Bearer realm=\"doorward\"");
    }
  }),
  LOGIN_FOR_SCRIPTS((a, r) -> {
    if (a.isScript() && r.status == 401) {
      r.status = 302;
      r.reason = "Found";
      r.drop("WWW-Authenticate");
      r.fields.add("Location: /.doorward/login");
    }
  }),
  COOKIE_CLEARED_FOR_ALL((_, r) -> {
    if (r.status == 401) {
      r.fields.add("Set-Cookie: dw=; Max-Age=0");
    }
  }),
  SCOPE_FOR_A_ROLE((a, r) -> {
    if (a.target().equals("/admin")) {
      r.replace("Bearer realm", "Bearer error=\"insufficient_scope\", realm");
    }
  }),
  BODY_ON_HEAD((_, r) -> r.bodyOnHead = true),
  LENGTH_ON_204((_, r) -> {
    if (r.status == 204) {
      r.fields.add("Content-Length: 0");
    }
  }),
  TWO_LENGTHS((_, r) -> r.fields.add("Content-Length: " + r.body.length())),
  BARE_LINE_FEEDS((_, r) -> r.bareLineFeeds = true),
  CONNECTION_STAYS((_, r) -> r.lingers = true),
  CONTINUE_BEFORE_REFUSAL((a, r) -> {
    if (!a.field("Expect").isEmpty()) {
      r.before = "HTTP/1.1 100 Continue\r\n\r\n";
    }
  }),
  TALKING_REASON((_, r) -> r.reason = "Token Missing"),
  STORED((_, r) -> r.drop("Cache-Control")),
  STORED_REDIRECT((_, r) -> {
    if (r.status == 303) {
      r.drop("Cache-Control");
    }
  }),
  NO_VARY((_, r) -> r.drop("Vary")),
  VARY_WITHOUT_COOKIE(
      (_, r) -> r.replace("Authorization, Cookie, Accept", "Authorization, Accept")),
  VARY_ON_TWO_LINES((_, r) -> r.fields.add("Vary: Accept-Encoding")),
  ENTITY_TAG((_, r) -> r.fields.add("ETag: \"1\"")),
  NO_REQUEST_ID((_, r) -> r.drop("X-Request-Id")),
  ODD_REQUEST_ID((_, r) -> {
    r.drop("X-Request-Id");
    r.fields.add("X-Request-Id: 1234");
  }),
  OTHER_INSTANCE((_, r) -> r.body = r.body.replace("urn:uuid:", "urn:uuid:0")),
  OTHER_TITLE((_, r) -> r.body = r.body.replace("Authentication required", "Unauthorized")),
  OTHER_STATUS_MEMBER((_, r) -> r.body = r.body.replace("\"status\":4", "\"status\":5")),
  OTHER_TYPE((_, r) -> r.body = r.body.replace("urn:doorward:problem:", "about:")),
  PLAIN_JSON((_, r) -> r.replace("application/problem+json", "application/json")),
  DETAIL((_, r) -> r.body = r.body.replace("\"instance\"", "\"detail\":\"x\",\"instance\"")),
  NAMES_THE_USER((_, r) -> r.body = r.body.replace("\"Forbidden\"", "\"Forbidden for alice\"")),
  NAMES_THE_ROLE((_, r) -> r.body = r.body.replace("}", ",\"action\":\"needs admin\"}")),
  STACK_TRACE((_, r) -> r.body = r.body.replace("}", ",\"action\":\"NullPointerException\"}")),
  SERVER_VERSION((_, r) -> r.fields.add("Server: Fake/1.2")),
  HIDDEN_BUT_TOLD((a, r) -> {
    if (a.target().equals("/secret/43")) {
      r.fields.add("X-Exists: no");
    }
  }),
  CLOSED_BUT_TOLD((a, r) -> {
    if (a.target().equals("/closed") && !a.field("Authorization").isEmpty()) {
      r.fields.add("X-Known: yes");
    }
  }),
  PREFLIGHT_200(status(204, 200, "OK")),
  PREFLIGHT_FOR_ALL((_, r) -> r.replace("Allow-Origin: https://spa.test", "Allow-Origin: *")),
  NO_CORS_ON_REFUSAL((_, r) -> {
    if (r.status == 401) {
      r.drop("Access-Control-Allow-Origin");
    }
  }),
  CORS_FOR_EVERYBODY((a, r) -> {
    if (a.field("Origin").isEmpty()) {
      r.fields.add("Access-Control-Allow-Origin: *");
    }
  }),
  COOKIE_FOR_SCRIPTS((_, r) -> r.replace("; HttpOnly", "")),
  COOKIE_FOR_SITES((_, r) -> r.replace("; SameSite=Lax", "; SameSite=None")),
  COOKIE_TOO_SHORT((_, r) -> r.fields.replaceAll(f -> f.replaceFirst("=sss[^;]*;", "=sss;"))),
  COOKIES_WIPED((_, r) -> {
    if (r.status == 204) {
      r.fields.add("Clear-Site-Data: \"cookies\"");
    }
  }),
  PAGE_WITHOUT_POLICY((_, r) -> r.drop("Content-Security-Policy")),
  PAGE_WITH_SCRIPT((_, r) -> r.body = r.body.replace("<p>", "<script></script><p>")),
  JSON_FOR_PEOPLE((_, r) -> {
    if (r.has("Content-Security-Policy")) {
      r.replace("text/html; charset=utf-8", "application/problem+json");
    }
  }),
  CREDENTIAL_PASSED_ON((a, r) ->
      r.body =
          r.body.replace(
              "[\"Host\"", "[\"Authorization\",\"" + a.field("Authorization") + "\"],[\"Host\"")),
  IDENTITY_LOST((_, r) -> r.body = r.body.replace("X-Doorward-User", "X-User")),
  ADDRESS_LOST((_, r) -> r.body = r.body.replace("X-Forwarded-For", "X-For")),
  FORBIDDEN_PROBLEM_AT_404((_, r) -> r.body = r.body.replace(":not_found", ":forbidden"));

  private final BiConsumer<Asked, FakeReply> change;

  Fault(BiConsumer<Asked, FakeReply> change) {
    this.change = change;
  }

  void plant(Asked asked, FakeReply reply) {
    change.accept(asked, reply);
  }

  private static BiConsumer<Asked, FakeReply> status(int from, int to, String reason) {
    return (_, r) -> {
      if (r.status == from) {
        r.status = to;
        r.reason = reason;
        r.body = r.body.replace("\"status\":" + from, "\"status\":" + to);
      }
    };
  }

  private static void challenges(FakeReply reply, java.util.function.Consumer<List<String>> what) {
    List<String> challenges =
        reply.fields.stream().filter(f -> f.startsWith("WWW-Authenticate")).toList();
    Optional.of(challenges).filter(c -> !c.isEmpty()).ifPresent(what);
  }
}
