package dev.doorward.config;

import dev.doorward.core.route.Behind;
import dev.doorward.core.who.Scheme;
import dev.doorward.core.who.Schemes;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What is being read: its file, its environment, and every mistake and warning found so far. */
final class Source {
  private static final Set<String> NOT_KEYS = Set.of("DOORWARD_JAVA_HOME", "DOORWARD_JAVA_OPTS");

  final Path file;

  /** Read for a face inside an application, which is all that stands behind it. */
  final boolean inside;

  /** Tokens of another Doorward are verified, and nobody signs in here. */
  boolean trusts;

  /** Whether there is such a file, which may change. */
  boolean onDisk = true;

  /** Where the door itself listens; nothing where that could not be read. */
  Optional<InetSocketAddress> door = Optional.empty();

  final List<Mistake> mistakes = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private final Set<String> usedVariables = new HashSet<>();

  /** The variable which stands in place of a node of the file. */
  private final Map<Node, String> variables = new IdentityHashMap<>();

  Source(Path file, Map<String, String> environment, boolean inside) {
    this.file = file;
    this.inside = inside;
    environment.forEach((name, value) -> {
      if (name.startsWith("DOORWARD_") && !NOT_KEYS.contains(name)) {
        this.environment.put(name, value);
      }
    });
  }

  /** What a route takes when nothing is said. */
  Schemes usual() {
    return trusts ? Schemes.of(Set.of(Scheme.BEARER)) : Schemes.DEFAULT;
  }

  /** What stands behind a site which names nothing. */
  Behind unnamed() {
    return inside ? Behind.App.AROUND : Behind.NoApp.NO_APP;
  }

  String name() {
    return file.getFileName().toString();
  }

  /** A path as the file names it: beside the file itself, unless it is absolute. */
  Path beside(Node at, String path) {
    try {
      return file.toAbsolutePath().resolveSibling(path).normalize();
    } catch (InvalidPathException e) {
      mistake(at, "\"%s\" cannot be the name of a file".formatted(path));
      return file.toAbsolutePath();
    }
  }

  /** The value which the environment gives to a key; it wins over the file's. */
  Optional<ScalarNode> variable(String path) {
    String name = variableName(path);
    usedVariables.add(name);
    String value = environment.get(name);
    if (value == null) {
      return Optional.empty();
    }
    ScalarNode node = new ScalarNode(Tag.STR, value, ScalarStyle.PLAIN);
    variables.put(node, name);
    return Optional.of(node);
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
    String variable = variables.get(at);
    if (variable != null) {
      mistakes.add(new Mistake("environment", 0, 0, variable + ": " + text));
      return;
    }
    Optional<Mark> mark = at.getStartMark();
    mistakes.add(
        new Mistake(
            name(),
            mark.map(m -> m.getLine() + 1).orElse(1),
            mark.map(m -> m.getColumn() + 1).orElse(1),
            text));
  }

  void warning(Node at, String text) {
    warnings.add(name() + ":" + line(at) + ": " + Mistake.printable(text));
  }

  /** Warns of these keys, inside an application: its container does what they ask. */
  void warnOfTheContainers(Block block, List<String> keys) {
    for (String key : keys) {
      if (inside && block.has(key)) {
        warning(block.keyAt(key), key + " has no meaning inside an application, which has its own");
      }
    }
  }

  static int line(Node at) {
    return at.getStartMark().map(m -> m.getLine() + 1).orElse(1);
  }

  private static String variableName(String path) {
    return "DOORWARD_"
        + path.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
