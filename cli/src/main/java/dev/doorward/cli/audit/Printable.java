package dev.doorward.cli.audit;

/** What strangers sent, made harmless to a terminal. */
public final class Printable {
  private Printable() {}

  /** The text with {@code ?} for control and format characters, which escapes are made of. */
  public static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(isHarmless(c) ? c : '?'));
    return out.toString();
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT, // bidirectional overrides among them
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
