package dev.doorward.identity.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.identity.store.Soon;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  private static final String PIA = "p\u00e4\u00a3\u00a3wort";
  private final PasswordRules rules = new PasswordRules(8);

  @Test
  void theNativeLibraryAndPureJavaReadEachOthersHashes() {
    NativeArgon2 c = new NativeArgon2();
    JavaArgon2 java = new JavaArgon2();
    for (String password : List.of("correct horse", PIA, "", "a\u0000b", "\ud83d\udd11")) {
      String fromC = c.hash(password.toCharArray());
      String fromJava = java.hash(password.toCharArray());

      assertThat(fromC).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
      assertThat(fromJava).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
      assertThat(java.matches(fromC, password.toCharArray())).isTrue();
      assertThat(c.matches(fromJava, password.toCharArray())).isTrue();
      assertThat(java.matches(fromC, (password + "x").toCharArray())).isFalse();
      assertThat(c.matches(fromJava, (password + "x").toCharArray())).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "$argon2id$",
        "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA",
        "$argon2id$v=19$m=99999999999,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA",
        "$argon2id$v=19$m=19456,t=2,p=1$!$aGFzaGhhc2hoYXNoaGFzaA",
        "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$=",
        "$2a$10$abcdefghijklmnopqrstuv"
      })
  void whatIsNoHashMatchesNothing(String phc) {
    assertThat(new JavaArgon2().matches(phc, "x".toCharArray())).isFalse();
    assertThat(new NativeArgon2().matches(phc, "x".toCharArray())).isFalse();
  }

  @Test
  void twoHashesOfOnePasswordDiffer() throws Overloaded {
    try (Passwords passwords = new Passwords(1, 10)) {
      String one = passwords.hash("correct horse");
      assertThat(passwords.hash("correct horse")).isNotEqualTo(one);
      assertThat(passwords.matches(Optional.of(one), "correct horse")).isTrue();
      assertThat(passwords.matches(Optional.of(one), "correct house")).isFalse();
      assertThat(passwords.matches(Optional.empty(), "nobody has this password")).isFalse();
    }
  }

  @Test
  void c048_passwordsAreOneInNfcHoweverTheyAreTyped() {
    assertThat(PasswordRules.canonical("pa\u0308\u00a3\u00a3wort")).isEqualTo(PIA);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seven77                | at least 8 characters",
        "p\u0061\u0308234567    | ",
        "a\u0308234567          | at least 8 characters",
        "correct horse          | ",
        "alice.long             | must not be the user name",
        "ALICE.Long             | must not be the user name",
        "12345678               | first that anybody would try",
        "PASSWORD1              | first that anybody would try",
        "'tab\tinside it'       | control characters",
      })
  void aPasswordIsLongEnoughNotTheNameAndNotCommon(String password, String objection) {
    Optional<String> said = rules.objection("alice.long", password);

    assertThat(said.isPresent()).isEqualTo(objection != null);
    assertThat(said.orElse("")).contains(objection == null ? "" : objection);
  }

  @Test
  void aVeryLongOneIsRefusedAsItStands() {
    assertThat(rules.objection("alice.long", "a" + "\u0301".repeat(1024)))
        .hasValueSatisfying(said -> assertThat(said).contains("at most 256 characters"));
  }

  @Test
  void threeThousandCommonOnesThatAreLongEnoughAreRefused() throws Exception {
    List<String> list;
    try (InputStream in =
        Objects.requireNonNull(PasswordRules.class.getResourceAsStream("common-passwords.txt"))) {
      list = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().distinct().toList();
    }
    assertThat(list.stream().filter(password -> password.length() >= 8).count())
        .isGreaterThanOrEqualTo(3000);
    assertThat(list).contains("password1", "iloveyou", "1q2w3e4r", "sunshine", "baseball");
    for (String password : list) {
      assertThat(rules.objection("alice.long", password)).as(password).isPresent();
      assertThat(rules.objection("alice.long", password.toUpperCase(Locale.ROOT)))
          .as(password)
          .isPresent();
    }
  }

  @Test
  void aPasswordHasAtMost256CharactersWhateverTheirBytes() {
    assertThat(rules.objection("u", "\ud83d\udd11".repeat(256))).isEmpty();
    assertThat(rules.objection("u", "x".repeat(257)).orElse("")).contains("at most 256");
  }

  @Test
  void c243_whenPoolAndQueueAreFullTheNextIsTurnedAwayAtOnce() throws Exception {
    try (Passwords passwords = new Passwords(1, 1);
        var pool = Executors.newFixedThreadPool(30)) {
      CountDownLatch begin = new CountDownLatch(1);
      List<Future<Long>> all = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        all.add(
            pool.submit(() -> {
              begin.await();
              long from = System.nanoTime();
              try {
                passwords.hash("correct horse");
                return -1L;
              } catch (Overloaded e) {
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
              }
            }));
      }
      begin.countDown();
      List<Long> turnedAway = new ArrayList<>();
      for (Future<Long> one : all) {
        if (one.get() >= 0) {
          turnedAway.add(one.get());
        }
      }
      assertThat(turnedAway).hasSizeBetween(1, 29);
      assertThat(turnedAway.stream().sorted().toList().get(turnedAway.size() / 2)).isLessThan(50);
      Soon.holds(() -> passwords.load() == 0); // a thread is idle a moment after its answer
      assertThat(passwords.hash("it works again")).isNotEmpty();
    }
  }

  @Test
  void itTellsBeforehandThatNobodyMoreMayWait() throws Exception {
    try (Passwords passwords = new Passwords(1, 1);
        Passwords nobodyWaits = new Passwords(1, 0);
        var pool = Executors.newFixedThreadPool(3)) {
      assertThat(passwords.isFull()).isFalse();
      assertThat(nobodyWaits.isFull()).isFalse();
      AtomicBoolean on = new AtomicBoolean(true);
      List<Future<?>> three = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        three.add(
            pool.submit(() -> {
              while (on.get()) {
                try {
                  passwords.hash("correct horse");
                } catch (Overloaded e) {
                  Thread.onSpinWait();
                }
              }
            }));
      }
      try {
        Soon.holds(passwords::isFull);
      } finally {
        on.set(false);
      }
      for (Future<?> one : three) {
        one.get();
      }
      assertThat(passwords.isFull()).isFalse();
    }
  }

  @Test
  void whoWaitsWhileItClosesIsNotLeftWaiting() throws Exception {
    Passwords passwords = new Passwords(1, 100);
    try (var pool = Executors.newFixedThreadPool(20)) {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(
            pool.submit(() -> {
              try {
                return passwords.hash("correct horse");
              } catch (Overloaded | IllegalStateException e) {
                return "";
              }
            }));
      }
      Thread.sleep(20);
      passwords.close();
      for (Future<String> one : all) {
        assertThat(one.get(5, TimeUnit.SECONDS)).isNotNull();
      }
    }
    assertThatThrownBy(() -> passwords.hash("x")).isInstanceOf(Overloaded.class);
  }
}
