package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.cli.Deed.Answer;
import dev.doorward.cli.Deed.What;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker finds what is wrong in a history, and nothing else. */
class VerdictTest {
  @Test
  void aThingThatWasAcknowledgedMustBeThere() {
    Verdict verdict = of(deed(What.MAKE, 1, 2, Answer.YES), deed(What.USE, 3, 4, Answer.NO));
    assertThat(verdict.lost()).isEqualTo(1);
    assertThat(verdict.letThrough()).isZero();
  }

  @Test
  void whatBeganAfterTheEndMustNotComeIn() {
    Verdict verdict =
        of(
            deed(What.MAKE, 1, 2, Answer.YES),
            deed(What.END, 5, 8, Answer.YES),
            deed(What.USE, 9, 12, Answer.YES));
    assertThat(verdict.letThrough()).isEqualTo(1);
    assertThat(verdict.toString())
        .isEqualTo("2 changes acknowledged, 0 faults, 0 lost, 1 let through wrongly");
  }

  @Test
  void whatBeganBeforeTheEndWasToldMayComeInOrNot() {
    for (Answer answer : Answer.values()) {
      Verdict verdict =
          of(
              deed(What.MAKE, 1, 2, Answer.YES),
              deed(What.END, 5, 8, Answer.YES),
              deed(What.USE, 7, 12, answer));
      assertThat(verdict.wrong()).isEmpty();
    }
  }

  @Test
  void aFaultIsNeitherANoNorAYes() {
    for (Answer answer : Answer.values()) {
      Verdict verdict =
          of(
              deed(What.MAKE, 1, 2, Answer.YES),
              deed(What.END, 5, 8, Answer.FAULT),
              deed(What.USE, 9, 12, answer));
      assertThat(verdict.wrong()).isEmpty();
      assertThat(verdict.faults()).isEqualTo(answer == Answer.FAULT ? 2 : 1);
    }
  }

  @Test
  void whatSomebodyFoundStands() {
    Verdict verdict =
        of(
            deed(What.MAKE, 1, 2, Answer.YES),
            deed(What.END, 5, 8, Answer.FAULT),
            deed(What.LOOK, 9, 10, Answer.NO),
            deed(What.USE, 11, 12, Answer.YES));
    assertThat(verdict.letThrough()).isEqualTo(1);
  }

  @Test
  void nothingIsThereBeforeItWasMade() {
    assertThat(of(deed(What.USE, 1, 2, Answer.YES)).letThrough()).isEqualTo(1);
    assertThat(of(deed(What.LOOK, 1, 2, Answer.YES)).letThrough()).isEqualTo(1);
  }

  @Test
  void aRightMayComeAndGo() {
    Verdict verdict =
        of(
            deed(What.MAKE, 1, 2, Answer.YES),
            deed(What.END, 3, 4, Answer.YES),
            deed(What.USE, 5, 6, Answer.NO),
            deed(What.MAKE, 7, 9, Answer.YES),
            deed(What.USE, 8, 10, Answer.NO),
            deed(What.USE, 11, 12, Answer.YES));
    assertThat(verdict.wrong()).isEmpty();
  }

  @Test
  void aHistoryWithTwoChangesAtOnceIsNone() {
    assertThatThrownBy(
            () -> of(deed(What.MAKE, 1, 5, Answer.YES), deed(What.END, 3, 4, Answer.YES)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Verdict of(Deed... history) {
    return Verdict.of(List.of(history));
  }

  private static Deed deed(What what, long begun, long ended, Answer answer) {
    return new Deed("a session", what, begun, ended, answer);
  }
}
