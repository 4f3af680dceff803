package dev.doorward.core.where;

import java.util.ArrayList;
import java.util.List;

/** Disjoint ascending ranges, found by a radix table over the first 16 bits that differ. */
final class RangeTable {
  private static final int BITS = 16;

  private final long[] startHigh;
  private final long[] startLow;
  private final long[] endHigh;
  private final long[] endLow;

  /** Leading bits which all ranges share. */
  private final int skipped;

  /** By radix: the first range whose start has that radix or a higher one. */
  private final int[] first;

  private RangeTable(List<Address> starts, List<Address> ends) {
    int n = starts.size();
    startHigh = new long[n];
    startLow = new long[n];
    endHigh = new long[n];
    endLow = new long[n];
    for (int i = 0; i < n; i++) {
      startHigh[i] = starts.get(i).high();
      startLow[i] = starts.get(i).low();
      endHigh[i] = ends.get(i).high();
      endLow[i] = ends.get(i).low();
    }
    skipped = n < 2 ? 0 : Math.min(128 - BITS, shared(starts.getFirst(), starts.getLast()));
    first = new int[n < 8 ? 0 : (1 << BITS) + 1];
    int at = 0;
    for (int radix = 0; radix < first.length; radix++) {
      while (at < n && radix(startHigh[at], startLow[at]) < radix) {
        at++;
      }
      first[radix] = at;
    }
  }

  boolean contains(Address a) {
    int n = startHigh.length;
    if (n == 0 || below(a, startHigh[0], startLow[0])) {
      return false;
    }
    int low = 0;
    int high = n;
    if (first.length > 0 && !below(startHigh[n - 1], startLow[n - 1], a)) {
      int radix = radix(a.high(), a.low());
      low = Math.max(0, first[radix] - 1);
      high = first[radix + 1];
    } else if (first.length > 0) {
      low = n - 1;
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (below(a, startHigh[middle], startLow[middle])) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return !below(endHigh[low], endLow[low], a);
  }

  private int radix(long high, long low) {
    long bits;
    if (skipped >= 64) {
      bits = low << (skipped - 64);
    } else {
      bits = skipped == 0 ? high : high << skipped | low >>> (64 - skipped);
    }
    return (int) (bits >>> (64 - BITS));
  }

  private static boolean below(Address a, long high, long low) {
    int order = Long.compareUnsigned(a.high(), high);
    return order < 0 || (order == 0 && Long.compareUnsigned(a.low(), low) < 0);
  }

  private static boolean below(long high, long low, Address a) {
    int order = Long.compareUnsigned(high, a.high());
    return order < 0 || (order == 0 && Long.compareUnsigned(low, a.low()) < 0);
  }

  private static int shared(Address a, Address b) {
    long high = a.high() ^ b.high();
    return high != 0
        ? Long.numberOfLeadingZeros(high)
        : 64 + Long.numberOfLeadingZeros(a.low() ^ b.low());
  }

  static final class Builder {
    private final List<Address> starts = new ArrayList<>();
    private final List<Address> ends = new ArrayList<>();

    void add(Address start, Address end) {
      starts.add(start);
      ends.add(end);
    }

    RangeTable build() {
      return new RangeTable(starts, ends);
    }
  }
}
