package dev.doorward.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.config.Config;
import dev.doorward.config.Settings;
import dev.doorward.face.Services;
import dev.doorward.face.shared.Facts;
import dev.doorward.face.shared.Witness;
import dev.doorward.face.shared.Writer;
import dev.doorward.http.BodyTooLarge;
import dev.doorward.http.Connection;
import dev.doorward.http.Exchange;
import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import dev.doorward.http.RequestHead;
import dev.doorward.http.Version;
import dev.doorward.identity.password.PasswordRules;
import dev.doorward.portal.Portal;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.DeniedHttpResponse;
import io.envoyproxy.envoy.service.auth.v3.OkHttpResponse;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dialect {@code envoy-grpc}: asked and understood by Envoy's own classes (contract G18). */
class EnvoyGrpcFaceTest {
  private static final String METHOD = "/envoy.service.auth.v3.Authorization/Check";
  private static Services services;
  private static EnvoyGrpcFace face;

  @BeforeAll
  static void open(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("doorward.yaml");
    Files.writeString(
        file,
        """
        listen: 127.0.0.1:8080
        origin: http://127.0.0.1:8080
        upstream: http://127.0.0.1:3000
        trusted-proxies: [ 127.0.0.1/32 ]
        cors: { origins: [ "https://spa.test" ], credentials: true }
        schemes: [ basic, bearer, session ]
        roles: { user: [], admin: [ "*" ] }
        addresses: { office: [ 10.0.0.0/8 ] }
        routes:
          - { path: /public/**, access: public }
          - { path: /open, access: optional }
          - { path: /me/**, access: signed-in }
          - { path: /admin, roles: [ admin ] }
          - { path: /intranet, access: public, from: [ office ] }
          - { path: /own-cors, access: signed-in, cors: upstream }
        default: closed
        """);
    Settings settings = Config.read(file, Map.of());
    services = Services.open(settings, InstantSource.system());
    String hash = services.house().passwords().hash(PasswordRules.canonical("correct horse"));
    var _ =
        services
            .house()
            .users()
            .add(
                "alice",
                Optional.empty(),
                Optional.empty(),
                List.of("user"),
                Optional.of(hash),
                false);
    face = new EnvoyGrpcFace(face(settings, Optional.empty()));
  }

  private static CheckFace face(
      Settings settings, Optional<dev.doorward.core.where.PrefixSet> from) {
    return new CheckFace(
        new Settings.Check(at("127.0.0.1"), Settings.Dialect.ENVOY_GRPC, from),
        settings::policy,
        services.mind(),
        new Facts(InstantSource.system()),
        new Writer(new Portal(services.house()).pages()),
        new Witness() {});
  }

  @AfterAll
  static void close() {
    services.close();
  }

  @Test
  void c293_c325_allowedOnesAreToldWithWhatEnvoyPassesOn() throws Exception {
    CheckResponse said = ask(http("GET", "/me", alice(), "origin", "https://spa.test"));

    assertThat(said.hasStatus()).isTrue();
    assertThat(said.getStatus().getCode()).isZero();
    OkHttpResponse ok = said.getOkResponse();
    assertThat(values(ok.getHeadersList(), "x-doorward-user")).containsExactly("alice");
    assertThat(values(ok.getHeadersList(), "x-doorward-roles")).containsExactly("user");
    assertThat(values(ok.getHeadersList(), "x-doorward-request-id")).hasSize(1);
    assertThat(ok.getHeadersList())
        .hasSize(3)
        .allSatisfy(option -> {
          // Whatever a client said of that name goes.
          assertThat(option.hasAppend()).isFalse();
          assertThat(option.getAppendAction())
              .isEqualTo(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD);
        });
    assertThat(ok.getHeadersToRemoveList())
        .containsExactly("x-doorward-scopes", "x-doorward-assertion", "authorization");
    List<HeaderValueOption> gained = ok.getResponseHeadersToAddList();
    assertThat(values(gained, "x-request-id"))
        .isEqualTo(values(ok.getHeadersList(), "x-doorward-request-id"));
    assertThat(values(gained, "vary")).containsExactly("Authorization, Cookie, Origin");
    assertThat(values(gained, "access-control-allow-origin")).containsExactly("https://spa.test");
    assertThat(action(gained, "access-control-allow-origin"))
        .isEqualTo(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD);
    assertThat(action(gained, "x-request-id"))
        .isEqualTo(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD);
    assertThat(action(gained, "vary")).isEqualTo(HeaderAppendAction.APPEND_IF_EXISTS_OR_ADD);
    assertThat(ok.getQueryParametersToRemoveList()).isEmpty();
  }

  @Test
  void c325_noCopyOfTheClientSurvives() throws Exception {
    CheckResponse said = ask(http("GET", "/open", "x-doorward-user", "root"));
    assertThat(said.getStatus().getCode()).isZero();
    assertThat(said.getOkResponse().getHeadersToRemoveList())
        .containsExactly(
            "x-doorward-user", "x-doorward-roles", "x-doorward-scopes", "x-doorward-assertion");
    assertThat(said.toString()).doesNotContain("root");
    CheckResponse theirs = ask(http("GET", "/public/x", alice()));
    assertThat(theirs.getOkResponse().getHeadersToRemoveList()).doesNotContain("authorization");
  }

