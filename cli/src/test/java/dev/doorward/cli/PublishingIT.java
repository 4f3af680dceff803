package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * What users get, published as a release is, into a folder: from copies of the sources, so that the
 * build which runs this is left alone.
 */
class PublishingIT {
  private static final Path ROOT =
      Path.of(System.getProperty("doorward.root", "..")).toAbsolutePath();

  /** What is published beside the BOM. */
  private enum Published {
    CLIENT("client", "client", "client"),
    SERVLET("servlet", "servlet", "servlet"),
    STARTER("spring-boot-starter", "spring", "spring"),
    STARTER_3("spring-boot-3-starter", "spring-boot-3", "spring.boot3");

    /** Behind {@code doorward-}. */
    final String artifact;

    final String room;

    /** The module's name behind {@code dev.doorward.}, and the package below which all stands. */
    final String module;

    Published(String artifact, String room, String module) {
      this.artifact = artifact;
      this.room = room;
      this.module = module;
    }

    String folder() {
      return "dev/doorward/" + module.replace('.', '/') + "/";
    }
  }

  /** The rooms which lie in the jar of {@code servlet}. */
  private static final Set<String> WITHIN =
      Set.of("core", "config", "identity", "oauth", "portal", "face");

  @TempDir static Path folder;

  private static Path published;

  @BeforeAll
  static void publish() throws Exception {
    published = publish("one", EnumSet.allOf(Published.class));
  }

  @Test
  void nothingElseIsPublished() throws Exception {
    Set<String> wanted = new TreeSet<>(Set.of("doorward-bom"));
    for (Published each : Published.values()) {
      wanted.add("doorward-" + each.artifact);
    }
    assertThat(names(published.resolve("dev/doorward"))).isEqualTo(wanted);
    assertThat(artifacts("bom")).containsExactly(".pom");
    for (Published each : Published.values()) {
      assertThat(artifacts(each.artifact))
          .containsExactly("-javadoc.jar", "-sources.jar", ".jar", ".pom");
    }
  }

  @Test
  void theBomListsWhatIsPublishedAndNothingElse() throws Exception {
    Document bom = xml(artifact("bom", ".pom"));
    Document root = xml(ROOT.resolve("pom.xml"));
    assertThat(text(bom, "/project/version")).isEqualTo(text(root, "/project/version"));
    assertThat(texts(bom, "/project/dependencyManagement/dependencies/dependency/artifactId"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Published.values()).map(each -> "doorward-" + each.artifact).toList());
    assertThat(texts(bom, "/project/dependencyManagement/dependencies/dependency/version"))
        .containsOnly("${project.version}");
    assertThat(texts(bom, "/project/dependencies | /project/parent")).isEmpty();
    assertThatItIsDescribed(bom);
  }

  @Test
  void thePomsStandAlone() throws Exception {
    for (Published each : Published.values()) {
      Document pom = xml(artifact(each.artifact, ".pom"));
      assertThatItIsDescribed(pom);
      assertThat(texts(pom, "/project/parent")).isEmpty();
      assertThat(texts(pom, "/project/dependencyManagement | /project/profiles")).isEmpty();
      assertThat(texts(pom, "/project/dependencies/dependency/scope")).doesNotContain("test");
    }
    assertThat(
            texts(xml(artifact("client", ".pom")), "/project/dependencies/dependency/artifactId"))
        .containsExactly("jspecify");
  }

