package dev.doorward.core.route;

/**
 * Where a route stands, for people.
 *
 * @param source {@code file:line}, or a word for routes of our own
 * @param pattern the path pattern as written
 */
public record Place(String source, String pattern) {
  @Override
  public String toString() {
    return source + " " + pattern;
  }
}
