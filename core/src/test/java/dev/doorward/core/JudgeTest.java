package dev.doorward.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.answer.Answer;
import dev.doorward.core.answer.Body;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Identify;
import dev.doorward.core.request.Header;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.verdict.Ask;
import dev.doorward.core.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract at decision level: what is sent, and status, problem and challenge lines. */
class JudgeTest {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("BASIC", "Basic realm=\"doorward\", charset=\"UTF-8\""),
          Map.entry("BEARER", "Bearer realm=\"doorward\""),
          Map.entry(
              "SESSION",
              "Session login_uri=\"http://127.0.0.1:8080/.doorward/login\", realm=\"doorward\""),
          Map.entry("BROKEN", "Bearer error=\"invalid_request\", realm=\"doorward\""),
          Map.entry(
              "INVALID",
              "Bearer error=\"invalid_token\", realm=\"doorward\", error_description=\"The access"
                  + " token is invalid\""),
          Map.entry(
              "EXPIRED",
              "Bearer error=\"invalid_token\", realm=\"doorward\", error_description=\"The access"
                  + " token is expired\""));

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          C001  | GET /me          |                         | 401 authentication_required | BASIC; BEARER; SESSION
          C003  | GET /me          | XHR                     | 401 authentication_required | BEARER; SESSION
          C003a | GET /basic-only  | XHR                     | 401 authentication_required | BASIC
          C004  | GET /me          | x-requested-with: XMLHttpRequest | 401 authentication_required | BEARER; SESSION
          C005  | GET /me          | NAV                     | 303                         |
          C007  | GET /bearer-only | NAV                     | 401 authentication_required | BEARER
          C008  | GET /basic-only  | NAV                     | 401 authentication_required | BASIC
          C009  | POST /me         | NAV                     | 401 authentication_required | BEARER; SESSION
          C010  | GET /me          | FRAME                   | 401 authentication_required | BEARER; SESSION
          C011  | GET /me          | SUB                     | 401                         | BEARER; SESSION
          C011a | GET /basic-only  | SUB                     | 401                         | BASIC
          C013  | GET /me          | accept: text/event-stream | 401 authentication_required | BASIC; BEARER; SESSION
          C014  | GET /ws          | upgrade: websocket      | 401 authentication_required | BEARER; SESSION
          C018  | HEAD /me         |                         | 401 authentication_required | BASIC; BEARER; SESSION
          C021  | GET /cookie-only |                         | 401 authentication_required | SESSION
          C022  | GET /me/no/such  |                         | 401 authentication_required | BASIC; BEARER; SESSION
          C031  | GET /api         |                         | 401 authentication_required | Bearer scope="reports:read", resource_metadata="http://127.0.0.1:8080/.well-known/oauth-protected-resource/api", realm="doorward"; SESSION
          C032  | GET /reports     |                         | 401 authentication_required | Bearer scope="reports:read", realm="doorward"; SESSION
          C033  | GET /open        |                         | 200                         |
          C039  | GET /me          | T_ok; T_ok              | 400 invalid_request         | BASIC; BROKEN; SESSION
          C040  | GET /me          | authorization: Bearer   | 400 invalid_request         | BASIC; BROKEN; SESSION
          C041  | GET /me          | authorization: Bearer abc def | 400 invalid_request   | BASIC; BROKEN; SESSION
          C043  | GET /me          | authorization: %%%      | 400 invalid_request         | BASIC; BROKEN; SESSION
          C043a | GET /api         | authorization: %%%      | 400 invalid_request         | Bearer error="invalid_request", resource_metadata="http://127.0.0.1:8080/.well-known/oauth-protected-resource/api", realm="doorward"; SESSION
          C044  | GET /bearer-only | authorization: Digest x | 401 authentication_required | BEARER
          C045  | GET /me          | authorization: Basic @@@ | 401 invalid_credentials    | BASIC; BEARER; SESSION
          C060  | GET /me          | T_ok                    | 200                         |
          C060a | GET /reports     | T_reports               | 200                         |
          C060b | POST /pay        | T_mfa                   | 200                         |
          C061  | GET /me          | T_exp                   | 401 invalid_token           | BASIC; EXPIRED; SESSION
          C065  | GET /me          | T_sig                   | 401 invalid_token           | BASIC; INVALID; SESSION
          C065a | GET /me          | T_sig; XHR              | 401 invalid_token           | INVALID; SESSION
          C073  | GET /me          | T_aud                   | 401 invalid_token           | BASIC; INVALID; SESSION
          C073a | GET /api         | T_ok                    | 401 invalid_token           | Bearer error="invalid_token", scope="reports:read", resource_metadata="http://127.0.0.1:8080/.well-known/oauth-protected-resource/api", realm="doorward", error_description="The access token is invalid"; SESSION
          C073b | GET /me          | T_api                   | 401 invalid_token           | BASIC; INVALID; SESSION
          C082  | GET /me          | T_sig; @alice           | 401 invalid_token           | BASIC; INVALID; SESSION
          C083  | POST /me         | T_bob; @alice; sec-fetch-site: cross-site | 200       |
          C095  | GET /admin       | T_ok                    | 403 forbidden               | BEARER
          C096  | GET /admin       | @alice; NAV             | 403 forbidden               |
          C097  | GET /admin       |                         | 401 authentication_required | BEARER; SESSION
          C100  | GET /reports     | T_ok                    | 403 insufficient_scope      | Bearer error="insufficient_scope", scope="reports:read", realm="doorward"
          C100b | GET /api         | T_api                   | 403 insufficient_scope      | Bearer error="insufficient_scope", scope="reports:read", resource_metadata="http://127.0.0.1:8080/.well-known/oauth-protected-resource/api", realm="doorward"
          C102  | GET /reports     | @alice                  | 200                         |
          C102b | GET /audit       | @alice                  | 403 forbidden               |
          C103  | GET /audit       | T_ok                    | 403 forbidden               | BEARER
          C103b | GET /ledger      | T_ok                    | 403 forbidden               | BEARER
          C104  | DELETE /orders/7 | T_ok                    | 403 forbidden               | BEARER
          C104a | GET /orders/7    | T_ok                    | 200                         |
          C104b | delete /orders/7 | T_ok                    | 403 forbidden               | BEARER
          C104c | Post /orders/7   | T_ok                    | 403 forbidden               | BEARER
          C104d | head /orders/7   | T_ok                    | 200                         |
          C105  | POST /pay        | T_ok                    | 401 insufficient_user_authentication | Bearer error="insufficient_user_authentication", acr_values="urn:dw:mfa", realm="doorward"; SESSION
          C106  | POST /pay        | T_mfa_old               | 401 insufficient_user_authentication | Bearer error="insufficient_user_authentication", max_age="300", realm="doorward"; SESSION
          C106b | POST /pay        | T_mfa_notime            | 401 insufficient_user_authentication | Bearer error="insufficient_user_authentication", max_age="300", realm="doorward"; SESSION
          C107  | POST /transfer   | T_stale                 | 401 insufficient_user_authentication | Bearer error="insufficient_user_authentication", scope="payments:write", acr_values="urn:dw:mfa", max_age="300", realm="doorward"; SESSION
          C108  | POST /pay        | T_ops                   | 403 forbidden               | BEARER
          C333  | POST /pay        | T_client                | 403 forbidden               | BEARER
          C332  | GET /basic-mfa   | authorization: Basic alice | 403 forbidden            |
          C109  | GET /pay         | @alice; NAV             | 303                         |
          C109b | POST /pay        | @alice; NAV             | 401 insufficient_user_authentication | BEARER; Session error="insufficient_user_authentication", acr_values="urn:dw:mfa", login_uri="http://127.0.0.1:8080/.doorward/login", realm="doorward"
          C110  | GET /pay         | @alice; XHR             | 401 insufficient_user_authentication | BEARER; Session error="insufficient_user_authentication", acr_values="urn:dw:mfa", login_uri="http://127.0.0.1:8080/.doorward/login", realm="doorward"
          C112  | GET /closed      |                         | 403 forbidden               |
          C112a | GET /closed      | T_root                  | 403 forbidden               |
          C112b | GET /no/such     | T_root                  | 403 forbidden               |
          C113  | GET /closed      | T_exp                   | 403 forbidden               |
          C114  | GET /secret/42   | T_ok                    | 404 not_found               |
          C114a | GET /secret/42   | T_root                  | 200                         |
          C115  | GET /secret/42   |                         | 401 authentication_required | BEARER; SESSION
          C116  | GET /secret/42   | T_exp                   | 401 invalid_token           | EXPIRED; SESSION
          C118  | GET /me          | T_sue                   | 403 account_suspended       | BEARER
          C118b | GET /me          | @sue                    | 403 account_suspended       |
          C334  | GET /open        | @sue                    | 200                         |
          C334b | GET /open        | T_sue                   | 403 account_suspended       | BEARER
          C121  | GET /me          | @mo                     | 403 action_required         |
          C121a | GET /me          | @mo; NAV                | 303                         |
          C121b | GET /.doorward/account | @mo; NAV          | 200                         |
          C121c | GET /open        | @mo                     | 403 action_required         |
          C122  | GET /me          | @dead                   | 401 authentication_required | BASIC; BEARER; SESSION
          C123  | GET /me          | @dead; NAV              | 303                         |
          C131  | POST /orders/7   | @ops; sec-fetch-site: cross-site | 403 csrf_failed    |
          C131a | POST /orders/7   | @ops; sec-fetch-site: same-site | 403 csrf_failed     |
          C131b | POST /orders/7   | @ops; sec-fetch-site: cross-site; origin: https://spa.test | 200 |
          C132  | POST /orders/7   | @ops; sec-fetch-site: same-origin | 200               |
          C132b | POST /orders/7   | @ops; sec-fetch-site: none | 200                      |
          C133  | POST /orders/7   | @ops; origin: https://evil.test | 403 csrf_failed     |
          C133a | POST /orders/7   | @ops; origin: null      | 403 csrf_failed             |
          C133b | POST /orders/7   | @ops; origin: http://127.0.0.1:8080 | 200             |
          C134  | POST /orders/7   | @ops                    | 200                         |
          C134a | POST /orders/7   | @ops; referer: http://127.0.0.1:8080/form | 200       |
          C134b | POST /orders/7   | @ops; referer: https://evil.test/ | 403 csrf_failed   |
          C134c | POST /orders/7   | @ops; referer: http://127.0.0.1:8080.evil.test/ | 403 csrf_failed |
          C135  | POST /orders/7   | origin: https://evil.test | 401 authentication_required | BEARER; SESSION
          C136  | POST /orders/7   | T_ops; sec-fetch-site: cross-site | 200               |
          C137  | POST /me         | authorization: Basic alice; sec-fetch-site: cross-site | 403 csrf_failed |
          C138  | POST /.doorward/login | sec-fetch-site: cross-site | 403 csrf_failed      |
          C138b | POST /.doorward/login |                    | 200                         |
          C139  | GET /me          | @alice; sec-fetch-site: cross-site; NAV | 200         |
          C141  | GET /public/app.css | T_exp                | 200                         |
          C142  | GET /public/app.css | T_exp; T_sig         | 200                         |
          C143  | GET /open        |                         | 200                         |
          C144  | GET /open        | T_ok                    | 200                         |
          C145  | GET /open        | T_exp                   | 401 invalid_token           | EXPIRED; SESSION
          C145b | GET /open-basic  | authorization: Basic x  | 401 invalid_credentials     | BASIC; BEARER; SESSION
          C146  | GET /open        | @dead                   | 200                         |
          C147  | GET /open        | authorization: Basic x  | 200                         |
          C148  | GET /open        | authorization: Bearer   | 400 invalid_request         | BROKEN; SESSION
          C184  | OPTIONS /me      | PREFLIGHT               | 204                         |
          C185  | OPTIONS /own-cors | PREFLIGHT              | 200                         |
          C186  | OPTIONS /me      | origin: https://other.test; access-control-request-method: GET | 403 origin_not_allowed |
          C188  | OPTIONS /me      | PREFLIGHT; authorization: %%% | 204                   |
          C189  | OPTIONS /me      | origin: https://spa.test | 401 authentication_required | BASIC; BEARER; SESSION
          C189b | OPTIONS /me      | access-control-request-method: GET | 401 authentication_required | BASIC; BEARER; SESSION
          C190  | OPTIONS *        |                         | 204                         |
          C195  | GET /ws          | @alice; upgrade: websocket; origin: https://evil.test | 403 origin_not_allowed |
          C195a | GET /ws          | @alice; upgrade: websocket; origin: https://spa.test | 200 |
          C195b | GET /ws          | @alice; upgrade: websocket; origin: http://127.0.0.1:8080 | 200 |
          C199  | GET /me          | NAV; sec-purpose: prefetch;prerender | 401 authentication_required | BEARER; SESSION
          C200  | GET /admin       | from 127.0.0.2; T_root  | 403 forbidden               |
          C201  | GET /admin       | from 127.0.0.2; NAV     | 403 forbidden               |
          C202  | GET /intranet    |                         | 403 forbidden               |
          C202a | GET /intranet    | from 127.0.0.5          | 401 authentication_required | BEARER; SESSION
          C205  | GET /intranet    | x-forwarded-for: 10.0.0.5; T_ok | 403 forbidden       |
          C206  | GET /intranet    | from 127.0.0.7; x-forwarded-for: 10.0.0.5, 203.0.113.9; T_ok | 403 forbidden |
          C211  | GET /intranet    | from 127.0.0.7; x-forwarded-for: ::ffff:10.0.0.5; T_ok | 200 |
          C213  | GET /intranet    | from 127.0.0.7; x-forwarded-for: 64:ff9b::a00:5; T_ok | 403 forbidden |
          C209  | GET /me          | from 127.0.0.7; x-forwarded-for: 010.0.0.1; T_ok | 400 bad_forwarding |
          C217  | GET /me          | host other.test         | 421 misdirected             |
          C220a | GET /public/../admin |                     | 400 ambiguous_path          |
          C220b | GET //admin      |                         | 400 ambiguous_path          |
          C220c | GET /public//x   |                         | 200                         |
          C220d | GET /public/a%2Fb |                        | 200                         |
          C220e | GET /;/admin     | T_root                  | 400 ambiguous_path          |
          C220f | GET //x/admin    | T_ok                    | 400 ambiguous_path          |
          C221  | GET /admin;x=1   |                         | 401 authentication_required | BEARER; SESSION
          C221b | GET /ADMIN       | T_root                  | 403 forbidden               |
          C223  | PUT /.doorward/account | T_ok              | 405 method_not_allowed      |
          C223b | GET /.doorward/nothing-here | T_root       | 404 not_found               |
          C225  | PATCH /get-only  | T_root                  | 403 forbidden               |
          C225a | HEAD /get-only   |                         | 401 authentication_required | BEARER; SESSION
          C232  | GET /me          | T_down                  | 503 auth_backend_unavailable |
          C237  | GET /me          | @down; NAV              | 503 auth_backend_unavailable |
          C156  | GET /me          | T_busy                  | 429 too_many_attempts       |
          C331  | POST /me         | authorization: Digest x; @alice; sec-fetch-site: cross-site | 403 csrf_failed |
          C336  | POST /.doorward/login | content-type: text/plain; content-length: 3 | 415 unsupported_media_type |
          C346  | POST /me         | early-data: 1; T_ok     | 425 too_early               |
          C346b | GET /me          | early-data: 1; T_ok     | 200                         |
          C346c | GET /.doorward/login | early-data: 1       | 425 too_early               |
          C346d | GET /me          | early-data: 1; T_ok; dpop: x | 425 too_early          |
          C347  | POST /.doorward/login | content-type: application/json; content-length: 65537 | 413 body_too_large |
          C349  | GET /.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200 | | 404 not_found |
          """)
  void theContractRow(String row, String request, String given, String want, String lines) {
    Answer answer = answer(Fixture.plain(), request, given);

    assertThat(said(answer)).isEqualTo(want.strip());
    assertThat(challenges(answer)).isEqualTo(words(lines));
  }

  /** A request with two faults is answered by the earlier step. */
  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2 before 2: host before early data        | POST /me    | host other.test; early-data: 1 | 421 misdirected
          2 before 3: early data before junk        | POST /me    | from 127.0.0.7; x-forwarded-for: junk; early-data: 1 | 425 too_early
          3 before 6: junk before ambiguous path    | GET /../x   | from 127.0.0.7; x-forwarded-for: junk | 400 bad_forwarding
          4 before 6: address before path           | GET /../x   | from 127.0.0.2 | 403 forbidden
          4 before 6: address before preflight      | OPTIONS /me | from 127.0.0.2; PREFLIGHT | 403 forbidden
          4 before 6: address before OPTIONS *      | OPTIONS *   | from 127.0.0.2 | 403 forbidden
          C203: address before all else             | POST /admin | from 127.0.0.2; @alice; sec-fetch-site: cross-site | 403 forbidden
          6: path before preflight                  | OPTIONS /../me | PREFLIGHT | 400 ambiguous_path
          6: preflight before own methods           | OPTIONS /.doorward/login | PREFLIGHT | 204
          6: method before forgery                  | PUT /.doorward/login | sec-fetch-site: cross-site | 405 method_not_allowed
          6 before 7: origin of a socket before from | GET /intranet | upgrade: websocket; origin: https://evil.test | 403 origin_not_allowed
          7: from before credential syntax          | GET /intranet | authorization: %%% | 403 forbidden
          C113: closed before credential syntax     | GET /closed | authorization: %%% | 403 forbidden
          8 before 9: syntax before forgery         | POST /me    | authorization: %%%; @alice; sec-fetch-site: cross-site | 400 invalid_request
          9 before 10: audience before suspension   | GET /me     | T_aud_sue | 401 invalid_token
          C135: nobody before forgery               | POST /me    | sec-fetch-site: cross-site | 401 authentication_required
          9 before 11: stale before forgery         | POST /me    | @dead; sec-fetch-site: cross-site | 401 authentication_required
          9: outage before forgery                  | POST /me    | @down; sec-fetch-site: cross-site | 503 auth_backend_unavailable
          10 before 11: suspension before forgery   | POST /me    | @sue; sec-fetch-site: cross-site | 403 account_suspended
          10 before 12: suspension before role      | GET /admin  | @sue | 403 account_suspended
          10 before 12: duty before role            | GET /admin  | @mo | 403 action_required
          11 before 12: forgery before role         | POST /admin | @alice; sec-fetch-site: cross-site | 403 csrf_failed
          C108: 12 before 13: role before step-up   | POST /pay   | T_ops | 403 forbidden
          C103: 12 before 14: role before scope     | GET /ledger | T_ok | 403 forbidden
          C107: 13 before 14: step-up before scope  | POST /transfer | T_stale | 401 insufficient_user_authentication
          """)
  void theEarlierStepAnswers(String row, String request, String given, String want) {
    assertThat(said(answer(Fixture.plain(), request, given))).isEqualTo(want.strip());
  }

  @Test
  void c200_c112_whereNothingIsToBeProvenNobodyIsAsked() {
    for (String given : List.of("from 127.0.0.2; T_root", "T_root")) {
      People people = new People();
      String path = given.startsWith("from") ? "GET /me" : "GET /closed";
      Judge.judge(Fixture.plain(), request(path, given).facts(), people);
      Judge.judge(Fixture.plain(), request("GET /public/x", "T_sig").facts(), people);

      assertThat(people.asked()).isEmpty();
    }
  }

  @Test
  void c209_junkMattersWhereAnAddressRuleIs() {
    Policy policy = Fixture.withoutDeny();
    String junk = "from 127.0.0.7; x-forwarded-for: unknown; T_ok";

    assertThat(said(answer(policy, "GET /intranet", junk))).isEqualTo("400 bad_forwarding");
    assertThat(said(answer(policy, "GET /me", junk))).isEqualTo("200");
  }

  @Test
  void c185_withoutCorsAPreflightPassesWhereTheRouteIsOpenToSomebody() {
    Policy policy = Fixture.withoutCors();

    assertThat(said(answer(policy, "OPTIONS /me", "PREFLIGHT"))).isEqualTo("200");
    assertThat(said(answer(policy, "OPTIONS /closed", "PREFLIGHT"))).isEqualTo("403 forbidden");
    assertThat(said(answer(policy, "OPTIONS /intranet", "PREFLIGHT"))).isEqualTo("403 forbidden");
    assertThat(
            said(
                answer(
                    policy,
                    "POST /orders/7",
                    "@ops; sec-fetch-site: cross-site;" + " origin: https://spa.test")))
        .isEqualTo("403 csrf_failed");
  }

  @Test
  void c184_aPreflightIsJudgedByTheMethodItAsksFor() {
    Verdict v =
        Judge.judge(
            Fixture.plain(),
            request(
                    "OPTIONS /orders/7",
                    "origin: https://spa.test;" + " access-control-request-method: DELETE")
                .facts(),
            new People());

    assertThat(v.trail().route().place().source()).isNotEqualTo("");
    assertThat(said(Fixture.plain().answers().answer(v))).isEqualTo("204");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C217 ours          | app.test          | app.test      | ok",
        "C217 with its port | app.test:443      | app.test      | ok",
        "C217 not ours      | other.test        | app.test      | 421",
        "C217 shared cert   | grafana.test      | app.test      | ok",
        "C217 another cert  | shop.example      | app.test      | 421",
        "C217 another cert  | app.test          | shop.example  | 421",
        "C217 its own       | shop.example      | shop.example  | ok",
        "C217 no TLS name   | app.test          |               | ok",
        "C217 loopback      | localhost:8443    |               | ok",
        "C217 loopback      | 127.0.0.1:8443    |               | ok",
        "C217 loopback      | [::1]:8443        |               | ok",
        "C217 other port    | localhost:8080    |               | 421",
        "C217 loopback      | localhost:8443    | localhost     | ok",
        "C217 other name    | localhost:8443    | app.test      | 421",
        "C217 userinfo      | a@app.test        | app.test      | 421",
        "C217 unknown name  | app.test          | other.test    | 421",
      })
  void tlsNameAndHostBelongTogetherAndToUs(String row, String host, String name, String want) {
    Requests request =
        Requests.get("/public/x").host(host).over(8443, true, true, name == null ? "" : name);

    assertThat(said(answer(Fixture.tls(), request)).equals("421 misdirected"))
        .isEqualTo(want.equals("421"));
  }

  @Test
  void aListenerOnItsSchemesOwnPortIsNamedWithoutOne() {
    Requests plain = Requests.get("/public/x").host("localhost").over(80, true, false, "");
    Requests tls = Requests.get("/public/x").host("localhost").over(443, true, true, "");

    assertThat(said(answer(Fixture.plain(), plain))).isEqualTo("200");
    assertThat(said(answer(Fixture.tls(), tls))).isEqualTo("200");
    assertThat(said(answer(Fixture.plain(), plain.over(80, false, false, ""))))
        .isEqualTo("421 misdirected");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C219a | GET  | /me        | authorization: Bearer x       | 403 insecure_transport",
        "C219a | GET  | /public/x  | cookie: __Host-dw=k           | 403 insecure_transport",
        "C219a | GET  | /public/x  | dpop: x                       | 403 insecure_transport",
        "C219b | GET  | /me        |                               | 308",
        "C219b | HEAD | /me        | cookie: other=k               | 308",
        "C219c | POST | /me        |                               | 403 insecure_transport",
        "C219d | GET  | /public/x  | x-forwarded-proto: https      | 308",
      })
  void c219_plainHttpWhileTheOriginIsHttps(
      String row, String method, String path, String field, String want) {
    Requests request = Requests.of(method, path).host("app.test").over(80, false, false, "");
    if (field != null) {
      int colon = field.indexOf(':');
      request = request.with(field.substring(0, colon), field.substring(colon + 1).strip());
    }
    Answer answer = answer(Fixture.tls(), request);

    assertThat(said(answer)).isEqualTo(want);
    if (answer instanceof Answer.Say say && say.status() == 308) {
      assertThat(say.fields()).contains(new Header("Location", "https://app.test" + path));
    }
  }

  @Test
  void c219_aTrustedProxyMaySayThatBrowsersCameByHttps() {
    Requests request =
        Requests.get("/public/x")
            .host("app.test")
            .over(80, false, false, "")
            .from("127.0.0.7")
            .with("x-forwarded-proto", "https");

    assertThat(said(answer(Fixture.tls(), request))).isEqualTo("200");
    Requests twice = request.with("x-forwarded-proto", "http");
    assertThat(said(answer(Fixture.tls(), twice))).as("one line is the client's").isEqualTo("308");
  }

  @Test
  void c361_anOriginsTokenIsGoodOnEverySiteAndASitesOnlyThere() {
    Requests site = Requests.get("/x").host("shop.example").over(8443, false, true, "shop.example");
    Requests other = Requests.get("/d/1").host("grafana.test").over(8443, false, true, "app.test");

    assertThat(said(answer(Fixture.tls(), site.bearer("T_tls")))).isEqualTo("200");
    assertThat(said(answer(Fixture.tls(), site.bearer("T_site")))).isEqualTo("200");
    assertThat(said(answer(Fixture.tls(), other.bearer("T_tls")))).isEqualTo("200");
    assertThat(said(answer(Fixture.tls(), other.bearer("T_site")))).isEqualTo("401 invalid_token");
  }

  @Test
  void c131_anotherSiteOfOursIsAnotherSite() {
    Requests post =
        Requests.of("POST", "/d/1")
            .host("grafana.test")
            .over(8443, false, true, "grafana.test")
            .cookie("__Host-dw=alice");

    assertThat(said(answer(Fixture.tls(), post.with("origin", "https://app.test"))))
        .isEqualTo("403 csrf_failed");
    assertThat(said(answer(Fixture.tls(), post.with("origin", "https://grafana.test"))))
        .isEqualTo("200");
  }

  @Test
  void c247_onlyATrustedProxyNamesTheRequestAndOnlyByAUuid() {
    String id = "11111111-2222-7333-8444-555555555555";
    Requests named = Requests.get("/me").with("x-request-id", id);

    assertThat(Fixture.plain().trail(named.facts()).facts().id()).isEqualTo(Requests.ID);
    assertThat(Fixture.plain().trail(named.from("127.0.0.7").facts()).facts().id()).hasToString(id);
    for (String junk : List.of("", "x", "1-1-1-1-1", "0".repeat(32) + "----", id + "0")) {
      Requests wrong = Requests.get("/me").from("127.0.0.7").with("x-request-id", junk);
      assertThat(Fixture.plain().trail(wrong.facts()).facts().id()).isEqualTo(Requests.ID);
    }
  }

  @Test
  void noFactsMakeTheJudgeThrowAndEveryAnswerIsOneOfOurs() {
    Random random = Seeds.random("random facts");
    List<Policy> policies =
        List.of(Fixture.plain(), Fixture.tls(), Fixture.withoutCors(), Fixture.withoutDeny());
    List<Integer> statuses =
        List.of(200, 204, 303, 308, 400, 401, 403, 404, 405, 413, 415, 421, 425, 429, 503);
    Identify people = new People();
    for (int i = 0; i < 20_000; i++) {
      Policy policy = policies.get(random.nextInt(policies.size()));
      Requests request = RandomFacts.request(random);
      RequestFacts facts = request.facts();
      Verdict v = Judge.judge(policy, facts, people);
      Answer answer = policy.answers().answer(v);

      assertThat(status(answer)).as("%s", request).isIn(statuses);
      if (answer instanceof Answer.Say say) {
        RandomFacts.assertSound(say);
      }
      assertThat(Judge.judge(policy, facts, people)).isEqualTo(v);
    }
  }

  @Test
  void theTwoHalvesAreTheWhole() {
    Requests request = request("GET /me", "T_ok");
    assertThat(Judge.begin(Fixture.plain(), request.facts())).isInstanceOf(Ask.class);
    Verdict v = Judge.judge(Fixture.plain(), request.facts(), new People());
    assertThat(v.decision()).isInstanceOf(Decision.Allow.class);
    assertThat(
            v.but(new Decision.Refuse(dev.doorward.core.may.Reason.Forbidden.SIGN_IN_LOOP)).trail())
        .isEqualTo(v.trail());
  }

  static Answer answer(Policy policy, String request, String given) {
    return answer(policy, request(request, given));
  }

  static Answer answer(Policy policy, Requests request) {
    return policy.answers().answer(Judge.judge(policy, request.facts(), new People()));
  }

  /** {@code GET /me} and, parted by semicolons: fields, tokens, sessions, kinds of client. */
  static Requests request(String line, String given) {
    String[] words = line.strip().split(" ", 2);
    Requests request = Requests.of(words[0], words[1]);
    for (String part : given == null ? new String[0] : given.strip().split("; ", -1)) {
      request = with(request, part.strip());
    }
    return request;
  }

  private static Requests with(Requests request, String part) {
    return switch (part) {
      case "" -> request;
      case "NAV" ->
          request
              .with("sec-fetch-mode", "navigate")
              .with("sec-fetch-dest", "document")
              .with("accept", "text/html,*/*;q=0.8");
      case "FRAME" -> request.with("sec-fetch-mode", "navigate").with("sec-fetch-dest", "iframe");
      case "XHR" -> request.with("sec-fetch-mode", "cors").with("sec-fetch-dest", "empty");
      case "SUB" -> request.with("sec-fetch-mode", "no-cors").with("sec-fetch-dest", "image");
      case "PREFLIGHT" ->
          request
              .with("origin", "https://spa.test")
              .with("access-control-request-method", "GET")
              .with("access-control-request-headers", "Authorization");
      default -> {
        if (part.startsWith("T_")) {
          yield request.bearer(part);
        }
        if (part.startsWith("@")) {
          yield request.cookie("dw-8080=" + part.substring(1));
        }
        if (part.startsWith("from ")) {
          yield request.from(part.substring(5));
        }
        if (part.startsWith("host ")) {
          yield request.host(part.substring(5));
        }
        int colon = part.indexOf(':');
        yield request.with(part.substring(0, colon), part.substring(colon + 1).strip());
      }
    };
  }

  static int status(Answer answer) {
    return answer instanceof Answer.Say say ? say.status() : 200;
  }

  private static String said(Answer answer) {
    if (!(answer instanceof Answer.Say say)) {
      return "200";
    }
    return switch (say.body()) {
      case Body.Empty _, Body.Grpc _ -> String.valueOf(say.status());
      case Body.Json(var problem) -> say.status() + " " + problem.type().wire();
      case Body.Page page -> say.status() + " " + page.problem().type().wire();
    };
  }

  private static List<String> challenges(Answer answer) {
    return answer instanceof Answer.Say say
        ? say.fields().stream()
            .filter(field -> field.name().equals("WWW-Authenticate"))
            .map(Header::value)
            .toList()
        : List.of();
  }

  private static List<String> words(String lines) {
    List<String> words = new ArrayList<>();
    for (String line : lines == null ? new String[0] : lines.strip().split("; ", -1)) {
      words.add(WORDS.getOrDefault(line.strip(), line.strip()));
    }
    return words;
  }
}
