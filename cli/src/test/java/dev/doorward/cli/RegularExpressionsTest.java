package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No regular expression of the modules which see requests can be made slow by what it reads. All of
 * them are taken from the sources; texts made of each one's own pieces, again and again and then
 * something which does not fit, are read not much more often than any text of their length is.
 */
class RegularExpressionsTest {
  private static final List<String> MODULES =
      List.of("core", "face", "portal", "server", "oauth", "identity", "http");

  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:compile|matches|replaceAll|replaceFirst|split|new Sign)\\(\\s*"
              + "(\"(?:[^\"\\\\]|\\\\.)*\"(?:\\s*\\+\\s*\"(?:[^\"\\\\]|\\\\.)*\")*)");

  private static final int LENGTH = 100_000;

  /** How often each character may be read; quadratic is tens of thousands of times. */
  private static final int MOST = 50;

  @Test
  void noTextMakesOneOfOursSlow() throws Exception {
    Set<String> expressions = written();
    assertThat(expressions).hasSizeGreaterThan(30);
    List<String> slow = new ArrayList<>();
    int tried = 0;
    for (String expression : expressions) {
      Pattern pattern = Pattern.compile(expression);
      for (String piece : pieces(expression)) {
        String text = piece.repeat(LENGTH / piece.length()) + "\u0001";
        tried++;
        if (isSlow(pattern, text)) {
          slow.add(expression + " on " + piece);
        }
      }
    }
    System.out.printf("%d regular expressions, %d texts%n", expressions.size(), tried);
    assertThat(slow).isEmpty();
  }

  @Test
  void aSlowOneWouldBeFound() {
    for (String slow : List.of("(a+)+b", "Version/[\\d.]+ .*Safari/", "^[a-z]+.*x.*y$")) {
      assertThat(pieces(slow))
          .as(slow)
          .anyMatch(piece ->
              isSlow(Pattern.compile(slow), piece.repeat(LENGTH / piece.length()) + "\u0001"));
    }
  }

  /** Counts the characters which are read, since time is also the machine's. */
  private static boolean isSlow(Pattern pattern, String text) {
    for (Consumer<Matcher> use : List.<Consumer<Matcher>>of(Matcher::matches, Matcher::find)) {
      try {
        use.accept(pattern.matcher(new Counted(text, (long) MOST * text.length())));
      } catch (TooMuch | StackOverflowError e) {
        return true;
      }
    }
    return false;
  }

  private static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A text that is read so often at most. */
  private static final class Counted implements CharSequence {
    private final String text;
    private long left;

    Counted(String text, long left) {
      this.text = text;
      this.left = left;
    }

    @Override
    public char charAt(int index) {
      if (--left < 0) {
        throw new TooMuch();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Single characters of many classes, and what the expression has of plain text. */
  private static Set<String> pieces(String expression) {
    Set<String> pieces =
        new LinkedHashSet<>(
            List.of(
                "a", "A", "f", "0", "1", " ", "\t", "-", ".", "_", "@", "/", ";", ",", ":", "=",
                "\"", "+", "&", "%", "\u00e4", "\u4e00", "a ", "0.", "a-", "a.", "1 a", "; ",
                "=\""));
    List<String> words =
        Pattern.compile("[A-Za-z][A-Za-z/=-]*|-{3,}[A-Z ]*")
            .matcher(expression.replaceAll("\\[[^]]*]|\\\\[a-z]", " "))
            .results()
            .map(MatchResult::group)
            .toList();
    for (String word : words) {
      for (String end : List.of("", "1", "1 ", " ", ";", "=", "-0000", "/1.0 ", "A ", "a")) {
        pieces.add(word + end);
      }
    }
    return pieces;
  }

  private static Set<String> written() throws IOException {
    Path root = Path.of(System.getProperty("doorward.root", ".."));
    Set<String> found = new TreeSet<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          Matcher each = WRITTEN.matcher(Files.readString(file));
          while (each.find()) {
            found.add(
                each.group(1)
                    .replaceAll("\"\\s*\\+\\s*\"", "")
                    .replaceAll("^\"|\"$", "")
                    .translateEscapes());
          }
        }
      }
    }
    return found;
  }
}
