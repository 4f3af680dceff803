package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** What users get. */
class PublishingIT {
  @TempDir static Path folder;

  private static Publication published;

  @BeforeAll
  static void publish() throws Exception {
    published = Publication.of(folder.resolve("one"));
  }

  @Test
  void nothingElseIsPublished() throws Exception {
    Set<String> wanted = new TreeSet<>(Set.of("doorward-bom"));
    for (Published each : Published.values()) {
      wanted.add("doorward-" + each.artifact);
    }
    assertThat(published.names()).isEqualTo(wanted);
    assertThat(published.artifacts("bom")).containsExactly(".pom");
    for (Published each : Published.values()) {
      assertThat(published.artifacts(each.artifact))
          .containsExactly("-javadoc.jar", "-sources.jar", ".jar", ".pom");
    }
  }

  @Test
  void theBomListsWhatIsPublishedAndNothingElse() throws Exception {
    Document bom = Pom.read(published.artifact("bom", ".pom"));
    Document root = Pom.read(Publication.ROOT.resolve("pom.xml"));
    assertThat(text(bom, "/project/version")).isEqualTo(text(root, "/project/version"));
    assertThat(Pom.texts(bom, "/project/dependencyManagement/dependencies/dependency/artifactId"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Published.values()).map(each -> "doorward-" + each.artifact).toList());
    assertThat(Pom.texts(bom, "/project/dependencyManagement/dependencies/dependency/version"))
        .containsOnly("${project.version}");
    assertThat(Pom.texts(bom, "/project/dependencies | /project/parent")).isEmpty();
    assertThatItIsDescribed(bom);
  }

  @Test
  void thePomsStandAlone() throws Exception {
    for (Published each : Published.values()) {
      Document pom = Pom.read(published.artifact(each.artifact, ".pom"));
      assertThatItIsDescribed(pom);
      assertThat(Pom.texts(pom, "/project/parent")).isEmpty();
      assertThat(Pom.texts(pom, "/project/dependencyManagement | /project/profiles")).isEmpty();
      assertThat(Pom.texts(pom, "/project/dependencies/dependency/scope")).doesNotContain("test");
    }
    assertThat(
            Pom.texts(
                Pom.read(published.artifact("client", ".pom")),
                "/project/dependencies/dependency/artifactId"))
        .containsExactly("jspecify");
  }

  @Test
  void eachJarKeepsToItsPackageAndHasAModuleNameAndTheLicence() throws Exception {
    Set<String> packages = new HashSet<>();
    for (Published each : Published.values()) {
      try (JarFile jar = new JarFile(published.artifact(each.artifact, ".jar").toFile());
          JarFile sources =
              new JarFile(published.artifact(each.artifact, "-sources.jar").toFile());
          JarFile javadoc =
              new JarFile(published.artifact(each.artifact, "-javadoc.jar").toFile())) {
        assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
            .isEqualTo("dev.doorward." + each.module);
        assertThat(read(jar, "META-INF/LICENSE"))
            .isEqualTo(Files.readString(Publication.ROOT.resolve("LICENSE")));
        assertThat(read(sources, "META-INF/LICENSE"))
            .isEqualTo(Files.readString(Publication.ROOT.resolve("LICENSE")));
        List<String> classes = names(jar, ".class");
        assertThat(classes).isNotEmpty();
        assertThat(classes)
            .allMatch(name ->
                name.startsWith(each.folder()) || (each == Published.SERVLET && isWithin(name)));
        for (String name : classes.stream().filter(name -> !isWithin(name)).toList()) {
          assertThat(sources.getEntry(name.replaceFirst("(\\$.*)?\\.class$", ".java")))
              .as("the source of %s", name)
              .isNotNull();
        }
        Set<String> own = new HashSet<>();
        classes.forEach(name -> own.add(name.substring(0, name.lastIndexOf('/'))));
        assertThat(packages).doesNotContainAnyElementsOf(own);
        packages.addAll(own);
        String page = each.folder() + "package-summary.html";
        assertThat(names(javadoc, page)).as("documented below its module").hasSize(1);
      }
    }
  }

  @Test
  void aModuleOfAUserCompilesAgainstTheClient() throws Exception {
    Path src = Files.createDirectories(folder.resolve("user/src"));
    Path lib = Files.createDirectories(folder.resolve("user/lib"));
    Files.copy(published.artifact("client", ".jar"), lib.resolve("doorward-client-0.jar"));
    assertThat(ModuleFinder.of(lib).find("dev.doorward.client")).isPresent();
    Files.writeString(
        src.resolve("module-info.java"),
        "module user { requires java.net.http; requires dev.doorward.client; }");
    Files.writeString(
        src.resolve("User.java"),
        """
        package user;
        class User {
          static int status(dev.doorward.client.DoorwardClient client, java.net.URI uri) throws Exception {
            return client.send(java.net.http.HttpRequest.newBuilder(uri).build(),
                java.net.http.HttpResponse.BodyHandlers.discarding()).statusCode();
          }
        }
        """);
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    assertThat(
            javac
                .getTask(
                    said,
                    null,
                    null,
                    List.of(
                        "--release",
                        "21",
                        "-d",
                        folder.resolve("user/out").toString(),
                        "--module-path",
                        lib.toString()),
                    null,
                    javac
                        .getStandardFileManager(null, null, StandardCharsets.UTF_8)
                        .getJavaFileObjects(
                            src.resolve("module-info.java"), src.resolve("User.java")))
                .call())
        .as(said.toString())
        .isTrue();
  }

