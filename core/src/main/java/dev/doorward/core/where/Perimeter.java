package dev.doorward.core.where;

/** An address rule: everybody, all but a set, or only a set. */
public sealed interface Perimeter {
  /** No rule. */
  enum Open implements Perimeter {
    OPEN
  }

  /** Everybody but these. */
  record AllBut(PrefixSet denied) implements Perimeter {}

  /** Only these. */
  record Only(PrefixSet admitted) implements Perimeter {}

  /** Whether there is a rule but no address to hold against it: fail closed (C209). */
  default boolean cannotTell(Client client) {
    return client instanceof Client.Unusable && !(this instanceof Open);
  }

  /** Whether a client may come in; ask {@link #cannotTell} first. */
  default boolean admits(Client client) {
    return switch (this) {
      case Open _ -> true;
      case AllBut(var denied) ->
          client instanceof Client.Known known && !denied.contains(known.address());
      case Only(var admitted) ->
          client instanceof Client.Known known && admitted.contains(known.address());
    };
  }
}
