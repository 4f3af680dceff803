package dev.doorward.contract;

import dev.doorward.contract.Coverage.Note;
import dev.doorward.contract.cases.Case;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The page {@code docs/contract-status.md}: what proves each number of the contract, or why not.
 */
public final class StatusPage {

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
    page.append(" are run against a server by the contract runner, at the door; ").append(inside);
    page.append(" are proved by a test inside; ").append(missing);
    page.append(" do not apply to this release.\n");
    page.append(
        "A number may be on two lines: part of a row can be missing where the rest is run.\n\n");
    page.append("| Number | Proved by | What |\n| --- | --- | --- |\n");
    numbers.forEach(n -> page.append(lines(coverage, n)));
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
          line(number + ids, "runner, door" + conditions(cases), cases.getFirst().title()));
    }
    for (Note each : coverage.elsewhere(number)) {
      lines.append(line(number + part(each), "test inside", each.text()));
    }
    for (Note each : coverage.notApplicable(number)) {
      lines.append(line(number + part(each), "–", each.text()));
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

  private static String line(String number, String proof, String what) {
    return "| " + number + " | " + proof + " | " + what.replace("|", "\\|") + " |\n";
  }
}
