package dev.doorward.core.who;

import java.util.Collection;
import java.util.List;

/** What a token may do for its user; sessions are not limited. */
public sealed interface Scopes {
  /** No scope at all. */
  Scopes NONE = new Of(List.of());

  /** Not limited: sessions and Basic users. */
  enum Unlimited implements Scopes {
    ALL
  }

  /** These, in their order. */
  record Of(List<String> names) implements Scopes {}

  /** These scopes, copied. */
  static Scopes of(Collection<String> names) {
    return names.isEmpty() ? NONE : new Of(List.copyOf(names));
  }

  /** Whether everything that is needed is here. */
  default boolean covers(List<String> needed) {
    return switch (this) {
      case Unlimited _ -> true;
      case Of(var names) -> names.containsAll(needed);
    };
  }

  /** The names; none where there is no limit to name. */
  default List<String> listed() {
    return this instanceof Of(var names) ? names : List.of();
  }
}
