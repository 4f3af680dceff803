package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page about OWASP's ASVS names every requirement once, and tests which are there. */
class AsvsTest {
  private static final Path ROOT = Path.of(System.getProperty("doorward.root", ".."));
  private static final Pattern ROW =
      Pattern.compile("\\| ([0-9.]+) \\| ([123]) \\| ([^|]+) \\| ([^|]+) \\|(?: ([^|]+))? \\|");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT))`");
  private static final Pattern STATE =
      Pattern.compile(
          "met|not met|not ours"
              + "|comes with (the authorization server|foreign issuers|DPoP|second factors|mail)");

  /** Section by section of version 5.0, the level of each requirement. */
  private static final String LEVELS =
      """
      6.1: 1 2 2
      6.2: 1 1 1 1 1 1 1 1 2 2 2 2
      6.3: 1 1 2 2 3 3 3 3
      6.4: 1 1 2 2 3 3
      6.5: 2 2 2 2 2 3 3 3
      6.6: 2 2 2 3
      6.7: 3 3
      6.8: 2 2 2 2
      7.1: 2 2 2
      7.2: 1 1 1 1
      7.3: 2 2
      7.4: 1 1 2 2 2
      7.5: 2 2 3
      7.6: 2 2
      8.1: 1 2 3 3
      8.2: 1 1 2 3
      8.3: 1 3 3
      8.4: 2 3
      9.1: 1 1 1
      9.2: 1 2 2 2
      10.1: 2 2
      10.2: 2 2 3
      10.3: 2 2 2 2 3
      10.4: 1 1 1 1 1 2 2 2 2 2 2 3 3 3 3 3
      10.5: 2 2 2 2 2
      10.6: 2 2
      10.7: 2 2 2
      12.1: 1 2 2 3 3
      12.2: 1 1
      12.3: 2 2 2 2 3
      13.1: 2 3 3 3
      13.2: 2 2 2 2 2 3
      13.3: 2 2 3 3
      13.4: 1 2 2 2 2 3 3
      """;

  private static final List<Row> ROWS = new ArrayList<>();

  private record Row(String number, String level, String state, String shownBy) {}

  @BeforeAll
  static void read() throws IOException {
    for (String line : Files.readAllLines(ROOT.resolve("docs/asvs.md"))) {
      if (line.matches("\\| \\d.*")) {
        Matcher row = ROW.matcher(line);
        assertThat(row.matches()).as("is a row: %s", line).isTrue();
        String by = row.group(5) == null ? "" : row.group(5);
        ROWS.add(new Row(row.group(1), row.group(2), row.group(4), by));
      }
    }
  }

  @Test
  void everyRequirementStandsThereOnceInOrderWithItsLevel() {
    List<String> expected = new ArrayList<>();
    LEVELS
        .lines()
        .forEach(section -> {
          String[] parts = section.split(": ", 2);
          String[] levels = parts[1].split(" ");
          for (int i = 0; i < levels.length; i++) {
            expected.add(parts[0] + "." + (i + 1) + " " + levels[i]);
          }
        });
    assertThat(ROWS.stream().map(row -> row.number() + " " + row.level()))
        .containsExactlyElementsOf(expected);
    assertThat(expected).hasSize(155);
  }

  @Test
  void everyStateIsOneOfThoseWhichThePageExplains() {
    assertThat(ROWS).allSatisfy(row -> assertThat(row.state()).as(row.number()).matches(STATE));
  }

  @Test
  void whatIsMetIsShownAndWhatIsNotIsExplained() {
    for (Row row : ROWS) {
      if (row.state().equals("met")) {
        assertThat(TEST.matcher(row.shownBy()).find() || row.shownBy().contains("no test"))
            .as("%s names a test, or says that there is none", row.number())
            .isTrue();
      } else if (row.state().startsWith("not ")) {
        assertThat(row.shownBy()).as(row.number()).isNotEmpty();
      }
    }
  }

  @Test
  void everyTestWhichIsNamedIsThere() throws IOException {
    Set<String> named = new TreeSet<>();
    ROWS.forEach(row -> {
      Matcher test = TEST.matcher(row.shownBy());
      while (test.find()) {
        named.add(test.group(1));
      }
    });
    assertThat(named).hasSizeGreaterThan(20);
    assertThat(tests()).containsAll(named);
  }

  /** Every test class of the repository. */
  private static Set<String> tests() throws IOException {
    Set<String> found = new TreeSet<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is) {
            String name = String.valueOf(folder.getFileName());
            boolean skipped =
                Set.of("target", "node_modules", ".git").contains(name)
                    || folder.endsWith("src/main");
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(".java")) {
              found.add(name.substring(0, name.length() - ".java".length()));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
