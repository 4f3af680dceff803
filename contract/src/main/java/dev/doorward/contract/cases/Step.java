package dev.doorward.contract.cases;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One exchange, still with its placeholders.
 *
 * @param settings lines before the request, such as {@code session: alice}
 * @param head the request line and field lines
 * @param body the lines behind the empty line, if there is one
 * @param checks what is expected, a status first
 */
public record Step(
    Map<String, String> settings,
    List<String> head,
    Optional<List<String>> body,
    List<Check> checks) {

  public Step {
    settings = Map.copyOf(settings);
    head = List.copyOf(head);
    body = body.map(List::copyOf);
    checks = List.copyOf(checks);
  }

  /** That setting, if it is there. */
  public Optional<String> setting(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  /** That setting as a number. */
  public int number(String name, int otherwise) {
    return setting(name).map(Integer::parseInt).orElse(otherwise);
  }

  /** Whether the application must have been asked. */
  public boolean reachesApp() {
    return checks.stream().anyMatch(c -> c instanceof Check.FromApp || c instanceof Check.Passed);
  }
}
