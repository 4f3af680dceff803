package dev.doorward.http;

/** What the grammar of RFC 9110 §5.5–5.6 says of single octets. */
final class Octets {
  static final byte CR = '\r';
  static final byte LF = '\n';
  static final byte SP = ' ';
  static final byte HTAB = '\t';

  private static final boolean[] TOKEN = new boolean[256];
  private static final boolean[] TARGET = new boolean[256];

  static {
    for (char c = '0'; c <= '9'; c++) {
      TOKEN[c] = true;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      TOKEN[c] = true;
      TOKEN[c - 32] = true;
    }
    for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
      TOKEN[c] = true;
    }
    // RFC 9112 §3.2 allows fewer; browsers send the rest of the visible ones, which do no harm here
    for (char c = 0x21; c < 0x7f; c++) {
      TARGET[c] = c != '#';
    }
  }

  private Octets() {}

  static boolean isToken(byte b) {
    return TOKEN[b & 0xff];
  }

  static boolean isTarget(byte b) {
    return TARGET[b & 0xff];
  }

  /** White space around a field's value (RFC 9110 §5.6.3). */
  static boolean isBlank(byte b) {
    return b == SP || b == HTAB;
  }

  /** field-vchar, SP or HTAB; the octets above 0x7f are obs-text. */
  static boolean isFieldValue(byte b) {
    return b >= 0x20 && b != 0x7f || b == HTAB || b < 0;
  }

  static boolean isToken(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!TOKEN[bytes[i] & 0xff]) {
        return false;
      }
    }
    return from < to;
  }

  /** The digit's value, or -1. */
  static int hex(byte b) {
    return Character.digit(b, 16);
  }

  static void requireToken(String name) {
    if (FieldNames.has(name)) {
      return;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c > 0x7f || !TOKEN[c]) {
        throw new IllegalArgumentException("not a field name: " + name);
      }
    }
    if (name.isEmpty()) {
      throw new IllegalArgumentException("empty field name");
    }
  }

  /** The value stays out of the message: it may be a secret. */
  static void requireFieldValue(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x20 && c != '\t' || c == 0x7f || c > 0xff) {
        throw new IllegalArgumentException("cannot be sent in field " + name);
      }
    }
  }

  /** Equal but for the case of ASCII letters. */
  static boolean same(String one, String other) {
    return one.length() == other.length() && one.equalsIgnoreCase(other);
  }

  /** Whether a comma-separated value has that member. */
  static boolean listed(String value, String member) {
    int start = 0;
    while (start <= value.length()) {
      int comma = value.indexOf(',', start);
      int end = comma < 0 ? value.length() : comma;
      if (end - start >= member.length() && same(value.substring(start, end).trim(), member)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }
}
