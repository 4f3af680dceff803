package dev.doorward.config;

import dev.doorward.config.Block.Text;
import dev.doorward.core.where.Prefix;
import dev.doorward.core.where.PrefixSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The block {@code addresses:}: named sets, listed or in files of their own. */
final class AddressSets {
  private static final int MOST_LINES = 20_000_000;
  private static final Pattern LIKE_A_PREFIX =
      Pattern.compile("\\d+(\\.\\d+)*(/\\d*)?|[0-9a-fA-F]*:[0-9a-fA-F:.]*(/\\d*)?");

  private final Source source;
  private final Map<String, List<Prefix>> sets = new HashMap<>();
  final List<Path> files = new ArrayList<>();
  int prefixes;

  AddressSets(Source source, Optional<Block> block) {
    this.source = source;
    block.ifPresent(b -> {
      for (String name : b.names()) {
        Node value = b.node(name).orElse(null);
        boolean isFile =
            value instanceof ScalarNode scalar
                && !LIKE_A_PREFIX.matcher(scalar.getValue()).matches();
        List<Prefix> list =
            isFile && value instanceof ScalarNode scalar
                ? file(scalar)
                : listed(name, b.texts(name).orElse(List.of()));
        sets.put(name, list);
        prefixes += list.size();
      }
    });
  }

  /** The union of the sets and prefixes named there. */
  PrefixSet union(String key, List<Text> names) {
    List<Prefix> all = new ArrayList<>();
    for (Text name : names) {
      List<Prefix> set = sets.get(name.value());
      Optional<Prefix> literal = Prefix.parse(name.value());
      if (set != null) {
        all.addAll(set);
      } else if (literal.isPresent()) {
        all.add(literal.get());
      } else {
        source.mistake(
            name.at(),
            "unknown address set \"%s\" in %s%s"
                .formatted(name.value(), key, Suggest.among(name.value(), sets.keySet())));
      }
    }
    return PrefixSet.of(all);
  }

  private List<Prefix> listed(String name, List<Text> texts) {
    List<Prefix> list = new ArrayList<>();
    for (Text text : texts) {
      Prefix.parse(text.value())
          .ifPresentOrElse(
              list::add,
              () ->
                  source.mistake(
                      text.at(), Values.wrong(name, text, "a prefix" + hint(text.value()))));
    }
    return list;
  }

  private List<Prefix> file(ScalarNode at) {
    Path path = source.beside(at, at.getValue());
    files.add(path);
    List<Prefix> list = new ArrayList<>();
    int number = 0;
    boolean blank = true;
    try (var lines = Files.newBufferedReader(path)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (++number > MOST_LINES) {
          source.mistake(at, "%s has more than %d lines".formatted(at.getValue(), MOST_LINES));
          break;
        }
        blank &= line.isBlank();
        int comment = line.indexOf('#');
        String text = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (!text.isEmpty()) {
          Optional<Prefix> prefix = Prefix.parse(text);
          if (prefix.isEmpty()) {
            source.mistakes.add(
                new Mistake(
                    at.getValue(),
                    number,
                    1,
                    "\"%s\" is not a prefix%s".formatted(text, hint(text))));
          }
          prefix.ifPresent(list::add);
        }
      }
      if (blank) {
        // as it is while somebody begins to write it
        source.mistake(
            at,
            "%s is empty; write a comment into it if no address is meant".formatted(at.getValue()));
      }
    } catch (IOException e) {
      source.mistake(at, "cannot read %s; make the file or name another".formatted(path));
    }
    return list;
  }

  private static String hint(String text) {
    int slash = text.indexOf('/');
    boolean bitsBehind = slash > 0 && Prefix.parse(text.substring(0, slash)).isPresent();
    return bitsBehind
        ? " (bits are set behind its length, or the length is out of range)"
        : " such as 198.51.100.0/24 or 2001:db8::/32";
  }
}
