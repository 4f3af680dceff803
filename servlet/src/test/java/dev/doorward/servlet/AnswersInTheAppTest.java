package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.Fixture;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an application learns of its callers, and what it may ask of them itself. */
class AnswersInTheAppTest {
  @TempDir Path folder;

  /** Tells who calls. */
  private static final class Who extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Caller caller = Doorward.caller(request);
      response
          .getWriter()
          .printf(
              "%s %s %s %s %s %s %s %s %s",
              Optional.ofNullable(request.getUserPrincipal()).map(p -> p.getName()).orElse("-"),
              request.getRemoteUser(),
              request.isUserInRole("user"),
              request.isUserInRole("admin"),
              request.getAuthType(),
              caller.roles(),
              caller.permissions(),
              caller.acr().orElse("-"),
              caller.scopes());
    }
  }

  /** Narrows its route. */
  @Requires(roles = {"admin", "auditor"})
  private static final class Narrow extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("read");
    }

    @Override
    @Requires(permission = "secret:read")
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("written");
    }

    @Override
    @Requires(scopes = "ledger:read")
    protected void doPut(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("put");
    }

    @Override
    @Requires(assurance = "mfa", maxAge = "5m")
    protected void doDelete(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("gone");
    }
  }

  /** On a public route nobody is known. */
  @Requires
  private static final class NarrowPublic extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("never");
    }
  }

  private record Article(String author) {}

  /** Asks for things which only it knows. */
  private static final class Articles extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    public void init() {
      Doorward.rule(
          getServletContext(),
          "secret:read",
          Article.class,
          (caller, article) -> caller.getName().equals(article.author()));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      Article article = new Article(String.valueOf(request.getQueryString()));
      try {
        response
            .getWriter()
            .printf("begun %s ", Doorward.caller(request).may("secret:read", article));
        Doorward.caller(request).require("secret:read", article);
        response.getWriter().print("shown");
      } catch (AccessRefused e) {
        throw new ServletException(e); // as frameworks wrap what handlers throw
      }
    }
  }

  /** Needs somebody, by the words of the Servlet API. */
  private static final class Authenticating extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      if (request.authenticate(response)) {
        response.getWriter().print("known");
      }
    }
  }

  private AppHouse house(Container.Kind kind) throws Exception {
    return new AppHouse(
        kind,
        folder,
        Fixture.DEFAULT,
        Map.of(
            "/me/who", new Who(),
            "/open", new Authenticating(),
            "/public/who", new Who(),
            "/public/narrow", new NarrowPublic(),
            "/me/narrow", new Narrow(),
            "/me/articles", new Articles()));
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void theServletApiTellsWhoCalls(Container.Kind kind) throws Exception {
    try (AppHouse house = house(kind);
        Client client = new Client(house)) {
      assertThat(client.as("alice", "/me/who").body())
          .isEqualTo("alice alice true false FORM [user] [] urn:dw:pwd []");
      assertThat(client.as("root", "/me/who").body()).contains("root root").contains("[*]");
      String token = "Bearer " + house.token("T_reports");
      assertThat(client.get("/me/who", "Authorization", token).body())
          .contains("BEARER")
          .contains("[reports:read]");
      assertThat(client.get("/public/who", "Authorization", token).body())
          .isEqualTo("- null false false null [] [] - []");
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void anAnnotationNarrowsAndAnswersAsARouteWould(Container.Kind kind) throws Exception {
    try (AppHouse house = house(kind);
        Client client = new Client(house)) {
      HttpResponse<String> refused = client.as("alice", "/me/narrow");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("urn:doorward:problem:forbidden");
      assertThat(refused.headers().allValues("WWW-Authenticate")).isEmpty();
      assertThat(client.as("root", "/me/narrow").body()).isEqualTo("read");
      String origin = house.url.toString();
      String root = client.session("root");
      assertThat(client.send("POST", "/me/narrow", "", "Cookie", root, "Origin", origin).body())
          .isEqualTo("written");
      assertThat(client.get("/me/narrow").statusCode()).isEqualTo(401);
      HttpResponse<String> stepUp =
          client.send("DELETE", "/me/narrow", "", "Cookie", root, "Origin", origin);
      assertThat(stepUp.statusCode()).isEqualTo(401);
      assertThat(stepUp.body()).contains("insufficient_user_authentication").contains("urn:dw:mfa");
      HttpResponse<String> unknownOnPublic = client.as("root", "/public/narrow");
      assertThat(unknownOnPublic.statusCode()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void aTokenWithoutTheScopeOfAnAnnotationIsToldAllThatIsNeeded(Container.Kind kind)
      throws Exception {
    try (AppHouse house = house(kind);
        Client client = new Client(house)) {
      HttpResponse<String> narrow =
          client.send("PUT", "/me/narrow", "", "Authorization", "Bearer " + house.token("T_root"));
      assertThat(narrow.statusCode()).as(narrow.body()).isEqualTo(403);
      assertThat(narrow.headers().allValues("WWW-Authenticate"))
          .singleElement()
          .asString()
          .contains("insufficient_scope")
          .contains("scope=\"ledger:read\"");
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void whatOnlyTheApplicationKnowsEndsInTheSameAnswersAndTheSameWhy(Container.Kind kind)
      throws Exception {
    try (AppHouse house = house(kind);
        Client client = new Client(house)) {
      assertThat(client.as("root", "/me/articles?root").body()).isEqualTo("begun true shown");
      HttpResponse<String> others = client.as("root", "/me/articles?somebody");
      assertThat(others.statusCode()).isEqualTo(403);
      assertThat(others.body()).startsWith("{\"type\":\"urn:doorward:problem:forbidden\"");
      String id = others.headers().firstValue("X-Request-Id").orElseThrow();
      assertThat(others.headers().allValues("X-Request-Id")).hasSize(1);
      assertThat(client.as("alice", "/me/articles?alice").statusCode()).isEqualTo(403);
      assertThat(client.as("alice", "/me/articles?alice").body()).doesNotContain("begun");
      Soon.holds(() ->
          assertThat(Files.readString(folder.resolve("audit.jsonl")))
              .contains("\"request\":\"" + id + "\"")
              .contains("leave by the application's own rule for secret:read")
              .contains("\"face\":\"inside\""));
    }
  }

  @ParameterizedTest
  @EnumSource(Container.Kind.class)
  void authenticateAsksAStrangerWhoHeIs(Container.Kind kind) throws Exception {
    try (AppHouse house = house(kind);
        Client client = new Client(house)) {
      assertThat(client.as("alice", "/open").body()).isEqualTo("known");
      HttpResponse<String> stranger = client.get("/open");
      assertThat(stranger.statusCode()).isEqualTo(401);
      assertThat(stranger.headers().allValues("WWW-Authenticate")).hasSize(2);
      assertThat(stranger.headers().allValues("X-Request-Id")).hasSize(1);
    }
  }
}
