package dev.doorward.config;

import dev.doorward.config.Block.Text;
import dev.doorward.core.may.Right;
import dev.doorward.core.who.Roles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The block {@code roles:}, and what its roles have. */
final class Rights {
  private static final java.util.regex.Pattern NAME =
      java.util.regex.Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

  private final Source source;
  final Map<String, Set<String>> roles = new LinkedHashMap<>();

  Rights(Source source, Optional<Block> block) {
    this.source = source;
    block.ifPresent(b -> {
      for (String role : b.names()) {
        Set<String> permissions = new LinkedHashSet<>();
        for (Text text : b.texts(role).orElse(List.of())) {
          if (!text.value().equals("*") && !NAME.matcher(text.value()).matches()) {
            source.mistake(
                text.at(),
                Values.wrong(role, text, "a permission such as articles:read, or \"*\""));
          }
          permissions.add(text.value());
        }
        if (!NAME.matcher(role).matches()) {
          source.mistake(b.keyAt(role), "\"%s\" is not a name for a role".formatted(role));
        }
        roles.put(role, permissions);
      }
    });
  }

  /** Any of these roles. */
  List<Right> anyOf(List<Text> names) {
    List<String> known = new ArrayList<>();
    for (Text name : names) {
      if (roles.containsKey(name.value())) {
        known.add(name.value());
      } else {
        source.mistake(
            name.at(),
            "unknown role \"%s\" in roles%s"
                .formatted(name.value(), Suggest.among(name.value(), roles.keySet())));
      }
    }
    String word = String.join(", ", known);
    return List.of(new Right(Right.Kind.ROLE, word, Roles.of(known)));
  }

  /** Each of these permissions. */
  List<Right> permissions(List<Text> names) {
    List<Right> rights = new ArrayList<>();
    for (Text name : names) {
      if (!isDeclared(name.value())) {
        source.warning(
            name.at(),
            "permission \"%s\" is given by no role but those with \"*\"%s"
                .formatted(name.value(), Suggest.among(name.value(), declared())));
      }
      rights.add(new Right(Right.Kind.PERMISSION, name.value(), holders(name.value())));
    }
    return rights;
  }

  /** Those scopes which are spelled like a declared permission: only its holders meet them. */
  List<Right> scopes(List<Text> names) {
    return names.stream()
        .filter(name -> isDeclared(name.value()))
        .map(name -> new Right(Right.Kind.SCOPE, name.value(), holders(name.value())))
        .toList();
  }

  private boolean isDeclared(String permission) {
    return isDeclared(roles, permission);
  }

  /** Whether a role names that permission. */
  static boolean isDeclared(Map<String, Set<String>> roles, String permission) {
    return roles.values().stream().anyMatch(all -> all.contains(permission));
  }

  private Set<String> declared() {
    return roles.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
  }

  /** The roles which give any of these. */
  Roles holders(String... permissions) {
    return holders(roles, permissions);
  }

  /** Of those roles the ones which give any of these. */
  static Roles holders(Map<String, Set<String>> roles, String... permissions) {
    return Roles.of(
        roles.entrySet().stream()
            .filter(role ->
                role.getValue().contains("*")
                    || Arrays.stream(permissions).anyMatch(role.getValue()::contains))
            .map(Map.Entry::getKey)
            .toList());
  }
}
