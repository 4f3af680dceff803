package dev.doorward.core.where;

import java.util.Optional;

/**
 * A block of addresses, canonical: no bit is set behind its length.
 *
 * @param first the lowest address
 * @param length leading bits that count, of 128; an IPv4 /24 is 120
 */
public record Prefix(Address first, int length) {
  /** Refuses a length out of range and bits behind it. */
  public Prefix {
    if (length < 0 || length > 128 || !first.equals(masked(first, length))) {
      throw new IllegalArgumentException("not a canonical prefix: " + first + "/" + length);
    }
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a single address.
   *
   * @return empty for anything else, bits behind the length included
   */
  public static Optional<Prefix> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (address.indexOf('%') >= 0) {
      return Optional.empty();
    }
    return Address.parse(address)
        .flatMap(first -> {
          boolean dotted = address.indexOf(':') < 0;
          int bits = slash < 0 ? (dotted ? 32 : 128) : number(text.substring(slash + 1));
          if (bits < 0 || bits > (dotted ? 32 : 128)) {
            return Optional.empty();
          }
          int length = dotted ? bits + 96 : bits;
          return first.equals(masked(first, length))
              ? Optional.of(new Prefix(first, length))
              : Optional.empty();
        });
  }

  /** The highest address. */
  public Address last() {
    return length >= 64
        ? new Address(first.high(), first.low() | tail(length - 64))
        : new Address(first.high() | tail(length), -1L);
  }

  /** Whether that address lies in this block. */
  public boolean contains(Address address) {
    return masked(address, length).equals(first);
  }

  @Override
  public String toString() {
    boolean v4 = length >= 96 && first.isV4();
    return first + "/" + (v4 ? length - 96 : length);
  }

  private static Address masked(Address a, int length) {
    return length >= 64
        ? new Address(a.high(), a.low() & ~tail(length - 64))
        : new Address(a.high() & ~tail(length), 0);
  }

  /** The bits behind the first {@code count} of 64. */
  private static long tail(int count) {
    return count >= 64 ? 0 : -1L >>> count;
  }

  private static int number(String digits) {
    if (digits.isEmpty()
        || digits.length() > 3
        || (digits.length() > 1 && digits.startsWith("0"))) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
