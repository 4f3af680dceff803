package dev.doorward.identity.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.where.Address;
import dev.doorward.core.where.Prefix;
import dev.doorward.core.where.PrefixSet;
import dev.doorward.identity.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private static final Address HOME = address("198.51.100.7");
  private static final Address OFFICE = address("10.0.0.9");

  private final MovableClock clock = new MovableClock();
  private final Throttle throttle =
      new Throttle(
          clock,
          new Throttle.Rules(
              new Rate(5, Duration.ofMinutes(15)),
              new Rate(20, Duration.ofHours(1)),
              new Rate(100, Duration.ofMinutes(10)),
              new Rate(300, Duration.ofMinutes(5)),
              PrefixSet.of(List.of(Prefix.parse("10.0.0.0/8").orElseThrow()))));
  private int passwords;

  @Test
  void c157_theSixthAttemptOnOneIdentifierFromOneAddressWaits() {
    for (int i = 0; i < 5; i++) {
      assertThat(fail(HOME, "lou")).isEmpty();
      clock.move(Duration.ofMinutes(1));
    }
    assertThat(throttle.wait(attempt(HOME, "lou"))).contains(Duration.ofMinutes(10));
    assertThat(throttle.wait(attempt(HOME, "pat"))).isEmpty();
    assertThat(throttle.wait(attempt(address("198.51.100.8"), "lou"))).isEmpty();
    clock.move(Duration.ofMinutes(10).minusMillis(1));
    assertThat(throttle.wait(attempt(HOME, "lou"))).contains(Duration.ofMillis(1));
    clock.move(Duration.ofMillis(1));
    assertThat(throttle.wait(attempt(HOME, "lou"))).isEmpty();
  }

  @Test
  void c157_the21stOnOneIdentifierFromAnywhereWaits() {
    for (int i = 0; i < 20; i++) {
      assertThat(fail(address("203.0.113." + i), "lou")).isEmpty();
    }
    assertThat(throttle.wait(attempt(HOME, "lou"))).contains(Duration.ofHours(1));
    assertThat(throttle.wait(attempt(HOME, "pat"))).isEmpty();
  }

  @Test
  void c156_the101stFromOneAddressWaitsAndAnIpv6Slash64IsOne() {
    for (int i = 0; i < 100; i++) {
      assertThat(fail(HOME, "user" + i)).isEmpty();
      assertThat(fail(address("2001:db8::" + Integer.toHexString(i)), "other" + i)).isEmpty();
    }
    assertThat(throttle.wait(attempt(HOME, "new"))).contains(Duration.ofMinutes(10));
    assertThat(throttle.wait(attempt(address("2001:db8::beef"), "new")))
        .contains(Duration.ofMinutes(10));
    assertThat(throttle.wait(attempt(address("2001:db8:0:1::"), "new"))).isEmpty();
    assertThat(throttle.wait(attempt(address("198.51.100.8"), "new"))).isEmpty();
  }

  @Test
  void c157_theSameWrongPasswordCountsOnceWhereverItIsTyped() {
    for (int i = 0; i < 50; i++) {
      assertThat(throttle.settle(attempt(HOME, "lou"), "old", false)).isEmpty();
      assertThat(throttle.settle(attempt(address("203.0.113." + i), "lou"), "old", false))
          .isEmpty();
    }
    for (int i = 0; i < 4; i++) {
      assertThat(fail(HOME, "lou")).isEmpty();
    }
    assertThat(throttle.wait(attempt(HOME, "lou"))).isPresent();
  }

  @Test
  void c157_refusedAttemptsDoNotCount() {
    for (int i = 0; i < 5; i++) {
      fail(HOME, "lou");
    }
    clock.move(Duration.ofMinutes(14));
    for (int i = 0; i < 50; i++) {
      assertThat(fail(HOME, "lou")).isPresent();
    }
    clock.move(Duration.ofMinutes(1));
    assertThat(throttle.wait(attempt(HOME, "lou"))).isEmpty();
  }

  @Test
  void c157_aSuccessClearsThePairAndNothingElse() {
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 4; i++) {
        assertThat(fail(HOME, "lou")).isEmpty();
      }
      throttle.settle(attempt(HOME, "lou"), "right", true);
    }
    assertThat(throttle.wait(attempt(address("198.51.100.8"), "lou")))
        .as("20 from anywhere")
        .isPresent();
  }

  @Test
  void c158_whileItWaitsEvenTheRightPasswordDoesNotHelp() {
    for (int i = 0; i < 5; i++) {
      fail(HOME, "lou");
    }
    assertThat(throttle.settle(attempt(HOME, "lou"), "right", true)).isPresent();
    assertThat(throttle.wait(attempt(HOME, "lou"))).isPresent();
  }

  @Test
  void c158_aKnownDeviceHasItsOwnCounterAndNoOther() {
    Throttle.Attempt device = new Throttle.Attempt(HOME, "lou", Optional.of("digest"));
    for (int i = 0; i < 5; i++) {
      fail(HOME, "lou");
    }
    assertThat(throttle.wait(device)).isEmpty();
    for (int i = 0; i < 5; i++) {
      assertThat(throttle.settle(device, "d" + i, false)).isEmpty();
    }
    assertThat(throttle.wait(device)).contains(Duration.ofMinutes(15));
    assertThat(throttle.wait(new Throttle.Attempt(HOME, "lou", Optional.of("other")))).isEmpty();
    clock.move(Duration.ofMinutes(15));
    throttle.settle(device, "d9", false);
    assertThat(throttle.wait(attempt(HOME, "lou"))).isEmpty();
  }

  @Test
  void c158_exemptAddressesNeitherCountNorWait() {
    for (int i = 0; i < 200; i++) {
      assertThat(fail(OFFICE, "lou")).isEmpty();
      throttle.unknownToken(OFFICE);
    }
    assertThat(throttle.wait(attempt(HOME, "lou"))).isEmpty();
    for (int i = 0; i < 5; i++) {
      fail(HOME, "lou");
    }
    assertThat(throttle.wait(attempt(OFFICE, "lou"))).isEmpty();
    assertThat(throttle.waitForTokens(OFFICE)).isEmpty();
  }

  @Test
  void c159_after300UnknownTokensAnAddressWaits() {
    for (int i = 0; i < 300; i++) {
      assertThat(throttle.waitForTokens(HOME)).isEmpty();
      throttle.unknownToken(HOME);
    }
    assertThat(throttle.waitForTokens(HOME)).contains(Duration.ofMinutes(5));
    assertThat(throttle.waitForTokens(address("198.51.100.8"))).isEmpty();
    assertThat(throttle.wait(attempt(HOME, "lou"))).isEmpty();
    clock.move(Duration.ofMinutes(5));
    assertThat(throttle.waitForTokens(HOME)).isEmpty();
  }

  @Test
  void aClockThatWasPutBackLetsNobodyWaitForLongerThanTheWindow() {
    for (int i = 0; i < 5; i++) {
      fail(HOME, "lou");
      clock.move(Duration.ofMinutes(1));
    }
    clock.move(Duration.ofDays(-1));

    assertThat(throttle.wait(attempt(HOME, "lou"))).contains(Duration.ofMinutes(11));
    clock.move(Duration.ofMinutes(11));
    assertThat(throttle.wait(attempt(HOME, "lou"))).isEmpty();
    clock.move(Duration.ofDays(-1));
    assertThat(fail(HOME, "lou")).isEmpty();
    assertThat(throttle.wait(attempt(HOME, "lou"))).as("five again").isPresent();
  }

  @Test
  void newRulesHoldFromTheNextAttempt() {
    for (int i = 0; i < 3; i++) {
      fail(HOME, "lou");
    }
    Rate two = new Rate(2, Duration.ofMinutes(1));
    throttle.setRules(new Throttle.Rules(two, two, two, two, PrefixSet.EMPTY));

    assertThat(throttle.wait(attempt(HOME, "lou"))).contains(Duration.ofMinutes(1));
    assertThat(throttle.wait(attempt(OFFICE, "pat"))).isEmpty();
  }

  private Optional<Duration> fail(Address from, String identifier) {
    return throttle.settle(attempt(from, identifier), "wrong" + passwords++, false);
  }

  private static Throttle.Attempt attempt(Address from, String identifier) {
    return new Throttle.Attempt(from, identifier, Optional.empty());
  }

  private static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }
}
