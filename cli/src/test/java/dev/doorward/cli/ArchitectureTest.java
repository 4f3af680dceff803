package dev.doorward.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The directions of the house, which libraries each room may use, and that there is no cycle. */
class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.doorward");

  /** What each room may use of the others. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("core", Set.of()),
          Map.entry("contract", Set.of()),
          Map.entry("client", Set.of()),
          Map.entry("http", Set.of()),
          Map.entry("config", Set.of("core")),
          Map.entry("identity", Set.of("core")),
          Map.entry("oauth", Set.of("core", "identity")),
          Map.entry("portal", Set.of("core", "identity", "oauth")),
          Map.entry("face", Set.of("core", "config", "identity", "oauth", "portal")),
          Map.entry(
              "server", Set.of("core", "config", "identity", "oauth", "portal", "face", "http")),
          Map.entry(
              "cli",
              Set.of(
                  "core",
                  "config",
                  "identity",
                  "oauth",
                  "portal",
                  "face",
                  "http",
                  "server",
                  "contract")));

  /** Libraries beside the JDK and JSpecify, by their root package. */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry("core", Set.of()),
          Map.entry("client", Set.of()),
          Map.entry("contract", Set.of("org.slf4j", "tools.jackson")),
          Map.entry("http", Set.of("org.slf4j", "io.netty")),
          Map.entry("config", Set.of("org.slf4j", "org.snakeyaml")),
          Map.entry(
              "identity",
              Set.of(
                  "org.slf4j",
                  "org.sqlite",
                  "org.postgresql",
                  "com.zaxxer",
                  "org.flywaydb",
                  "de.mkammerer",
                  "org.bouncycastle")),
          Map.entry("oauth", Set.of("org.slf4j", "com.nimbusds")),
          Map.entry("portal", Set.of("org.slf4j", "tools.jackson", "gg.jte")),
          Map.entry("face", Set.of("org.slf4j", "tools.jackson", "io.micrometer", "jdk.net")),
          Map.entry(
              "server",
              Set.of(
                  "org.slf4j",
                  "tools.jackson",
                  "io.micrometer",
                  "com.google.protobuf",
                  "org.shredzone.acme4j",
                  "org.bouncycastle")),
          Map.entry("cli", Set.of("org.slf4j", "tools.jackson", "picocli", "sun.misc")));

  @Test
  void everyArrowPointsDown() {
    ARROWS.forEach((room, allowed) -> {
      List<String> forbidden = new ArrayList<>();
      for (String other : ARROWS.keySet()) {
        if (!other.equals(room) && !allowed.contains(other)) {
          forbidden.add("dev.doorward." + other + "..");
        }
      }
      if (forbidden.isEmpty()) {
        return;
      }
      noClasses()
          .that()
          .resideInAPackage("dev.doorward." + room + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden.toArray(String[]::new))
          .check(HOUSE);
    });
  }

  @Test
  void everyRoomKeepsToItsLibraries() {
    HOUSE.forEach(type -> {
      String room = type.getPackageName().split("\\.")[2];
      Set<String> allowed = LIBRARIES.getOrDefault(room, Set.of());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> !target.isPrimitive())
          .map(target -> target.getPackageName())
          .filter(name -> !name.startsWith("java.") && !name.startsWith("javax."))
          .filter(name -> !name.startsWith("dev.doorward"))
          .filter(name -> !name.startsWith("org.jspecify"))
          .distinct()
          .forEach(name ->
              assertThat(allowed)
                  .as("%s uses %s", type.getName(), name)
                  .anyMatch(name::startsWith));
    });
  }

  @Test
  void noPackageCycleExists() {
    slices().matching("dev.doorward.(**)").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void nothingImportsTheRootOfTheCoreButOtherRooms() {
    noClasses()
        .that()
        .resideInAPackage("dev.doorward.core.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.doorward.core")
        .check(HOUSE);
  }

  @Test
  void theCoreHasNoClockAndNoInput() {
    noClasses()
        .that()
        .resideInAPackage("dev.doorward.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio.file..", "java.net.http..", "java.sql..")
        .check(HOUSE);
    noClasses()
        .that()
        .resideInAPackage("dev.doorward.core..")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(HOUSE);
  }

  @Test
  void noServerTypeOfNettyLeavesTheEdge() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.doorward.http..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(HOUSE);
  }
}
