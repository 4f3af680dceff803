package dev.doorward.config;

import dev.doorward.core.may.Assurance;
import dev.doorward.core.may.Requirement;
import dev.doorward.core.may.Right;
import dev.doorward.core.who.Acr;
import dev.doorward.core.who.Roles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a handler's own words ask, in terms of the roles which the file declares. */
public final class Demands {
  private final Map<String, Set<String>> roles;

  private Demands(Map<String, Set<String>> roles) {
    this.roles = roles;
  }

  /** In terms of those settings. */
  public static Demands of(Settings settings) {
    return new Demands(settings.roles());
  }

  /**
   * All of this together.
   *
   * @param anyRole any of these, none for no matter which
   * @param permissions all of these
   * @param scopes all of these
   * @param assurance {@code mfa}, or empty
   * @param maxAge how long ago the person may have signed in, such as {@code 5m}, or empty
   * @throws IllegalArgumentException for a word which the file does not know, with the remedy
   */
  public Requirement requirement(
      List<String> anyRole,
      List<String> permissions,
      List<String> scopes,
      String assurance,
      String maxAge) {
    List<Right> rights = new ArrayList<>();
    if (!anyRole.isEmpty()) {
      for (String role : anyRole) {
        if (!roles.containsKey(role)) {
          throw new IllegalArgumentException(
              "unknown role \"%s\"%s; declare it under roles: in doorward.yaml"
                  .formatted(role, Suggest.among(role, roles.keySet())));
        }
      }
      rights.add(new Right(Right.Kind.ROLE, String.join(", ", anyRole), Roles.of(anyRole)));
    }
    permissions.forEach(name -> rights.add(permission(name)));
    for (String scope : scopes) {
      if (Rights.isDeclared(roles, scope)) {
        rights.add(new Right(Right.Kind.SCOPE, scope, Rights.holders(roles, scope)));
      }
    }
    return new Requirement(
        List.copyOf(rights), new Assurance(acr(assurance), age(maxAge)), List.copyOf(scopes));
  }

  /** That permission, as a route would ask it. */
  public Right permission(String name) {
    return new Right(Right.Kind.PERMISSION, name, Rights.holders(roles, name));
  }

  /** The permissions of somebody with these roles, in the file's order; {@code *} where one has. */
  public Set<String> held(List<String> names) {
    Set<String> held = new LinkedHashSet<>();
    names.forEach(role -> held.addAll(roles.getOrDefault(role, Set.of())));
    return held;
  }

  private static Optional<Acr> acr(String word) {
    return switch (word) {
      case "" -> Optional.empty();
      case "mfa" -> Optional.of(Acr.MFA);
      default ->
          throw new IllegalArgumentException(
              "assurance \"%s\" is not known; write mfa".formatted(word));
    };
  }

  private static Optional<Duration> age(String text) {
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Notation.duration(text)
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "maxAge \"%s\" is no duration such as 30s, 5m or 12h".formatted(text))));
  }
}
