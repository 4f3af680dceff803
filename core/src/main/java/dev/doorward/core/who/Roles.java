package dev.doorward.core.who;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A set of roles as bits. A role keeps its number for the life of the process, so that a reload
 * does not change what a principal at hand means.
 */
public final class Roles {
  /** No role. */
  public static final Roles NONE = new Roles(new long[0]);

  private final long[] bits;

  private Roles(long[] bits) {
    this.bits = bits;
  }

  /** The roles of these names. */
  public static Roles of(Collection<String> names) {
    if (names.isEmpty()) {
      return NONE;
    }
    long[] bits = new long[1];
    for (String name : names) {
      int bit = RoleNumbers.of(name);
      if (bit >> 6 >= bits.length) {
        bits = Arrays.copyOf(bits, (bit >> 6) + 1);
      }
      bits[bit >> 6] |= 1L << (bit & 63);
    }
    return new Roles(bits);
  }

  /** Whether at least one role is in both. */
  public boolean meets(Roles others) {
    for (int i = Math.min(bits.length, others.bits.length) - 1; i >= 0; i--) {
      if ((bits[i] & others.bits[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  /** The names, in alphabetical order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < bits.length; i++) {
      for (long rest = bits[i]; rest != 0; rest &= rest - 1) {
        names.add(RoleNumbers.name(i * 64 + Long.numberOfTrailingZeros(rest)));
      }
    }
    names.sort(null);
    return names;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Roles that && names().equals(that.names());
  }

  @Override
  public int hashCode() {
    return names().hashCode();
  }

  @Override
  public String toString() {
    return String.join(",", names());
  }
}
