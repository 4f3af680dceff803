package dev.doorward.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.contract.fixture.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The examples, compiled and run as they stand. */
class ExamplesTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("doorward.root", "..")).toAbsolutePath().resolve("examples");

  /** Where the build puts the removed adapter and the Spring of its time. */
  private static final Path BEFORE_KEYCLOAK = Path.of("target/before-keycloak");

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private int port;
  private Path file = Path.of("doorward.yaml");

  private Class<?> compiled(String example, String name) throws Exception {
    Path out = compiled(example, name, System.getProperty("java.class.path"));
    URLClassLoader loader =
        new URLClassLoader(new java.net.URL[] {out.toUri().toURL()}, getClass().getClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    return loader.loadClass(example.equals("servlet-app") ? name : "example." + name);
  }

  private Path compiled(String example, String name, String classPath) throws Exception {
    Path out = Files.createDirectories(folder.resolve(example));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-nowarn",
                "-parameters",
                "-d",
                out.toString(),
                "-cp",
                classPath,
                EXAMPLES.resolve(example).resolve(name + ".java").toString());
    assertThat(failed).as("errors in %s", example).isZero();
    return out;
  }

  /** The example's own file, at a port which is free. */
  private void configure(String example) throws Exception {
    port = FreePort.next();
    file = folder.resolve("doorward.yaml");
    Files.writeString(
        file,
        Files.readString(EXAMPLES.resolve(example).resolve("doorward.yaml"))
            .replace(":8080", ":" + port));
  }

  private ConfigurableApplicationContext start(String example, String name) throws Exception {
    configure(example);
    return SpringApplication.run(
        compiled(example, name),
        "--server.port=" + port,
        "--server.address=127.0.0.1",
        "--doorward.config=" + file,
        "--spring.main.banner-mode=off",
        "--logging.level.root=error");
  }

  private HttpResponse<String> ask(String method, String path, String credential) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (!credential.isEmpty()) {
      request.header("Authorization", credential);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private void articlesAreGuarded() throws Exception {
    People people = new People(file);
    String reader = people.add("rita", "reader");
    String editor = people.add("edith", "editor");
    assertThat(ask("GET", "/", "").body()).contains("Hello, a stranger");
    assertThat(ask("GET", "/articles", "").statusCode()).isEqualTo(401);
    assertThat(ask("GET", "/articles", reader).statusCode()).isEqualTo(200);
    assertThat(ask("POST", "/articles", reader).statusCode()).isEqualTo(403);
    assertThat(ask("POST", "/articles", editor).body()).contains("Written by edith");
    assertThat(ask("GET", "/else", editor).statusCode()).isEqualTo(403);
  }

  private static String jars(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
  }

  @Test
  void theServletApp() throws Exception {
    configure("servlet-app");
    Object tomcat =
        compiled("servlet-app", "App")
            .getMethod("start", int.class, String.class)
            .invoke(null, port, file.toString());
    try {
      articlesAreGuarded();
    } finally {
      ((org.apache.catalina.startup.Tomcat) tomcat).stop();
    }
  }

  @Test
  void theSpringApp() throws Exception {
    try (ConfigurableApplicationContext _ = start("spring-app", "App")) {
      articlesAreGuarded();
    }
  }

  @Test
  void eachIsFortyLinesAtMost() throws Exception {
    for (String app : List.of("servlet-app", "spring-app")) {
      assertThat(Files.readAllLines(EXAMPLES.resolve(app).resolve("App.java")))
          .hasSizeLessThanOrEqualTo(40);
    }
  }

  @Test
  void fromTheResourceServer() throws Exception {
    assertThat(compiled("from-resource-server/before", "Reports")).isNotNull();
    try (ConfigurableApplicationContext _ = start("from-resource-server/after", "Reports")) {
      String alice = new People(file).add("alice", "user");
      assertThat(ask("GET", "/reports", "").statusCode()).isEqualTo(401);
      assertThat(ask("GET", "/reports", alice).body()).isEqualTo("Reports for alice");
      assertThat(ask("GET", "/admin", alice).statusCode()).isEqualTo(403);
      assertThat(ask("GET", "/public/none", "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void fromTheKeycloakAdapter() throws Exception {
    Path out = compiled("from-keycloak-adapter/before", "Shop", jars(BEFORE_KEYCLOAK));
    assertThat(out.resolve("example/Shop.class")).isRegularFile();
    try (ConfigurableApplicationContext _ = start("from-keycloak-adapter/after", "Shop")) {
      String alice = new People(file).add("alice", "user");
      assertThat(ask("GET", "/orders", "").statusCode()).isEqualTo(401);
      assertThat(ask("GET", "/orders", alice).body()).isEqualTo("Orders of alice");
      assertThat(ask("GET", "/admin", alice).statusCode()).isEqualTo(403);
    }
  }
}
