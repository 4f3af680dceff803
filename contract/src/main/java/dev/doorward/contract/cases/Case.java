package dev.doorward.contract.cases;

import java.util.List;
import java.util.Set;

/**
 * One case of the contract: exchanges in order, each with what is expected.
 *
 * @param id the number, with a letter where the row has several givens: {@code C334a}
 * @param group the group whose file it stands in: {@code G6}
 * @param title what is given, for people
 * @param fixture name of the fixture's variant it asks for
 * @param tags what else it needs, as in the contract: {@code tls}, {@code ws}, …
 */
public record Case(
    String id, String group, String title, String fixture, Set<String> tags, List<Step> steps) {

  public Case {
    tags = Set.copyOf(tags);
    steps = List.copyOf(steps);
  }

  /** The row's number, without the letter. */
  public String number() {
    return id.substring(0, 4);
  }
}
