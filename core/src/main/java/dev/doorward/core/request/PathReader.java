package dev.doorward.core.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads paths that hold more than letters, digits and single slashes. RFC 3986 §6.2.2 would have
 * unreserved characters decoded alone; but servers take {@code /%24x} for {@code /$x}, so a rule
 * for one of them holds for the other. What cuts a path, {@code / ; ? # %}, keeps its escape, as
 * does {@code *}, which means more in a pattern. Escapes which are left get upper-case digits.
 */
final class PathReader {
  private PathReader() {}

  static Path read(String path) {
    StringBuilder out = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '\\' || c == '#' || c <= ' ' || c >= 0x7f) {
        return Path.Whole.AMBIGUOUS;
      }
      if (c == '*') {
        out.append("%2A");
        continue;
      }
      if (c != '%') {
        out.append(c);
        continue;
      }
      if (i + 2 >= path.length()) {
        return Path.Whole.AMBIGUOUS;
      }
      int high = Character.digit(path.charAt(i + 1), 16);
      int low = Character.digit(path.charAt(i + 2), 16);
      if (high < 0 || low < 0) {
        return Path.Whole.AMBIGUOUS;
      }
      int decoded = high * 16 + low;
      if (decoded == 0 || decoded == '\\') {
        return Path.Whole.AMBIGUOUS;
      }
      if (isWrittenPlainly(decoded)) {
        out.append((char) decoded);
      } else {
        out.append(path.substring(i, i + 3).toUpperCase(Locale.ROOT));
      }
      i += 2;
    }
    String text = out.toString();
    List<String> asItStands = cut(Path.split(text));
    if (hasDots(asItStands)) {
      return Path.Whole.AMBIGUOUS;
    }
    // Some servers decode before they cut, so "/admin%3Bx" is "/admin;x" to them; and
    // "/;x/admin" is "//admin" to servers which cut parameters before they join slashes.
    List<String> folded = fold(cut(Path.split(text.replace("%2F", "/").replace("%3B", ";"))));
    if (hasDots(folded)) {
      return Path.Whole.AMBIGUOUS;
    }
    return folded.equals(asItStands)
        ? new Path.Plain(asItStands)
        : new Path.Twofold(asItStands, folded);
  }

  /** Without empty segments, but for the one of a trailing slash. */
  private static List<String> fold(List<String> segments) {
    List<String> out = new ArrayList<>(segments.size());
    for (int i = 0; i < segments.size(); i++) {
      if (i == segments.size() - 1 || !segments.get(i).isEmpty()) {
        out.add(segments.get(i));
      }
    }
    return out;
  }

  private static List<String> cut(List<String> segments) {
    List<String> out = new ArrayList<>(segments.size());
    for (String segment : segments) {
      int mark = segment.indexOf(';');
      out.add(mark < 0 ? segment : segment.substring(0, mark));
    }
    return out;
  }

  /** Some upstreams take {@code %3B} for {@code ;}, so {@code ..%3Bx} is a dot segment to them. */
  private static boolean hasDots(List<String> segments) {
    for (String segment : segments) {
      int mark = segment.indexOf("%3B");
      String name = mark < 0 ? segment : segment.substring(0, mark);
      if (name.equals(".") || name.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWrittenPlainly(int c) {
    return c > ' ' && c < 0x7f && "/;?#%*".indexOf(c) < 0;
  }
}
