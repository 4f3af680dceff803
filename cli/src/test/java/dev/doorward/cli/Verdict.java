package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.cli.Deed.Answer;
import dev.doorward.cli.Deed.What;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a history of clients says about the server. It knows nothing but what they asked and were
 * told, and when: a thing which was acknowledged must be there, and one whose end was acknowledged
 * must let nobody in whose request began afterwards. Of a change that met a fault either may be
 * true, until somebody looks.
 *
 * @param acknowledged changes which were said to be done
 * @param faults answers which were 503 or did not come
 * @param lost how often an acknowledged thing was not there
 * @param letThrough how often something let in which must not
 * @param wrong each of those, in words
 */
record Verdict(int acknowledged, int faults, int lost, int letThrough, List<String> wrong) {
  private enum State {
    THERE,
    GONE
  }

  static Verdict of(List<Deed> history) {
    Map<String, List<Deed>> byThing = history.stream().collect(Collectors.groupingBy(Deed::thing));
    List<Deed> lost = new ArrayList<>();
    List<Deed> letThrough = new ArrayList<>();
    for (List<Deed> ofOne : byThing.values()) {
      List<Deed> changes = changes(ofOne);
      for (Deed deed : ofOne) {
        if (deed.what() == What.MAKE || deed.what() == What.END || deed.answer() == Answer.FAULT) {
          continue;
        }
        State seen = deed.answer() == Answer.YES ? State.THERE : State.GONE;
        if (!possible(changes, deed).contains(seen)) {
          (seen == State.THERE ? letThrough : lost).add(deed);
        }
      }
    }
    List<String> wrong = new ArrayList<>();
    lost.forEach(deed -> wrong.add("lost: " + deed));
    letThrough.forEach(deed -> wrong.add("let through: " + deed));
    return new Verdict(
        count(history, What.MAKE) + count(history, What.END),
        (int) history.stream().filter(deed -> deed.answer() == Answer.FAULT).count(),
        lost.size(),
        letThrough.size(),
        wrong);
  }

  /** Prints its one line, and fails where anything is wrong. */
  void mustBeClean(String what) {
    System.out.println("faults: " + what + ": " + this);
    assertThat(wrong.stream().limit(10)).as(what).isEmpty();
  }

  @Override
  public String toString() {
    return "%d changes acknowledged, %d faults, %d lost, %d let through wrongly"
        .formatted(acknowledged, faults, lost, letThrough);
  }

  /** What fixes how a thing stands, in the order in which it was asked. */
  private static List<Deed> changes(List<Deed> ofOne) {
    List<Deed> changes =
        ofOne.stream()
            .filter(deed -> deed.what() != What.USE)
            .filter(deed -> deed.what() != What.LOOK || deed.answer() != Answer.FAULT)
            .sorted(Comparator.comparingLong(Deed::begun))
            .toList();
    for (int i = 1; i < changes.size(); i++) {
      if (changes.get(i).begun() < changes.get(i - 1).ended()) {
        throw new IllegalArgumentException("two changes of one thing at once: " + changes.get(i));
      }
    }
    return changes;
  }

  /** How the thing may stand for somebody who asks then. */
  private static Set<State> possible(List<Deed> changes, Deed asked) {
    Set<State> possible = EnumSet.of(State.GONE);
    for (Deed change : changes) {
      if (change == asked || change.begun() > asked.ended()) {
        break;
      }
      State to =
          change.what() == What.MAKE || change.what() == What.LOOK && change.answer() == Answer.YES
              ? State.THERE
              : State.GONE;
      if (change.ended() < asked.begun() && change.answer() != Answer.FAULT) {
        possible.clear();
      }
      possible.add(to);
    }
    return possible;
  }

  private static int count(List<Deed> history, What what) {
    return (int)
        history.stream().filter(deed -> deed.what() == what && deed.answer() == Answer.YES).count();
  }
}
