package dev.doorward.core.where;

import java.util.Optional;

/** Reads address literals: RFC 4291 §2.2 for IPv6, four plain decimal numbers for IPv4. */
final class AddressReader {
  private AddressReader() {}

  static Optional<Address> read(String text) {
    if (text.length() > 64) {
      return Optional.empty();
    }
    if (text.indexOf(':') < 0) {
      long v4 = v4(text);
      return v4 < 0 ? Optional.empty() : Optional.of(new Address(0, 0xffff_0000_0000L | v4));
    }
    int zone = text.indexOf('%');
    return v6(zone < 0 ? text : text.substring(0, zone));
  }

  /** The 32 bits, or -1. */
  private static long v4(String text) {
    long value = 0;
    int parts = 0;
    int i = 0;
    while (parts < 4) {
      int start = i;
      int number = 0;
      while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
        number = number * 10 + text.charAt(i) - '0';
        if (++i - start > 3) {
          return -1;
        }
      }
      boolean leadingZero = i - start > 1 && text.charAt(start) == '0';
      if (i == start || number > 255 || leadingZero) {
        return -1;
      }
      value = value << 8 | number;
      parts++;
      if (parts < 4 && (i >= text.length() || text.charAt(i++) != '.')) {
        return -1;
      }
    }
    return i == text.length() ? value : -1;
  }

  private static Optional<Address> v6(String text) {
    int[] groups = new int[8];
    int count = 0;
    int gap = -1;
    int i = 0;
    if (text.startsWith("::")) {
      gap = 0;
      i = 2;
    } else if (text.startsWith(":")) {
      return Optional.empty();
    }
    while (i < text.length()) {
      int end = text.indexOf(':', i);
      String group = end < 0 ? text.substring(i) : text.substring(i, end);
      if (end < 0 && group.indexOf('.') >= 0) {
        long v4 = v4(group);
        if (v4 < 0 || count > 6) {
          return Optional.empty();
        }
        groups[count++] = (int) (v4 >>> 16);
        groups[count++] = (int) (v4 & 0xffff);
        break;
      }
      int value = hex(group);
      if (value < 0 || count > 7) {
        return Optional.empty();
      }
      groups[count++] = value;
      if (end < 0) {
        break;
      }
      i = end + 1;
      if (i == text.length()) {
        return Optional.empty();
      }
      if (text.charAt(i) == ':') {
        if (gap >= 0) {
          return Optional.empty();
        }
        gap = count;
        i++;
      }
    }
    if (gap < 0 ? count != 8 : count > 7) {
      return Optional.empty();
    }
    int[] all = new int[8];
    for (int k = 0; k < count; k++) {
      all[gap >= 0 && k >= gap ? 8 - count + k : k] = groups[k];
    }
    return Optional.of(new Address(join(all, 0), join(all, 4)));
  }

  private static int hex(String group) {
    if (group.isEmpty() || group.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < group.length(); i++) {
      int digit = Character.digit(group.charAt(i), 16);
      if (digit < 0 || group.charAt(i) > 'f') {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static long join(int[] groups, int from) {
    return (long) groups[from] << 48
        | (long) groups[from + 1] << 32
        | (long) groups[from + 2] << 16
        | groups[from + 3];
  }
}
