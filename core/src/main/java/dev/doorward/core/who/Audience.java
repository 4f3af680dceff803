package dev.doorward.core.who;

import java.util.Collections;
import java.util.Set;

/** For which resources a credential is good (RFC 8707 §2). Exact strings, no prefixes (C073). */
public sealed interface Audience {
  /** Sessions and Basic: the browser decides where they go. */
  enum Everything implements Audience {
    EVERYTHING
  }

  /** The {@code aud} of a token. */
  record Of(Set<String> resources) implements Audience {}

  /** Whether the credential is good for at least one of these names of one resource. */
  default boolean covers(Set<String> names) {
    return switch (this) {
      case Everything _ -> true;
      case Of(var resources) -> !Collections.disjoint(names, resources);
    };
  }
}
