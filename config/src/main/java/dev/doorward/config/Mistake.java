package dev.doorward.config;

/**
 * Something wrong with the configuration.
 *
 * @param line from 1; 0 where the mistake has no line, such as an environment variable
 * @param column from 1
 * @param text what is wrong and what to do
 */
public record Mistake(String file, int line, int column, String text) {
  @Override
  public String toString() {
    return line == 0 ? file + ": " + text : file + ":" + line + ":" + column + ": " + text;
  }
}
