package dev.doorward.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TokensTest {
  private static final StepUp MFA = new StepUp(List.of("mfa"), Optional.empty(), List.of());
  private static final StepUp KEY = new StepUp(List.of("key"), Optional.empty(), List.of());

  private static Optional<Grant> first() {
    return Optional.of(Grant.of("first", Optional.empty()));
  }

  @Test
  void aRefreshWhichEndsAfterAStepUpDoesNotTakeItsTokenAway() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    CountDownLatch signedIn = new CountDownLatch(1);
    CountDownLatch refreshed = new CountDownLatch(1);
    Tokens tokens =
        new Tokens(
            first(),
            () -> {
              asked.countDown();
              refreshed.await();
              return "fresh";
            },
            Optional.of(wanted -> {
              asked.countDown();
              signedIn.await();
              return "strong";
            }));
    Grant sent = tokens.current();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Grant> stepUp = executor.submit(() -> tokens.stepUp(sent, MFA));
      tokens.refused(sent);
      Future<Grant> refresh = executor.submit(tokens::current);
      asked.await();
      signedIn.countDown();
      assertThat(stepUp.get().credentials()).isEqualTo("Bearer strong");
      refreshed.countDown();
      assertThat(refresh.get()).isSameAs(stepUp.get());
      assertThat(tokens.current()).isSameAs(stepUp.get());
    }
  }

  @Test
  void aTokenWhichWasReplacedIsRefusedInVain() throws Exception {
    Source source = new Source();
    Tokens tokens = new Tokens(first(), source, Optional.empty());
    Grant sent = tokens.current();
    tokens.refused(sent);
    Grant fresh = tokens.current();
    tokens.refused(sent);
    assertThat(tokens.current()).isSameAs(fresh);
    assertThat(tokens.otherThan(sent)).contains(fresh);
    assertThat(tokens.otherThan(fresh)).isEmpty();
    assertThat(source.asked).hasValue(1);
  }

  @Test
  void aStepUpThatIsDoneIsNotAskedForAgainByWhoComesLate() throws Exception {
    var asked = new java.util.concurrent.CopyOnWriteArrayList<StepUp>();
    Tokens tokens =
        new Tokens(
            first(),
            new Source(),
            Optional.of(wanted -> {
              asked.add(wanted);
              return wanted.acrValues().getFirst();
            }));
    Grant sent = tokens.current();
    Grant strong = tokens.stepUp(sent, MFA);
    assertThat(tokens.stepUp(sent, MFA)).isSameAs(strong);
    assertThat(asked).containsExactly(MFA);
    assertThat(tokens.stepUp(sent, KEY).credentials()).isEqualTo("Bearer key");
    // Even this one was not enough: only the person can help.
    assertThat(tokens.stepUp(tokens.current(), KEY).credentials()).isEqualTo("Bearer key");
    assertThat(asked).containsExactly(MFA, KEY, KEY);
  }

  @Test
  void aStepUpThatFailsLeavesTheTokenAsItIs() throws Exception {
    Tokens tokens =
        new Tokens(
            first(),
            new Source(),
            Optional.of(wanted -> {
              throw new IOException("no");
            }));
    Grant sent = tokens.current();
    assertThatThrownBy(() -> tokens.stepUp(sent, MFA))
        .isInstanceOf(TokenUnavailableException.class);
    assertThat(tokens.current()).isSameAs(sent);
    assertThatThrownBy(() -> tokens.stepUp(sent, MFA))
        .isInstanceOf(TokenUnavailableException.class);
  }

  @Test
  void aGrantDoesNotTellItsToken() {
    assertThat(Grant.of("secret", Optional.empty()).toString()).doesNotContain("secret");
  }
}
