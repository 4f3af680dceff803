package dev.doorward.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of the file. Remembers which keys were asked for, so that the others can be refused.
 */
final class Block {
  private final Source source;
  private final String path;
  private final @Nullable MappingNode node;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /** A text of the file with its place. */
  record Text(String value, Node at) {}

  Block(Source source, String path, @Nullable MappingNode node) {
    this.source = source;
    this.path = path;
    this.node = node;
    if (node == null) {
      return;
    }
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        source.mistake(tuple.getKeyNode(), "a key must be a plain word");
      } else if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
        Node first = java.util.Objects.requireNonNull(keys.get(key.getValue()));
        source.mistake(
            key,
            "\"%s\" stands twice; the first is in line %d"
                .formatted(key.getValue(), Source.line(first)));
      } else {
        keys.put(key.getValue(), key);
      }
    }
  }

  /** Where this block begins; the file's start for one that only the environment fills. */
  Node at(Node otherwise) {
    return node == null ? otherwise : node;
  }

  Set<String> names() {
    return keys.keySet();
  }

  Node keyAt(String key) {
    return java.util.Objects.requireNonNull(keys.get(key));
  }

  boolean has(String key) {
    known.add(key);
    return values.containsKey(key);
  }

  Optional<Node> node(String key) {
    known.add(key);
    return Optional.ofNullable(values.get(key)).filter(n -> !isNull(n));
  }

  /** A scalar, from the environment or the file. */
  Optional<Text> text(String key) {
    known.add(key);
    Node value = values.get(key);
    Optional<ScalarNode> variable =
        path.indexOf('[') < 0 ? source.variable(join(key)) : Optional.empty();
    if (variable.isPresent()) {
      return Optional.of(new Text(variable.get().getValue(), variable.get()));
    }
    if (value == null || isNull(value)) {
      return Optional.empty();
    }
    if (value instanceof ScalarNode scalar) {
      return Optional.of(new Text(scalar.getValue(), scalar));
    }
    source.mistake(value, "%s takes one value, not a list or a block".formatted(key));
    return Optional.empty();
  }

  /** A list of scalars; one alone counts as a list of one. */
  Optional<List<Text>> texts(String key) {
    known.add(key);
    Node value = values.get(key);
    if (value == null || isNull(value)) {
      return Optional.empty();
    }
    if (value instanceof ScalarNode scalar) {
      return Optional.of(List.of(new Text(scalar.getValue(), scalar)));
    }
    if (!(value instanceof SequenceNode sequence)) {
      source.mistake(value, "%s takes a list such as [ a, b ]".formatted(key));
      return Optional.empty();
    }
    List<Text> texts = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar && !isNull(scalar)) {
        texts.add(new Text(scalar.getValue(), scalar));
      } else {
        source.mistake(item, "%s takes a list of plain values".formatted(key));
      }
    }
    return Optional.of(texts);
  }

  /** A list that means nothing when it is empty. */
  Optional<List<Text>> someTexts(String key) {
    Optional<List<Text>> texts = texts(key);
    if (texts.filter(List::isEmpty).isPresent()
        && values.get(key) instanceof SequenceNode sequence
        && sequence.getValue().isEmpty()) {
      source.mistake(sequence, "%s is empty; name at least one, or remove it".formatted(key));
    }
    return texts;
  }

  /** A block below this one; empty where neither file nor environment has it. */
  Optional<Block> block(String key) {
    known.add(key);
    Node value = values.get(key);
    if (value == null || isNull(value)) {
      return path.indexOf('[') < 0 && source.hasVariablesBelow(join(key))
          ? Optional.of(new Block(source, join(key), null))
          : Optional.empty();
    }
    if (value instanceof MappingNode mapping) {
      return Optional.of(new Block(source, join(key), mapping));
    }
    source.mistake(value, "%s takes a block of keys such as { key: value }".formatted(key));
    return Optional.empty();
  }

  /** A list of blocks. */
  List<Block> blocks(String key) {
    known.add(key);
    Node value = values.get(key);
    if (value == null || isNull(value)) {
      return List.of();
    }
    if (!(value instanceof SequenceNode sequence)) {
      source.mistake(value, "%s takes a list of blocks, each with a dash before it".formatted(key));
      return List.of();
    }
    List<Block> blocks = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof MappingNode mapping) {
        blocks.add(new Block(source, join(key) + "[" + blocks.size() + "]", mapping));
      } else {
        source.mistake(item, "%s takes blocks of keys such as { key: value }".formatted(key));
      }
    }
    return blocks;
  }

  /** Refuses a key whose feature this release does not have: never a stub. */
  void notBuilt(String key) {
    known.add(key);
    if (keys.containsKey(key)) {
      source.mistake(keyAt(key), "%s is not built in this release; remove it".formatted(join(key)));
    }
  }

  /** Refuses every key nobody asked for. */
  void refuseUnknown() {
    keys.forEach((key, at) -> {
      if (!known.contains(key)) {
        source.mistake(at, "unknown key \"%s\"%s".formatted(key, Suggest.among(key, known)));
      }
    });
  }

  private String join(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }
}
