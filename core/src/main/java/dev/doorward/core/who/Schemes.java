package dev.doorward.core.who;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The schemes a route takes; at least one. */
public record Schemes(Set<Scheme> all) {
  /** What a route takes when nothing is said. */
  public static final Schemes DEFAULT = of(Set.of(Scheme.BEARER, Scheme.SESSION));

  /** Sessions only, for endpoints of our own. */
  public static final Schemes SESSION = of(Set.of(Scheme.SESSION));

  /** Those schemes, in the order of challenges. */
  public static Schemes of(Collection<Scheme> schemes) {
    if (schemes.isEmpty()) {
      throw new IllegalArgumentException("a route takes at least one scheme");
    }
    return new Schemes(Collections.unmodifiableSet(EnumSet.copyOf(schemes)));
  }

  /** Whether the route takes that scheme. */
  public boolean has(Scheme scheme) {
    return all.contains(scheme);
  }

  /** Whether somebody can be led to a better sign-in: Basic alone cannot (C332, C333). */
  public boolean canStepUp() {
    return has(Scheme.SESSION) || has(Scheme.BEARER);
  }
}
