package dev.doorward.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.contract.fixture.FreePort;
import dev.doorward.servlet.Caller;
import dev.doorward.servlet.Doorward;
import dev.doorward.servlet.Requires;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Spring Boot application of somebody who knows nothing of Doorward but its starter. */
class StarterTest {
  @TempDir static Path folder;

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static ConfigurableApplicationContext context;
  private static int port;
  private static String alice;
  private static String root;

  record Article(String author) {}

  @RestController
  static class Controller {
    Controller(ServletContext context) {
      Doorward.rule(
          context,
          "articles:write",
          Article.class,
          (caller, article) -> caller.getName().equals(article.author()));
    }

    @GetMapping("/me")
    String me(Caller caller, Authentication authentication) {
      return caller.getName() + " " + caller.roles() + " " + authentication.getAuthorities();
    }

    @GetMapping("/open")
    String open(Caller caller) {
      return caller.isKnown() ? "known" : "a stranger";
    }

    @GetMapping("/me/narrow")
    @Requires(roles = "admin")
    String narrow() {
      return "narrow";
    }

    @GetMapping("/me/articles/{author}")
    String article(Caller caller, @PathVariable String author) {
      caller.require("articles:write", new Article(author));
      return "written";
    }

    @GetMapping("/me/checked")
    @PreAuthorize("hasRole('admin')")
    String checked() {
      return "checked";
    }

    @GetMapping("/public/failing")
    void failing(HttpServletResponse response) {
      throw new IllegalStateException("no");
    }
  }

  /** As a controller may be declared which stands behind a proxy by its interfaces. */
  @RestController
  interface Editing {
    @GetMapping("/me/edited")
    String edited();
  }

  static class Editor implements Editing {
    @Override
    @Requires(roles = "admin")
    public String edited() {
      return "edited";
    }
  }

  @Requires(roles = "admin")
  static class Handled implements HttpRequestHandler {
    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("handled");
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableMethodSecurity
  @Import(Controller.class)
  static class Application {
    @Bean
    static Editing editing() {
      return (Editing) new ProxyFactory(new Editor()).getProxy();
    }

    @Bean("/me/handled")
    static HttpRequestHandler handled() {
      return new Handled();
    }
  }

