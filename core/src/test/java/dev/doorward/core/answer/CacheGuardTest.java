package dev.doorward.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.Seeds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheGuardTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "C254 nothing said     |                                                | private",
        "C255 public           | public, max-age=60, s-maxage=60, immutable     | private, max-age=60, immutable",
        "C255 in any case      | PUBLIC, S-MaxAge=1, Max-Age=60                 | private, Max-Age=60",
        "private already       | private, max-age=60                            | private, max-age=60",
        "no-store is enough    | no-store                                       | no-store",
        "both                  | public, no-store                               | no-store",
        "one field private     | private=`x-a`, max-age=60                      | private, private=`x-a`, max-age=60",
        "inside a string       | ext=`a, public, b`, max-age=1                  | private, ext=`a, public, b`, max-age=1",
        "behind a quoted quote | ext=`\\`, public                               | private, ext=`\\`, public",
        "empty elements        | , , max-age=1,                                 | private, max-age=1",
      })
  void sharedCachesKeepNothingOfAProtectedAnswer(String row, String line, String guarded) {
    List<String> lines = line == null ? List.of() : List.of(line.replace('`', '"'));

    assertThat(CacheGuard.guarded(lines)).isEqualTo(guarded.replace('`', '"'));
  }

  @Test
  void aQuoteInsideAStringDoesNotHideWhatFollows() {
    assertThat(CacheGuard.guarded(List.of("ext=\"a\\\"b\", public, max-age=1")))
        .isEqualTo("private, ext=\"a\\\"b\", max-age=1");
  }

  @Test
  void severalLinesAreOneList() {
    assertThat(CacheGuard.guarded(List.of("public", "max-age=60")))
        .isEqualTo("private, max-age=60");
  }

  @Test
  void whateverTheApplicationSaysTheAnswerIsPrivateOrNotStored() {
    Random random = Seeds.random("cache guard");
    String[] parts = {
      "public", "private", "no-store", ",", " ", "=", "\"", "\\", "s-maxage=1", "x"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int n = random.nextInt(10); n > 0; n--) {
        line.append(parts[random.nextInt(parts.length)]);
      }
      String guarded = CacheGuard.guarded(List.of(line.toString()));

      assertThat((", " + guarded + ",").toLowerCase(java.util.Locale.ROOT))
          .as("%s", line)
          .matches("(?s).*, (private|no-store),.*");
      assertThat(CacheGuard.guarded(List.of(guarded))).isEqualTo(guarded);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cdn-cache-control, true",
    "cloudflare-cdn-cache-control, true",
    "surrogate-control, true",
    "cache-control, false",
    "surrogate-key, false"
  })
  void c353_fieldsForCdnsBeatCacheControl(String name, boolean forCdns) {
    assertThat(CacheGuard.isForCdns(name)).isEqualTo(forCdns);
  }
}