  @Test
  void eachJarKeepsToItsPackageAndHasAModuleNameAndTheLicence() throws Exception {
    Set<String> packages = new HashSet<>();
    for (Published each : Published.values()) {
      try (JarFile jar = new JarFile(artifact(each.artifact, ".jar").toFile());
          JarFile sources = new JarFile(artifact(each.artifact, "-sources.jar").toFile());
          JarFile javadoc = new JarFile(artifact(each.artifact, "-javadoc.jar").toFile())) {
        assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
            .isEqualTo("dev.doorward." + each.module);
        assertThat(read(jar, "META-INF/LICENSE"))
            .isEqualTo(Files.readString(ROOT.resolve("LICENSE")));
        assertThat(read(sources, "META-INF/LICENSE"))
            .isEqualTo(Files.readString(ROOT.resolve("LICENSE")));
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
    Files.copy(artifact("client", ".jar"), lib.resolve("doorward-client-0.jar"));
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
    Path first = published;
    Path second = publish("two", EnumSet.allOf(Published.class));
    for (Published each : Published.values()) {
      for (String end : artifacts(each.artifact)) {
        assertThat(artifact(second, each.artifact, end))
            .hasSameBinaryContentAs(artifact(first, each.artifact, end));
      }
    }
  }

  @Test
  void theServletJarBringsNothingAnApplicationWouldQuarrelWith() throws Exception {
    Document pom = xml(artifact("servlet", ".pom"));
    String wanted =
        "/project/dependencies/dependency[not(optional='true') and not(scope='provided')]";
    List<String> needed = texts(pom, wanted + "/artifactId");
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
    assertThat(texts(pom, wanted + "/groupId")).doesNotContain("dev.doorward");
    String listed = Files.readString(ROOT.resolve("docs/java.md"));
    assertThat(needed).allSatisfy(name -> assertThat(listed).contains("`" + name + "`"));
    try (JarFile jar = new JarFile(artifact("servlet", ".jar").toFile())) {
      assertThat(names(jar, ".class"))
          .noneMatch(name -> name.contains("io/netty") || name.contains("io/grpc"))
          .noneMatch(name -> name.startsWith("tools/jackson") || name.startsWith("org/flywaydb"));
    }
  }

  @Test
  void theStartersBringNothingButDoorward() throws Exception {
    String brought = "/project/dependencies/dependency[not(scope='provided')]/artifactId";
    assertThat(texts(xml(artifact("spring-boot-starter", ".pom")), brought))
        .containsExactlyInAnyOrder("doorward-servlet", "jspecify");
    assertThat(texts(xml(artifact("spring-boot-3-starter", ".pom")), brought))
        .containsExactlyInAnyOrder("doorward-spring-boot-starter", "jspecify");
    for (String starter : List.of("spring-boot-starter", "spring-boot-3-starter")) {
      Document pom = xml(artifact(starter, ".pom"));
      String ours = "/project/dependencies/dependency[groupId='dev.doorward']";
      assertThat(texts(pom, ours + "/version")).containsExactly(text(pom, "/project/version"));
      String springs =
          "/project/dependencies/dependency[starts-with(groupId,'org.springframework')]";
      assertThat(texts(pom, springs + "[not(scope='provided')]")).isEmpty();
      try (JarFile jar = new JarFile(artifact(starter, ".jar").toFile())) {
        assertThat(names(jar, "AutoConfiguration.imports")).hasSize(1);
      }
    }
  }

  private static boolean isWithin(String name) {
    return name.startsWith("dev/doorward/shaded/")
        || WITHIN.stream().anyMatch(room -> name.startsWith("dev/doorward/" + room + "/"));
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

  /** The folder into which a copy of that name was published. */
  private static Path publish(String name, Set<Published> rooms) throws Exception {
    Path copy = copy(folder.resolve(name));
    Path to = folder.resolve(name + "-published");
    assertThat(maven(copy, to, rooms)).as(said(copy)).isTrue();
    return to;
  }

  private static boolean maven(Path copy, Path to, Set<Published> rooms) throws Exception {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-Prelease", "deploy"));
    command.addAll(
        List.of(
            "-pl",
            rooms.stream().map(each -> each.room).collect(Collectors.joining(",", ".,bom,", "")),
            "-am",
            "-Dmaven.test.skip=true"));
    // Nothing is left in the local repository, where another build might find it.
    command.addAll(List.of("-Dmaven.install.skip=true", "-Dspotless.check.skip=true"));
    command.add("-DaltDeploymentRepository=local::file:" + to);
    String local = System.getProperty("maven.repo.local");
    if (local != null) {
      command.add("-Dmaven.repo.local=" + local);
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(copy.toFile())
            .redirectErrorStream(true)
            .redirectOutput(copy.resolve("maven.log").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    return ended && process.exitValue() == 0;
  }

  private static String said(Path copy) throws IOException {
    return Files.readString(copy.resolve("maven.log"));
  }

  /** Every pom, which Maven wants to see, and the sources of what is published. */
  private static Path copy(Path to) throws Exception {
    for (String module : texts(xml(ROOT.resolve("pom.xml")), "/project/modules/module")) {
      Files.createDirectories(to.resolve(module));
      Files.copy(ROOT.resolve(module).resolve("pom.xml"), to.resolve(module).resolve("pom.xml"));
    }
    Files.copy(ROOT.resolve("pom.xml"), to.resolve("pom.xml"));
    Files.copy(ROOT.resolve("LICENSE"), to.resolve("LICENSE"));
    Set<String> sources = new TreeSet<>(WITHIN);
    for (Published each : Published.values()) {
      sources.add(each.room);
    }
    for (String room : sources) {
      Path main = ROOT.resolve(room).resolve("src/main");
      try (Stream<Path> files = Files.walk(main)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path target = to.resolve(ROOT.relativize(file));
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
    return to;
  }

  private static List<String> artifacts(String of) throws IOException {
    try (Stream<Path> files = Files.list(versioned(published, of))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("doorward-"))
          .filter(name -> !name.matches(".*\\.(md5|sha1|sha256|sha512)"))
          .map(name -> name.replaceFirst("^.*?(-[a-z]+)?(\\.[a-z]+)$", "$1$2"))
          .sorted()
          .toList();
    }
  }

  private static Path artifact(String of, String end) throws IOException {
    return artifact(published, of, end);
  }

  private static Path artifact(Path repository, String of, String end) throws IOException {
    try (Stream<Path> files = Files.list(versioned(repository, of))) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*[0-9TS]" + end))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Path versioned(Path repository, String of) throws IOException {
    try (Stream<Path> folders = Files.list(repository.resolve("dev/doorward/doorward-" + of))) {
      return folders.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  private static Set<String> names(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
    return names;
  }

  private static List<String> names(JarFile jar, String end) {
    return jar.stream().map(JarEntry::getName).filter(name -> name.endsWith(end)).toList();
  }

  private static String read(JarFile jar, String name) throws IOException {
    JarEntry entry = jar.getJarEntry(name);
    assertThat(entry).as(name).isNotNull();
    return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Document xml(Path file) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file.toFile());
  }

  private static String text(Document document, String path) throws Exception {
    List<String> texts = texts(document, path);
    assertThat(texts).as(path).hasSize(1);
    return texts.getFirst();
  }

  private static List<String> texts(Document document, String path) throws Exception {
    XPath xpath = XPathFactory.newDefaultInstance().newXPath();
    NodeList nodes = (NodeList) xpath.evaluate(path, document, XPathConstants.NODESET);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent().strip());
    }
    return texts;
  }
}
