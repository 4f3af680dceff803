package dev.doorward.contract;

import dev.doorward.contract.Coverage.Note;
import dev.doorward.contract.cases.Case;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The page {@code docs/contract-status.md}: what proves each number of the contract, or why not.
 */
public final class StatusPage {

  private static final List<String> FACES =
      List.of(
          "door",
          "nginx",
          "apache",
          "caddy",
          "haproxy",
          "traefik",
          "envoy-http",
          "envoy-grpc",
          "tomcat",
          "jetty");

  /** The variants in which the fronts are run; see {@code FrontTest}. */
  private static final Set<String> FRONTED = Set.of("default", "default-signed-in", "no-cors");

  /** The variants which are run inside an application; see {@code InsideContractTest}. */
  private static final Set<String> INSIDE =
      Set.of("default", "default-signed-in", "no-cors", "no-deny", "forwarded", "store-down");

  /** What a test plays by their source, which speaks no TLS and has no store to cut. */
  private static final Set<String> PLAYED = Set.of("traefik", "envoy-http", "envoy-grpc");

  private static final Set<String> CONTAINERS = Set.of("tomcat", "jetty");

  private static final List<String> NO_MARKS = Collections.nCopies(FACES.size(), "");

  private StatusPage() {}

  /** The whole page, of the cases and lists which are shipped. */
  public static String render() {
    Coverage coverage = Coverage.shipped();
    List<String> numbers = coverage.numbers();
    long run = numbers.stream().filter(n -> !coverage.cases(n).isEmpty()).count();
    long inside = numbers.stream().filter(n -> isWhole(coverage.elsewhere(n))).count();
    long missing = numbers.stream().filter(n -> isWhole(coverage.notApplicable(n))).count();
    var page = new StringBuilder();
    page.append("# Contract status\n\n");
    page.append("Generated from `contract/`: a test rewrites it, see its message.\n\n");
    page.append("Of ").append(numbers.size()).append(" numbers ").append(run);
    page.append(" are run against a server by the contract runner; ").append(inside);
    page.append(" are proved by a test inside; ").append(missing);
    page.append(" do not apply to this release.\n");
    page.append(
        "A number may be on two lines: part of a row can be missing where the rest is run.\n\n");
    page.append(
        "✓: run through this face. f: there it is the front's or the container's, see below. –: not run.\n\n");
    page.append("| Number | Proved by | ").append(String.join(" | ", FACES)).append(" | What |\n");
    page.append("| --- | --- | ").append("--- | ".repeat(FACES.size())).append("--- |\n");
    numbers.forEach(n -> page.append(lines(coverage, n)));
    page.append(
        "\n## What is the front's or the container's\n\n| Cases | Where | Why |\n| --- | --- | --- |\n");
    Fronts.shipped().rows().forEach(row -> page.append(row).append('\n'));
    return page.toString();
  }

  private static boolean isWhole(List<Note> notes) {
    return notes.stream().anyMatch(n -> n.part().isEmpty());
  }

  private static String lines(Coverage coverage, String number) {
    var lines = new StringBuilder();
    List<Case> cases = coverage.cases(number);
    if (!cases.isEmpty()) {
      String ids =
          cases.size() == 1 ? "" : " " + suffix(cases.getFirst()) + "–" + suffix(cases.getLast());
      lines.append(
          line(number + ids, "runner" + conditions(cases), marks(cases), cases.getFirst().title()));
    }
    for (Note each : coverage.elsewhere(number)) {
      lines.append(line(number + part(each), "test inside", NO_MARKS, each.text()));
    }
    for (Note each : coverage.notApplicable(number)) {
      lines.append(line(number + part(each), "–", NO_MARKS, each.text()));
    }
    return lines.toString();
  }

  private static String suffix(Case c) {
    return c.id().substring(c.number().length());
  }

  private static String part(Note note) {
    return note.part().map(p -> " (" + p + ")").orElse("");
  }

  /** What else than the plain run of the default fixture the cases need. */
  private static String conditions(List<Case> cases) {
    String needs =
        cases.stream()
            .flatMap(c ->
                c.tags().contains("tls")
                    ? List.of("TLS run").stream()
                    : c.fixture().equals("default")
                        ? List.<String>of().stream()
                        : List.of("`fixture: " + c.fixture() + "`").stream())
            .distinct()
            .collect(Collectors.joining(", "));
    return needs.isEmpty() ? "" : " (" + needs + ")";
  }

  private static List<String> marks(List<Case> cases) {
    return FACES.stream().map(face -> mark(cases, face)).toList();
  }

  private static String mark(List<Case> cases, String face) {
    if (face.equals("door")) {
      return "✓";
    }
    List<Case> run =
        CONTAINERS.contains(face)
            ? cases.stream().filter(c -> INSIDE.contains(c.fixture())).toList()
            : behindAFront(cases, face);
    long exempt = run.stream().filter(c -> Fronts.shipped().exempt(c, face).isPresent()).count();
    return run.isEmpty() ? "–" : exempt == run.size() ? "f" : exempt > 0 ? "✓ f" : "✓";
  }

  private static List<Case> behindAFront(List<Case> cases, String face) {
    return cases.stream()
        .filter(c ->
            FRONTED.contains(c.fixture())
                || (c.fixture().equals("store-down") && !PLAYED.contains(face)))
        // Hosts of the TLS run.
        .filter(c -> !(c.tags().contains("tls") && PLAYED.contains(face)))
        .toList();
  }

  private static String line(String number, String proof, List<String> marks, String what) {
    return "| "
        + number
        + " | "
        + proof
        + " | "
        + String.join(" | ", marks)
        + " | "
        + what.replace("|", "\\|")
        + " |\n";
  }
}