  /** Somebody who has rules of Spring Security already. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Controller.class)
  static class OwnChain {
    @Bean
    SecurityFilterChain own(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(all ->
              all.requestMatchers("/me/checked")
                  .hasAuthority("articles:write")
                  .anyRequest()
                  .authenticated())
          .build();
    }
  }

  @RestController
  @Requires(roles = "amdin")
  static class Misspelt {
    @GetMapping("/me/misspelt")
    String misspelt() {
      return "";
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Misspelt.class)
  static class MisspeltApplication {}

  private static ConfigurableApplicationContext start(Class<?> application, Path file, int port) {
    return new SpringApplicationBuilder(application)
        .properties(
            Map.of(
                "server.port", port,
                "server.address", "127.0.0.1",
                "doorward.config", file.toString(),
                "management.endpoints.web.exposure.include", "health,metrics",
                "management.endpoint.health.show-details", "always",
                "spring.main.banner-mode", "off",
                "logging.level.root", "warn"))
        .run();
  }

  private static Path file(String name, int port) throws Exception {
    Path place = Files.createDirectories(folder.resolve(name));
    return Files.writeString(
        place.resolve("doorward.yaml"),
        """
        origin: http://127.0.0.1:%d
        audit: audit.jsonl
        schemes: [ basic, session, bearer ]
        roles:
          user: []
          editor: [ articles:write ]
          admin: [ "*" ]
        routes:
          - { path: /public/**, access: public }
          - { path: /open, access: optional }
          - { path: /me/**, access: signed-in }
          - { path: /admin, roles: [ admin ] }
          - { path: /actuator/**, access: public }
        """
            .formatted(port));
  }

  @BeforeAll
  static void start() throws Exception {
    port = FreePort.next();
    context = start(Application.class, file("app", port), port);
    People people = new People(folder.resolve("app/doorward.yaml"));
    alice = people.add("alice", "editor");
    root = people.add("root", "admin");
  }

  @AfterAll
  static void stop() {
    context.close();
    HTTP.close();
  }

  private static HttpResponse<String> get(String path, String... fields) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (fields.length > 0) {
      request.headers(fields);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> as(String credential, String path) throws Exception {
    return get(path, "Authorization", credential);
  }

  @Test
  void handlersAreGivenTheirCallerAndSpringSecurityKnowsHimToo() throws Exception {
    HttpResponse<String> me = as(alice, "/me");
    assertThat(me.statusCode()).as(me.body()).isEqualTo(200);
    assertThat(me.body())
        .startsWith("alice [editor] ")
        .contains("ROLE_editor")
        .contains("articles:write");
    assertThat(get("/open").body()).isEqualTo("a stranger");
    assertThat(as(alice, "/open").body()).isEqualTo("known");
  }

  @Test
  void refusalsAreDoorwardsAndSaidOnce() throws Exception {
    HttpResponse<String> stranger = get("/me");
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(stranger.body()).contains("urn:doorward:problem:authentication_required");
    assertThat(stranger.headers().allValues("WWW-Authenticate")).hasSize(3);
    assertThat(stranger.headers().allValues("X-Request-Id")).hasSize(1);
    assertThat(stranger.headers().firstValue("Set-Cookie")).isEmpty();
    for (String path :
        new String[] {
          "/admin", "/me/narrow", "/me/articles/bob", "/me/checked", "/me/edited", "/me/handled"
        }) {
      HttpResponse<String> refused = as(alice, path);
      assertThat(refused.statusCode()).as(path).isEqualTo(403);
      assertThat(refused.body()).as(path).contains("urn:doorward:problem:forbidden");
      assertThat(refused.headers().allValues("X-Request-Id")).as(path).hasSize(1);
    }
    assertThat(as(root, "/me/narrow").body()).isEqualTo("narrow");
    assertThat(as(root, "/me/edited").body()).isEqualTo("edited");
    assertThat(as(root, "/me/handled").body()).isEqualTo("handled");
    assertThat(as(alice, "/me/articles/alice").body()).isEqualTo("written");
    assertThat(as(root, "/me/checked").body()).isEqualTo("checked");
    assertThat(get("/public/failing").statusCode()).isEqualTo(500);
    assertThat(as(alice, "/me/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void aChainOfTheApplicationsOwnFindsTheCallerToo() throws Exception {
    int other = FreePort.next();
    try (ConfigurableApplicationContext _ = start(OwnChain.class, file("own", other), other)) {
      People people = new People(folder.resolve("own/doorward.yaml"));
      String editor = people.add("edith", "editor");
      String user = people.add("ulf", "user");
      assertThat(as(other, editor, "/me/checked").body()).isEqualTo("checked");
      assertThat(as(other, user, "/me/checked").statusCode()).isEqualTo(403);
      assertThat(as(other, user, "/me").statusCode()).isEqualTo(200);
      assertThat(as(other, "Basic bm86Ym9keQ==", "/me").statusCode()).isEqualTo(401);
    }
  }

  private static HttpResponse<String> as(int port, String credential, String path)
      throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", credential)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Spring Boot gives it our chain, and not our filter. */
  @Test
  void aManagementPortOfItsOwnLetsNobodyIn() throws Exception {
    int other = FreePort.next();
    int management = FreePort.next();
    Path file = file("management", other);
    System.setProperty("management.server.port", Integer.toString(management));
    // Both containers are on the class path of these tests, and each would open it.
    System.setProperty(
        "spring.autoconfigure.exclude",
        "org.springframework.boot.jetty.autoconfigure.actuate.web.server"
            + ".JettyServletManagementContextAutoConfiguration");
    try (ConfigurableApplicationContext _ = start(Application.class, file, other)) {
      People people = new People(file);
      String admin = people.add("root", "admin");
      for (String path : new String[] {"/actuator/metrics", "/actuator/health", "/me", "/"}) {
        assertThat(as(management, admin, path).statusCode()).as(path).isEqualTo(403);
      }
      assertThat(as(other, admin, "/me").statusCode()).isEqualTo(200);
    } finally {
      System.clearProperty("management.server.port");
      System.clearProperty("spring.autoconfigure.exclude");
    }
  }

  @Test
  void theActuatorTellsHowItIsAndWhatWasDecided() throws Exception {
    assertThat(get("/me").statusCode()).isEqualTo(401);
    JsonNode health = JsonMapper.shared().readTree(get("/actuator/health").body());
    assertThat(health.at("/components/doorward/status").asString()).isEqualTo("UP");
    JsonNode decisions =
        JsonMapper.shared()
            .readTree(
                get("/actuator/metrics/doorward.decisions?tag=face:inside&tag=decision:prove")
                    .body());
    assertThat(decisions.at("/measurements/0/value").asDouble()).isPositive();
  }

  @Test
  void aMistakeEndsTheStart() throws Exception {
    int other = FreePort.next();
    Path file = file("misspelt", other);
    assertThatThrownBy(() -> start(MisspeltApplication.class, file, other))
        .hasStackTraceContaining("unknown role \"amdin\"")
        .hasStackTraceContaining("did you mean \"admin\"?");
    Path bad = file("bad", other);
    Files.writeString(bad, Files.readString(bad).replace("access: optional", "acess: optional"));
    assertThatThrownBy(() -> start(Application.class, bad, other))
        .hasStackTraceContaining("doorward.yaml:10:");
  }

  @Test
  void aReactiveApplicationIsToldThatItIsNotGuarded() {
    assertThatThrownBy(() -> new WebFluxIsNotSupported().doorwardWebFlux().afterPropertiesSet())
        .hasMessageContaining("Doorward does not support WebFlux yet");
  }
}
