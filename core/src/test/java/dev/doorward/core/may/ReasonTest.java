package dev.doorward.core.may;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.who.Acr;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Roles;
import dev.doorward.core.who.SignIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReasonTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final Optional<Acr> MFA = Optional.of(Acr.MFA);
  private static final Optional<Duration> FIVE = Optional.of(Duration.ofMinutes(5));

  @Test
  void everyReasonHasACaseOfTheContractAndAWord() throws IOException {
    Path numbers = Path.of(System.getProperty("doorward.root"), "contract", "numbers.txt");
    Set<String> known = Set.copyOf(Files.readAllLines(numbers));
    Set<String> words = new HashSet<>();
    List<Reason> all = all();

    for (Reason reason : all) {
      assertThat(known).as("%s", reason).contains(reason.contractCase());
      assertThat(reason.word()).matches("[a-z][a-z-]*");
      words.add(reason.word());
    }
    // Broken credentials share one word, and so do the two ways in which a scope is missing.
    assertThat(words).hasSize(all.size() - 4);
  }

  @Test
  void nothingIsAskedWhereNothingIsWanted() {
    assertThat(Assurance.NONE.unmet(SignIn.Nobody.NOBODY, NOW)).isEqualTo(Assurance.NONE);
    assertThat(new Assurance(MFA, FIVE).unmet(at(Acr.MFA, 300), NOW)).isEqualTo(Assurance.NONE);
  }

  @Test
  void c105_c106_whatIsNotMetIsNamedAndNothingElse() {
    Assurance both = new Assurance(MFA, FIVE);

    assertThat(both.unmet(at(Acr.PWD, 10), NOW)).isEqualTo(new Assurance(MFA, Optional.empty()));
    assertThat(both.unmet(at(Acr.MFA, 301), NOW)).isEqualTo(new Assurance(Optional.empty(), FIVE));
    assertThat(both.unmet(at(Acr.PWD, 301), NOW)).isEqualTo(both);
    assertThat(both.unmet(new SignIn.Undated(Acr.MFA), NOW))
        .isEqualTo(new Assurance(Optional.empty(), FIVE));
    assertThat(both.unmet(SignIn.Nobody.NOBODY, NOW)).isEqualTo(both);
    assertThat(new Assurance(MFA, Optional.empty()).unmet(new SignIn.Undated(Acr.MFA), NOW))
        .isEqualTo(Assurance.NONE);
  }

  @Test
  void aStrongerSignInMeetsAWeakerWish() {
    assertThat(Acr.MFA.meets(Acr.PWD)).isTrue();
    assertThat(Acr.PWD.meets(Acr.MFA)).isFalse();
    assertThat(Acr.of("urn:dw:mfa")).contains(Acr.MFA);
    assertThat(Acr.of("MFA")).isEmpty();
  }

  private static SignIn at(Acr acr, long secondsAgo) {
    return new SignIn.At(acr, NOW.minusSeconds(secondsAgo));
  }

  private static List<Reason> all() {
    List<Reason> all = new ArrayList<>();
    all.addAll(Arrays.asList(Reason.Unproven.values()));
    all.addAll(Arrays.asList(Reason.Forbidden.values()));
    all.addAll(Arrays.asList(Reason.Bar.values()));
    all.addAll(Arrays.asList(Reason.Fault.values()));
    all.addAll(Arrays.asList(Reason.Later.values()));
    all.addAll(Arrays.asList(Reason.Courtesy.values()));
    for (Right.Kind kind : Right.Kind.values()) {
      all.add(new Reason.Lacking(new Right(kind, "x", Roles.NONE)));
    }
    for (Credential.Broken broken : Credential.Broken.values()) {
      all.add(new Reason.BadCredential(broken));
    }
    all.add(new Reason.StepUp(Assurance.NONE, List.of()));
    all.add(new Reason.Unattainable(Assurance.NONE));
    all.add(new Reason.TooNarrow(List.of()));
    all.add(new Reason.WrongMethod("GET"));
    all.add(new Reason.HeaderTooLarge("cookie"));
    return all;
  }
}