  @Test
  void c310_aStaleCookieIsClearedWithThePermission() throws Exception {
    CheckResponse said =
        ask(
            http(
                "GET",
                "/open",
                "cookie",
                "dw-8080=" + "A".repeat(43),
                "sec-fetch-mode",
                "navigate",
                "sec-fetch-dest",
                "document"));
    List<HeaderValueOption> gained = said.getOkResponse().getResponseHeadersToAddList();
    assertThat(values(gained, "set-cookie"))
        .singleElement()
        .asString()
        .startsWith("dw-8080=; Max-Age=0;");
    assertThat(action(gained, "set-cookie")).isEqualTo(HeaderAppendAction.APPEND_IF_EXISTS_OR_ADD);
  }

  @Test
  void c317_aRefusalIsWhole() throws Exception {
    CheckResponse said = ask(http("GET", "/me", "accept", "application/json"));

    assertThat(said.getStatus().getCode()).isEqualTo(16);
    assertThat(said.hasOkResponse()).isFalse();
    DeniedHttpResponse denied = said.getDeniedResponse();
    assertThat(denied.getStatus().getCodeValue()).isEqualTo(401);
    assertThat(values(denied.getHeadersList(), "www-authenticate")).hasSize(3);
    assertThat(values(denied.getHeadersList(), "cache-control")).containsExactly("no-store");
    assertThat(denied.getHeadersList())
        .allSatisfy(option -> {
          assertThat(option.hasAppend()).isFalse();
          assertThat(option.getAppendActionValue()).isZero();
        });
    assertThat(denied.getBody()).contains("urn:doorward:problem:authentication_required");

    CheckResponse alice = ask(http("GET", "/admin", alice()));
    assertThat(alice.getStatus().getCode()).isEqualTo(7);
    assertThat(alice.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(403);
  }

  @Test
  void c294_preflights() throws Exception {
    String[] asks = {"origin", "https://spa.test", "access-control-request-method", "PUT"};
    CheckResponse ours = ask(http("OPTIONS", "/me", asks));
    assertThat(ours.getStatus().getCode()).isEqualTo(7);
    assertThat(ours.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(204);
    assertThat(values(ours.getDeniedResponse().getHeadersList(), "access-control-allow-methods"))
        .hasSize(1);
    CheckResponse theirs = ask(http("OPTIONS", "/own-cors", asks));
    assertThat(theirs.getStatus().getCode()).isZero();
    assertThat(theirs.hasOkResponse()).isTrue();
  }

  @Test
  void c318_c324_aRefusedCallIsNo2xx() throws Exception {
    CheckResponse said = ask(http("POST", "/admin", "content-type", "application/grpc"));
    DeniedHttpResponse denied = said.getDeniedResponse();
    assertThat(denied.getStatus().getCodeValue()).isEqualTo(401);
    assertThat(values(denied.getHeadersList(), "grpc-status")).containsExactly("16");
    assertThat(values(denied.getHeadersList(), "www-authenticate")).hasSize(3);
  }

  @Test
  void c295_c326_questionsThatAreNotWholeAndOurOwnPaths() throws Exception {
    assertIncomplete(ask(http("", "/public/x")));
    assertIncomplete(ask(http("GET", "")));
    assertIncomplete(ask(http("GET", "public/x")));
    assertIncomplete(ask(http("GET", "/public/x").setHost("")));
    assertIncomplete(ask(http("GET", "/public/x").setScheme("")));
    assertIncomplete(ask(http("GET", "/public/x").setScheme("gopher")));
    assertIncomplete(ask(http("GET", "/public/x").removeHeaders("x-forwarded-for")));
    assertIncomplete(ask(AttributeContext.HttpRequest.newBuilder()));
    CheckResponse own = ask(http("GET", "/.doorward/login"));
    assertThat(own.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(403);
    assertThat(values(own.getDeniedResponse().getHeadersList(), "doorward-reason"))
        .containsExactly("own_endpoint");
  }

  private static void assertIncomplete(CheckResponse said) {
    assertThat(said.getStatus().getCode()).isEqualTo(7);
    assertThat(said.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(403);
    assertThat(values(said.getDeniedResponse().getHeadersList(), "doorward-reason"))
        .containsExactly("check_request_incomplete");
  }

  @Test
  void c206_theChainIsReadFromTheRight() throws Exception {
    assertThat(chain("10.0.0.1").getStatus().getCode()).isZero();
    assertThat(chain("203.0.113.9, 10.0.0.1").getStatus().getCode()).isZero();
    assertThat(chain("10.0.0.1, 203.0.113.9").getStatus().getCode()).isEqualTo(7);
  }

  private static CheckResponse chain(String chain) throws Exception {
    return ask(http("GET", "/intranet").putHeaders("x-forwarded-for", chain));
  }

  @Test
  void whatIsNoCallIsNotAnswered() throws Exception {
    assertThat(immediately("POST", METHOD, "application/json").status()).isEqualTo(415);
    assertThat(immediately("POST", METHOD, "application/grpc-web").status()).isEqualTo(415);
    assertThat(immediately("GET", METHOD, "application/grpc").status()).isEqualTo(405);
    Reply.Whole other = immediately("POST", "/grpc.health.v1.Health/Check", "application/grpc");
    assertThat(other.headers().all("grpc-status")).containsExactly("12");
    for (String type : List.of("application/grpc", "application/grpc+proto", "APPLICATION/GRPC")) {
      assertThat(face.immediately(head("POST", METHOD, type))).isNull();
    }
    assertThat(call(new byte[] {0, 0, 0, 0, 1, 0x0f}).headers().all("grpc-status"))
        .containsExactly("3");
    assertThat(call(new byte[] {1, 0, 0, 0, 0}).headers().all("grpc-status")).containsExactly("12");
    assertThat(call(new byte[(256 << 10) + 6]).headers().all("grpc-status")).containsExactly("8");
  }

  @Test
  void whatBreaksIsADenied500() throws Exception {
    Reply.Whole broken =
        face.failed(head("POST", METHOD, "application/grpc"), new IllegalStateException("a test"));
    CheckResponse said = message(broken);
    assertThat(said.getStatus().getCode()).isEqualTo(7);
    assertThat(said.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(500);
  }

  private static String[] alice() {
    String pair =
        Base64.getEncoder().encodeToString("alice:correct horse".getBytes(StandardCharsets.UTF_8));
    return new String[] {"authorization", "Basic " + pair};
  }

  private static AttributeContext.HttpRequest.Builder http(
      String method, String path, String[] credential, String... fields) {
    AttributeContext.HttpRequest.Builder http = http(method, path, fields);
    return http.putHeaders(credential[0], credential[1]);
  }

  private static AttributeContext.HttpRequest.Builder http(
      String method, String path, String... fields) {
    AttributeContext.HttpRequest.Builder http =
        AttributeContext.HttpRequest.newBuilder()
            .setMethod(method)
            .setPath(path)
            .setHost("127.0.0.1:8080")
            .setScheme("http")
            .putHeaders(":path", path)
            .putHeaders("x-forwarded-for", "192.0.2.9");
    for (int i = 0; i < fields.length; i += 2) {
      http.putHeaders(fields[i], fields[i + 1]);
    }
    return http;
  }

  private static CheckResponse ask(AttributeContext.HttpRequest.Builder http) throws Exception {
    byte[] message =
        CheckRequest.newBuilder()
            .setAttributes(
                AttributeContext.newBuilder()
                    .setRequest(AttributeContext.Request.newBuilder().setHttp(http)))
            .build()
            .toByteArray();
    ByteBuffer content = ByteBuffer.allocate(5 + message.length);
    content.put((byte) 0).putInt(message.length).put(message);
    return message(call(content.array()));
  }

  private static CheckResponse message(Reply.Whole answer) throws Exception {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.trailers().all("grpc-status")).containsExactly("0");
    ByteBuffer content = ByteBuffer.wrap(answer.body());
    assertThat(content.get()).isZero();
    assertThat(content.getInt()).isEqualTo(content.remaining());
    return CheckResponse.parseFrom(Arrays.copyOfRange(answer.body(), 5, answer.body().length));
  }

  private static Reply.Whole call(byte[] content) throws Exception {
    return (Reply.Whole)
        face.handle(
            new Exchange() {
              @Override
              public RequestHead head() {
                return EnvoyGrpcFaceTest.head("POST", METHOD, "application/grpc");
              }

              @Override
              public byte[] body(int limit) throws BodyTooLarge {
                if (content.length > limit) {
                  throw new BodyTooLarge(limit);
                }
                return content;
              }
            });
  }

  private static Reply.Whole immediately(String method, String target, String type) {
    Reply reply = face.immediately(head(method, target, type));
    assertThat(reply).isInstanceOf(Reply.Whole.class);
    return (Reply.Whole) Objects.requireNonNull(reply);
  }

  private static RequestHead head(String method, String target, String type) {
    return new RequestHead(
        method,
        target,
        Version.HTTP_2,
        Headers.of("content-type", type, "te", "trailers"),
        new Connection(at("127.0.0.1"), at("127.0.0.1"), false, Optional.empty()));
  }

  private static InetSocketAddress at(String address) {
    return new InetSocketAddress(address, 8083);
  }

  private static List<String> values(List<HeaderValueOption> options, String name) {
    return options.stream()
        .filter(o -> o.getHeader().getKey().equals(name))
        .map(o -> o.getHeader().getValue())
        .toList();
  }

  private static HeaderAppendAction action(List<HeaderValueOption> options, String name) {
    return options.stream()
        .filter(o -> o.getHeader().getKey().equals(name))
        .findFirst()
        .orElseThrow()
        .getAppendAction();
  }
}
