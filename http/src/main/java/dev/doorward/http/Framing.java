package dev.doorward.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the end of a message's content is found (RFC 9112 §6.3). */
record Framing(Kind kind, long length) {
  enum Kind {
    NONE,
    LENGTH,
    CHUNKED,
    /** Answers only: until the connection ends. */
    CLOSE
  }

  static final Framing NONE = new Framing(Kind.NONE, 0);
  static final Framing CHUNKED = new Framing(Kind.CHUNKED, -1);
  static final Framing CLOSE = new Framing(Kind.CLOSE, -1);

  static Framing length(long length) {
    return new Framing(Kind.LENGTH, length);
  }

  /** True when no octet of content follows the head. */
  boolean isEmpty() {
    return kind == Kind.NONE || kind == Kind.LENGTH && length == 0;
  }

  /** What the fields say; null when they may be read in two ways (RFC 9112 §6.1, §11.2). */
  static @Nullable Framing of(Headers headers, int minorVersion) {
    boolean coded = headers.has("Transfer-Encoding");
    boolean sized = headers.has("Content-Length");
    if (!coded && !sized) {
      return NONE;
    }
    if (coded) {
      List<String> codings = headers.all("Transfer-Encoding");
      boolean clear =
          !sized
              && minorVersion > 0
              && codings.size() == 1
              && Octets.same(codings.getFirst(), "chunked");
      return clear ? CHUNKED : null;
    }
    List<String> lengths = headers.all("Content-Length");
    return lengths.size() == 1 ? parse(lengths.getFirst()) : null;
  }

  /** 1*DIGIT and nothing else; 18 digits are an exabyte. */
  private static @Nullable Framing parse(String digits) {
    if (digits.isEmpty() || digits.length() > 18) {
      return null;
    }
    long length = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      length = length * 10 + digit;
    }
    return length(length);
  }
}
