package dev.doorward.contract.check;

import java.util.ArrayList;
import java.util.List;

/** Judges one exchange: what the case says, and what holds for every answer. */
public final class Checker {

  private Checker() {}

  /** All that is wrong with the answer, for people. Empty where it is right. */
  public static List<String> complaints(Exchange x) {
    List<String> wrong = new ArrayList<>();
    wrong.addAll(CaseChecks.complaints(x));
    if (x.answer().status() == 0) {
      return wrong;
    }
    wrong.addAll(EveryAnswer.complaints(x));
    if (x.isOwn()) {
      wrong.addAll(OwnAnswer.complaints(x));
    } else {
      wrong.addAll(AppAnswer.complaints(x));
    }
    return wrong.stream().distinct().toList();
  }
}