  @Test
  void theSameSourcesGiveTheSameOctets() throws Exception {
    Publication second = Publication.of(folder.resolve("two"));
    for (Published each : Published.values()) {
      for (String end : published.artifacts(each.artifact)) {
        assertThat(second.artifact(each.artifact, end))
            .hasSameBinaryContentAs(published.artifact(each.artifact, end));
      }
    }
  }

  @Test
  void theServletJarBringsNothingAnApplicationWouldQuarrelWith() throws Exception {
    Document pom = Pom.read(published.artifact("servlet", ".pom"));
    String wanted =
        "/project/dependencies/dependency[not(optional='true') and not(scope='provided')]";
    List<String> needed = Pom.texts(pom, wanted + "/artifactId");
    assertThat(needed)
        .containsExactlyInAnyOrder(
            "slf4j-api",
            "snakeyaml-engine",
            "sqlite-jdbc",
            "postgresql",
            "HikariCP",
            "argon2-jvm",
            "bcprov-jdk18on",
            "nimbus-jose-jwt",
            "jte-runtime",
            "jspecify");
    assertThat(Pom.texts(pom, wanted + "/groupId")).doesNotContain("dev.doorward");
    String listed = Files.readString(Publication.ROOT.resolve("docs/java.md"));
    assertThat(needed).allSatisfy(name -> assertThat(listed).contains("`" + name + "`"));
    try (JarFile jar = new JarFile(published.artifact("servlet", ".jar").toFile())) {
      assertThat(names(jar, ".class"))
          .noneMatch(name -> name.contains("io/netty") || name.contains("io/grpc"))
          .noneMatch(name -> name.startsWith("tools/jackson") || name.startsWith("org/flywaydb"));
    }
  }

  @Test
  void theStartersBringNothingButDoorward() throws Exception {
    String brought = "/project/dependencies/dependency[not(scope='provided')]/artifactId";
    assertThat(Pom.texts(Pom.read(published.artifact("spring-boot-starter", ".pom")), brought))
        .containsExactlyInAnyOrder("doorward-servlet", "jspecify");
    assertThat(Pom.texts(Pom.read(published.artifact("spring-boot-3-starter", ".pom")), brought))
        .containsExactlyInAnyOrder("doorward-spring-boot-starter", "jspecify");
    for (String starter : List.of("spring-boot-starter", "spring-boot-3-starter")) {
      Document pom = Pom.read(published.artifact(starter, ".pom"));
      String ours = "/project/dependencies/dependency[groupId='dev.doorward']";
      assertThat(Pom.texts(pom, ours + "/version")).containsExactly(text(pom, "/project/version"));
      String springs =
          "/project/dependencies/dependency[starts-with(groupId,'org.springframework')]";
      assertThat(Pom.texts(pom, springs + "[not(scope='provided')]")).isEmpty();
      try (JarFile jar = new JarFile(published.artifact(starter, ".jar").toFile())) {
        assertThat(names(jar, "AutoConfiguration.imports")).hasSize(1);
      }
    }
  }

  private static boolean isWithin(String name) {
    return name.startsWith("dev/doorward/shaded/")
        || Publication.WITHIN.stream()
            .anyMatch(room -> name.startsWith("dev/doorward/" + room + "/"));
  }

  private static void assertThatItIsDescribed(Document pom) throws Exception {
    assertThat(text(pom, "/project/licenses/license/name")).isEqualTo("Apache-2.0");
    assertThat(text(pom, "/project/licenses/license/url")).startsWith("https://www.apache.org/");
    assertThat(text(pom, "/project/url")).isEqualTo("https://doorward.dev");
    assertThat(text(pom, "/project/scm/url")).isEqualTo("https://github.com/doorward/doorward");
    assertThat(text(pom, "/project/scm/connection"))
        .isEqualTo("scm:git:https://github.com/doorward/doorward.git");
    assertThat(text(pom, "/project/developers/developer/name")).isNotEmpty();
    assertThat(text(pom, "/project/name")).isNotEmpty();
    assertThat(text(pom, "/project/description")).isNotEmpty();
  }

  private static List<String> names(JarFile jar, String end) {
    return jar.stream().map(JarEntry::getName).filter(name -> name.endsWith(end)).toList();
  }

  private static String read(JarFile jar, String name) throws IOException {
    JarEntry entry = jar.getJarEntry(name);
    assertThat(entry).as(name).isNotNull();
    return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String text(Document document, String path) throws Exception {
    List<String> texts = Pom.texts(document, path);
    assertThat(texts).as(path).hasSize(1);
    return texts.getFirst();
  }
}
