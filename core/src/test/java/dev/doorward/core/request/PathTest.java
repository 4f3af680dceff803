package dev.doorward.core.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.Seeds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/public/../admin",
        "/public/%2e%2e/admin",
        "/public/%2E./admin",
        "/public/.%2e/admin",
        "/public/..;/admin",
        "/public/..;x=1/admin",
        "/public/%2e%2e;/admin",
        "/public/..%3Bx/admin",
        "/public/..%3b/admin",
        "/public%2f..%2fadmin",
        "/public%2F%2e%2e%2fadmin",
        "/public/x;%2f..%2fadmin",
        "/public/./admin",
        "/.",
        "/..",
        "/public/..",
        "/public/.",
        "/public\\admin",
        "/public%5cadmin",
        "/public%5Cadmin",
        "/public/%00",
        "/public%00.css",
        "/%",
        "/%2",
        "/%zz",
        "/%2x",
        "/%\uff12e",
        "/a b",
        "/a\tb",
        "/caf\u00e9",
        "/a\u007f",
        "/admin#x",
        "admin",
        "",
        "*",
        "?x"
      })
  void c220_aPathWithoutOneReadingIsAmbiguous(String path) {
    assertThat(Path.of(path)).isEqualTo(Path.Whole.AMBIGUOUS);
  }

  @Test
  void c221_anEscapedSemicolonIsReadBothAsOneAndAsItStands() {
    assertThat(Path.of("/admin%3bx=1"))
        .isEqualTo(new Path.Twofold(List.of("admin%3Bx=1"), List.of("admin")));
  }

  @ParameterizedTest
  @CsvSource({
    "/, ''",
    "/me, me",
    "/me/, me/",
    "/a/b/c, a/b/c",
    "/%61dmin, admin",
    "/%41%2D%5f%7e%2Ex, A-_~.x",
    "/admin;x=1, admin",
    "/admin;x=1/;y, admin/",
    "/a;x/b;y, a/b",
    "/a%c3%a9, a%C3%A9",
    "/a%20b, a%20b",
    "/a%252fb, a%252fb",
    "/...a/b.., ...a/b..",
    "/@scope, @scope",
    "/a:b!$&'()*+, a:b!$&'()%2A+",
    "/a%3ab%21%24%26%27%28%29%2a%2B%3D%40, a:b!$&'()%2A+=@",
    "/%7bx%7D%22%3C%3E%5b%5D%5E%60%7c, {x}\"<>[]^`|",
    "/a%3fb%23c%2525, a%3Fb%23c%2525",
    "/a?, a?",
  })
  void aPathIsReadWithAllDecodedThatServersDecodeAndThatCutsNothing(String path, String segments) {
    assertThat(Path.of(path)).isEqualTo(new Path.Plain(List.of(segments.split("/", -1))));
  }

  @ParameterizedTest
  @CsvSource({
    "//admin, /admin, admin",
    "/public//x, public//x, public/x",
    "/public/a%2Fb, public/a%2Fb, public/a/b",
    "/public/a%2fb, public/a%2Fb, public/a/b",
    "/a///b//, a///b//, a/b/",
    "/%2f, %2F, ''",
    "/a%2f%2fb, a%2F%2Fb, a/b",
    "/;/admin, /admin, admin",
    "/;x=1/admin, /admin, admin",
    "/public/;/x, public//x, public/x",
    "/a;%2fb, a, a/b",
  })
  void c220_doubleAndEscapedSlashesHaveTwoReadings(String path, String stands, String folded) {
    assertThat(Path.of(path))
        .isEqualTo(
            new Path.Twofold(List.of(stands.split("/", -1)), List.of(folded.split("/", -1))));
  }

  @ParameterizedTest
  @CsvSource({
    "//x/admin, admin",
    "//x/a/b/, a/b/",
    "///x/admin, admin",
    "//x//admin, admin",
    "//x, ''",
    "/%2f/admin, admin",
    "/a//b, a/b",
  })
  void c220_whatUrlParsersTakeForAHostMayBeCutOff(String path, String behindHost) {
    assertThat(Path.of(path))
        .isInstanceOfSatisfying(
            Path.Twofold.class,
            two -> assertThat(two.behindHost()).isEqualTo(List.of(behindHost.split("/", -1))));
  }

  @Test
  void readingTwiceIsReadingOnceAndNothingThrows() {
    Random random = Seeds.random("path reading");
    String[] parts = {
      "/", "//", "a", "B", "admin", ".", "..", "%2e", "%2E", "%2f", "%2F", ";", ";x=1", "%3B",
      "\\", "%5c", "%00", "%", "%4", "%41", "%zz", "%c3%a9", "~", "*", " ", "?", "#", "\u00e9",
      "%25", "%252e", "\u0000", "\uff0f"
    };
    for (int i = 0; i < 50_000; i++) {
      StringBuilder path = new StringBuilder("/");
      for (int n = random.nextInt(9); n > 0; n--) {
        path.append(parts[random.nextInt(parts.length)]);
      }
      switch (Path.of(path.toString())) {
        case Path.Whole whole -> assertThat(whole).isEqualTo(Path.Whole.AMBIGUOUS);
        case Path.Plain(var segments) -> {
          assertNoDots(segments);
          assertThat(Path.of("/" + String.join("/", segments))).isEqualTo(new Path.Plain(segments));
        }
        case Path.Twofold(var stands, var folded) -> {
          assertNoDots(stands);
          assertNoDots(folded);
          assertThat(folded.subList(0, folded.size() - 1)).doesNotContain("");
          assertThat(Path.of("/" + String.join("/", folded))).isEqualTo(new Path.Plain(folded));
        }
      }
    }
  }

  @Test
  void theQuickReadingOfSimplePathsIsTheFullOne() {
    Random random = Seeds.random("simple paths");
    String alphabet = "abzAZ09-_~//";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder path = new StringBuilder("/");
      for (int n = random.nextInt(12); n > 0; n--) {
        path.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(Path.of(path.toString())).isEqualTo(PathReader.read(path.toString()));
    }
  }

  private static void assertNoDots(List<String> segments) {
    assertThat(segments).doesNotContain(".", "..");
  }
}
