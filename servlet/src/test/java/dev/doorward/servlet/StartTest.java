package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.contract.fixture.Addresses;
import dev.doorward.contract.fixture.Fixture;
import dev.doorward.contract.fixture.FreePort;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found at the start, and while it runs. */
class StartTest {
  @TempDir Path folder;

  @Requires(roles = "amdin")
  private static final class Misspelt extends HttpServlet {
    private static final long serialVersionUID = 1;
  }

  private static String causes(Throwable thrown) {
    StringBuilder all = new StringBuilder();
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      all.append(each.getMessage()).append('\n');
      for (Throwable other : each.getSuppressed()) {
        all.append(other.getMessage()).append('\n');
      }
    }
    return all.toString();
  }

  /** In Jetty, which lets whoever starts it see why a filter does not. */
  private void start(Path file, Map<String, Servlet> servlets) throws Exception {
    Container.Kind.JETTY
        .start(FreePort.next(), folder, new DoorwardFilter(file.toString()), servlets)
        .close();
  }

  @Test
  void aMistakeInTheFileIsToldWithItsLineAndTheApplicationDoesNotStart() throws Exception {
    Path file = folder.resolve("doorward.yaml");
    Files.writeString(
        file, "origin: http://127.0.0.1:9\nroutes:\n  - { path: /x, acess: public }\n");
    assertThatThrownBy(() -> start(file, Map.of()))
        .satisfies(e ->
            assertThat(causes(e))
                .contains("doorward.yaml:3:")
                .contains("acess")
                .contains("access"));
    assertThatThrownBy(() -> start(folder.resolve("none.yaml"), Map.of()))
        .satisfies(
            e -> assertThat(causes(e)).contains("cannot read " + folder.resolve("none.yaml")));
  }

  @Test
  void aMistakeInAnAnnotationIsToldAndTheApplicationDoesNotStart() throws Exception {
    Path file = folder.resolve("doorward.yaml");
    Files.writeString(file, Fixture.DEFAULT.yaml(Addresses.plain(9, "http://127.0.0.1:9")));
    assertThatThrownBy(() -> start(file, Map.of("/me/x", new Misspelt())))
        .satisfies(e ->
            assertThat(causes(e))
                .contains("unknown role \"amdin\"")
                .contains("did you mean \"admin\"?"));
  }

  @Test
  void belowAContextPathItSaysWhyItCannotStart() throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(folder.resolve("tomcat").toString());
    Context context = tomcat.addContext("/shop", null);
    var filter = new DoorwardFilter(folder.resolve("doorward.yaml").toString());
    assertThatThrownBy(() -> filter.init(new Named(context.getServletContext())))
        .hasMessageContaining("deploy the application as the root context")
        .hasMessageContaining("/shop");
  }

  private record Named(jakarta.servlet.ServletContext context)
      implements jakarta.servlet.FilterConfig {
    @Override
    public String getFilterName() {
      return "doorward";
    }

    @Override
    public jakarta.servlet.ServletContext getServletContext() {
      return context;
    }

    @Override
    public @org.jspecify.annotations.Nullable String getInitParameter(String name) {
      return null;
    }

    @Override
    public java.util.Enumeration<String> getInitParameterNames() {
      return java.util.Collections.emptyEnumeration();
    }
  }

  @Test
  void aFileOnTheClassPathIsReadAndItsStoreLiesInTheWorkingDirectory() throws Exception {
    Files.writeString(
        folder.resolve("inner.yaml"),
        Fixture.DEFAULT.yaml(Addresses.plain(9, "http://127.0.0.1:9")));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      ConfigFile found = ConfigFile.find("classpath:inner.yaml", loader);
      Path here = Path.of("").toAbsolutePath();
      assertThat(found.place()).isEqualTo(here.resolve("inner.yaml"));
      var settings = found.read(Map.of());
      assertThat(settings.files()).doesNotContain(here.resolve("inner.yaml"));
      assertThat(settings.store().toString()).contains(here.resolve("doorward.db").toString());
      assertThat(settings.warnings())
          .anyMatch(w -> w.contains("listen has no meaning inside an application"))
          .anyMatch(w -> w.contains("upstream has no meaning"));
      assertThatThrownBy(() -> ConfigFile.find("classpath:other.yaml", loader))
          .hasMessageContaining("there is no other.yaml");
    }
  }

  @Test
  void aChangedFileTakesForceAndABadOneDoesNot() throws Exception {
    try (AppHouse house = new AppHouse(Container.Kind.TOMCAT, folder, Fixture.DEFAULT, Map.of());
        Client client = new Client(house)) {
      Path file = folder.resolve("doorward.yaml");
      String before = Files.readString(file);
      assertThat(client.as("alice", "/admin").statusCode()).isEqualTo(403);
      Files.writeString(
          file, before.replace("/admin,        roles: [ admin ]", "/admin, access: signed-in"));
      Soon.holds(() -> assertThat(client.as("alice", "/admin").statusCode()).isEqualTo(200));
      Files.writeString(file, before.replace("roles: [ admin ]", "roles: [ nobody ]"));
      Soon.holds(() ->
          assertThat(Files.readString(folder.resolve("audit.jsonl"))).contains("config-refused"));
      assertThat(client.as("alice", "/admin").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theAdminApiLiesBelowOurOwnPaths() throws Exception {
    try (AppHouse house = new AppHouse(Container.Kind.TOMCAT, folder, Fixture.DEFAULT, Map.of());
        Client client = new Client(house)) {
      String root = "Bearer " + house.token("T_root");
      assertThat(client.get("/.doorward/api/v1/users").statusCode()).isEqualTo(401);
      assertThat(
              client
                  .get("/.doorward/api/v1/users", "Authorization", "Bearer " + house.token("T_ok"))
                  .statusCode())
          .isEqualTo(403);
      var users = client.get("/.doorward/api/v1/users", "Authorization", root);
      assertThat(users.statusCode()).isEqualTo(200);
      assertThat(users.body()).contains("\"name\":\"alice\"");
      var made =
          client.send(
              "POST",
              "/.doorward/api/v1/users",
              "{\"name\":\"zoe\",\"password\":\"a long enough one\"}",
              "Authorization",
              root,
              "Content-Type",
              "application/json");
      assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
      String location = made.headers().firstValue("Location").orElseThrow();
      assertThat(location).startsWith("/.doorward/api/v1/users/usr_");
      assertThat(client.get(location, "Authorization", root).body()).contains("zoe");
      assertThat(client.get("/.doorward/api/v1/openapi.json").body())
          .contains("\"/.doorward/api/v1/users/{id}\"")
          .doesNotContain("\"/api/v1/");
    }
  }
}
