package dev.doorward.client;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a JSON object (RFC 8259) whose members are all flat, as those of a problem document of
 * Doorward are. Whatever is nested, named twice, not UTF-8 or otherwise not quite JSON is none.
 */
final class FlatJson {
  /** A value which is neither object nor array. */
  sealed interface Value permits Text, Digits, Word {}

  /** A string, without its quotes and escapes. */
  record Text(String text) implements Value {}

  /** A number, as it stands there. */
  record Digits(String digits) implements Value {}

  /** {@code true}, {@code false} or {@code null}. */
  record Word(String word) implements Value {}

  /** This is not what it should be. Needs no trace: it never leaves this class. */
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed() {
      super("", null, false, false);
    }
  }

  private final String in;
  private int at;

  private FlatJson(String in) {
    this.in = in;
  }

  /** The members in their order, or empty where this is no flat JSON object in UTF-8. */
  static Optional<Map<String, Value>> read(byte[] utf8) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return Optional.of(new FlatJson(text).document());
    } catch (CharacterCodingException | Malformed e) {
      return Optional.empty();
    }
  }

  private Map<String, Value> document() throws Malformed {
    Map<String, Value> members = new LinkedHashMap<>();
    space();
    take('{');
    space();
    boolean more = peek() != '}';
    if (!more) {
      take('}');
    }
    while (more) {
      space();
      String name = string();
      space();
      take(':');
      space();
      if (members.putIfAbsent(name, value()) != null) {
        throw new Malformed();
      }
      space();
      more = peek() == ',';
      take(more ? ',' : '}');
    }
    space();
    if (at != in.length()) {
      throw new Malformed();
    }
    return members;
  }

  private Value value() throws Malformed {
    return switch (peek()) {
      case '"' -> new Text(string());
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> number();
    };
  }

  private Word word(String word) throws Malformed {
    if (!in.startsWith(word, at)) {
      throw new Malformed();
    }
    at += word.length();
    return new Word(word);
  }

  private Digits number() throws Malformed {
    int begin = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits();
    }
    if (peek() == '.') {
      at++;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits();
    }
    return new Digits(in.substring(begin, at));
  }

  private void digits() throws Malformed {
    int begin = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == begin) {
      throw new Malformed();
    }
  }

  private String string() throws Malformed {
    take('"');
    StringBuilder out = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '"') {
        break;
      }
      if (c < 0x20) {
        throw new Malformed();
      }
      out.append(c == '\\' ? escape() : c);
    }
    // A half of a surrogate pair is no character (RFC 8259 §8.2).
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(out)) {
      throw new Malformed();
    }
    return out.toString();
  }

  private char escape() throws Malformed {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> throw new Malformed();
    };
  }

  private char hex() throws Malformed {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char c = next();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw new Malformed();
      }
      code = code << 4 | digit;
    }
    return (char) code;
  }

  private void space() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      at++;
    }
  }

  private void take(char wanted) throws Malformed {
    if (next() != wanted) {
      throw new Malformed();
    }
  }

  private char next() throws Malformed {
    if (at == in.length()) {
      throw new Malformed();
    }
    return in.charAt(at++);
  }

  /** The next character; -1 at the end. */
  private int peek() {
    return at < in.length() ? in.charAt(at) : -1;
  }
}
