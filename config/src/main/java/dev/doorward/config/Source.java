package dev.doorward.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is being read: its file, its environment, and every mistake and warning found so far. */
final class Source {
  private static final Set<String> NOT_KEYS = Set.of("DOORWARD_JAVA_HOME", "DOORWARD_JAVA_OPTS");

  final Path file;
  final List<Mistake> mistakes = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private final Set<String> usedVariables = new HashSet<>();

  Source(Path file, Map<String, String> environment) {
    this.file = file;
    environment.forEach((name, value) -> {
      if (name.startsWith("DOORWARD_") && !NOT_KEYS.contains(name)) {
        this.environment.put(name, value);
      }
    });
  }

  String name() {
    return file.getFileName().toString();
  }

  Path beside(String path) {
    return file.toAbsolutePath().resolveSibling(path).normalize();
  }

  /** The value which the environment gives to a key; it wins over the file's. */
  Optional<String> variable(String path) {
    String name = variableName(path);
    usedVariables.add(name);
    return Optional.ofNullable(environment.get(name));
  }

  boolean hasVariablesBelow(String path) {
    String prefix = variableName(path) + "_";
    return environment.keySet().stream().anyMatch(name -> name.startsWith(prefix));
  }

  void refuseUnusedVariables() {
    for (String name : environment.keySet()) {
      if (!usedVariables.contains(name)) {
        mistakes.add(
            new Mistake("environment", 0, 0, name + " names no key of doorward.yaml; unset it"));
      }
    }
  }

  void mistake(Node at, String text) {
    Optional<Mark> mark = at.getStartMark();
    mistakes.add(
        new Mistake(
            name(),
            mark.map(m -> m.getLine() + 1).orElse(1),
            mark.map(m -> m.getColumn() + 1).orElse(1),
            text));
  }

  void warning(Node at, String text) {
    warnings.add(name() + ":" + line(at) + ": " + text);
  }

  static int line(Node at) {
    return at.getStartMark().map(m -> m.getLine() + 1).orElse(1);
  }

  private static String variableName(String path) {
    return "DOORWARD_"
        + path.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
