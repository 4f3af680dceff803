package dev.doorward.core.where;

import java.util.Optional;

/**
 * An IPv4 or IPv6 address as 128 bits; IPv4 stands as its mapped form {@code ::ffff:a.b.c.d}, so
 * that both spellings of one address are one value (RFC 4291 §2.5.5.2, C211).
 */
public record Address(long high, long low) implements Comparable<Address> {
  private static final long MAPPED = 0xffff_0000_0000L;

  /** Of 4 or 16 bytes in network order. */
  public static Address of(byte[] bytes) {
    if (bytes.length == 4) {
      return new Address(0, MAPPED | toLong(bytes, 0, 4));
    }
    if (bytes.length != 16) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
    }
    return new Address(toLong(bytes, 0, 8), toLong(bytes, 8, 8));
  }

  /**
   * Reads an address literal, without asking any name server. Octal-looking and shortened IPv4 is
   * never guessed (C209); an IPv6 zone is cut off (C212).
   */
  public static Optional<Address> parse(String text) {
    return AddressReader.read(text);
  }

  /** Whether this is an IPv4 address, mapped ones included. */
  public boolean isV4() {
    return high == 0 && (low >>> 32) == 0xffff;
  }

  /** Whether this is 127.0.0.0/8 or {@code ::1}. */
  public boolean isLoopback() {
    return isV4() ? ((low >>> 24) & 0xff) == 127 : high == 0 && low == 1;
  }

  /** The key under which guesses are counted: one IPv4 address, or one IPv6 /64 (C156). */
  public Address block() {
    return isV4() ? this : new Address(high, 0);
  }

  @Override
  public int compareTo(Address other) {
    int first = Long.compareUnsigned(high, other.high);
    return first != 0 ? first : Long.compareUnsigned(low, other.low);
  }

  /** The usual text: dotted for IPv4, RFC 5952 for IPv6. */
  @Override
  public String toString() {
    if (isV4()) {
      return ((low >>> 24) & 0xff)
          + "."
          + ((low >>> 16) & 0xff)
          + "."
          + ((low >>> 8) & 0xff)
          + "."
          + (low & 0xff);
    }
    return v6();
  }

  private String v6() {
    int[] groups = new int[8];
    for (int i = 0; i < 4; i++) {
      groups[i] = (int) ((high >>> (48 - 16 * i)) & 0xffff);
      groups[i + 4] = (int) ((low >>> (48 - 16 * i)) & 0xffff);
    }
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int j = i;
      while (j < 8 && groups[j] == 0) {
        j++;
      }
      if (j - i > bestLength) {
        bestStart = i;
        bestLength = j - i;
      }
      i = Math.max(i, j - 1);
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == bestStart) {
        out.append("::");
        i += bestLength - 1;
        continue;
      }
      if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
        out.append(':');
      }
      out.append(Integer.toHexString(groups[i]));
    }
    return out.toString();
  }

  private static long toLong(byte[] bytes, int from, int count) {
    long value = 0;
    for (int i = from; i < from + count; i++) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }
}
