package dev.doorward.cli;

import dev.doorward.cli.Deed.Answer;
import dev.doorward.cli.Deed.What;
import java.util.ArrayList;
import java.util.List;

/** What clients asked and were told, as they saw it themselves. For any number of threads. */
final class History {
  private final List<Deed> deeds = new ArrayList<>();

  synchronized void add(Deed deed) {
    deeds.add(deed);
  }

  /** Something that ends now. */
  void add(String thing, What what, long begun, Answer answer) {
    add(new Deed(thing, what, begun, System.nanoTime(), answer));
  }

  synchronized List<Deed> deeds() {
    return List.copyOf(deeds);
  }

  /** What the server's answers are worth, by this history alone. */
  Verdict judged() {
    return Verdict.of(deeds());
  }
}
