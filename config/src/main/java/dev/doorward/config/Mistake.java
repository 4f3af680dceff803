package dev.doorward.config;

/**
 * Something wrong with the configuration.
 *
 * @param line from 1; 0 where the mistake has no line, such as an environment variable
 * @param column from 1
 * @param text what is wrong and what to do
 */
public record Mistake(String file, int line, int column, String text) {
  /** What stands in the file reaches a terminal only in printable characters. */
  public Mistake {
    text = printable(text);
  }

  static String printable(String text) {
    return text.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "?");
  }

  @Override
  public String toString() {
    return line == 0 ? file + ": " + text : file + ":" + line + ":" + column + ": " + text;
  }
}
