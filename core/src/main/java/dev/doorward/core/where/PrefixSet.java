package dev.doorward.core.where;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A set of addresses given by prefixes, in two radix tables of disjoint ranges: the first sixteen
 * bits in which the ranges differ lead to a handful of them. A look-up costs nearly the same for a
 * hundred and for a million prefixes.
 */
public final class PrefixSet {
  /** No address. */
  public static final PrefixSet EMPTY = of(List.of());

  private final RangeTable v4;
  private final RangeTable v6;
  private final int prefixes;

  private PrefixSet(RangeTable v4, RangeTable v6, int prefixes) {
    this.v4 = v4;
    this.v6 = v6;
    this.prefixes = prefixes;
  }

  /** The union of these prefixes. */
  public static PrefixSet of(Collection<Prefix> prefixes) {
    List<Prefix> sorted = new ArrayList<>(prefixes);
    sorted.sort(Comparator.comparing(Prefix::first).thenComparing(Prefix::length));
    List<Address> starts = new ArrayList<>();
    List<Address> ends = new ArrayList<>();
    for (Prefix prefix : sorted) {
      int last = ends.size() - 1;
      if (last >= 0 && ends.get(last).compareTo(prefix.first()) >= 0) {
        if (ends.get(last).compareTo(prefix.last()) < 0) {
          ends.set(last, prefix.last());
        }
      } else {
        starts.add(prefix.first());
        ends.add(prefix.last());
      }
    }
    RangeTable.Builder v4 = new RangeTable.Builder();
    RangeTable.Builder v6 = new RangeTable.Builder();
    for (int i = 0; i < starts.size(); i++) {
      (starts.get(i).isV4() && ends.get(i).isV4() ? v4 : v6).add(starts.get(i), ends.get(i));
    }
    return new PrefixSet(v4.build(), v6.build(), prefixes.size());
  }

  /** Whether that address lies in one of the prefixes. Never allocates. */
  public boolean contains(Address address) {
    return (address.isV4() && v4.contains(address)) || v6.contains(address);
  }

  /** How many prefixes were given. */
  public int size() {
    return prefixes;
  }

  /** Whether no address lies in it. */
  public boolean isEmpty() {
    return prefixes == 0;
  }
}
