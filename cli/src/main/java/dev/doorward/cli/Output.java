package dev.doorward.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Prints data, for people or as JSON. Data goes to stdout, and nothing else does. */
final class Output {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Output() {}

  static void json(Object data) {
    System.out.println(JSON.writeValueAsString(data));
  }

  static String text(Object data, String member) {
    Object value = data instanceof Map<?, ?> map ? map.get(member) : null;
    return value == null ? "" : String.valueOf(value);
  }

  /** A table of these members; nothing at all where there are no rows. */
  static void table(Object data, String... columns) {
    List<String[]> rows = new ArrayList<>();
    String[] head = new String[columns.length];
    for (int i = 0; i < columns.length; i++) {
      head[i] = columns[i].toUpperCase(Locale.ROOT).replace('_', ' ');
    }
    rows.add(head);
    if (data instanceof List<?> list) {
      for (Object item : list) {
        String[] row = new String[columns.length];
        for (int i = 0; i < columns.length; i++) {
          row[i] = cell(item instanceof Map<?, ?> map ? map.get(columns[i]) : null);
        }
        rows.add(row);
      }
    }
    if (rows.size() == 1) {
      return;
    }
    int[] widths = new int[columns.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
      }
      System.out.println(line.toString().stripTrailing());
    }
  }

  private static String cell(@org.jspecify.annotations.Nullable Object value) {
    return switch (value) {
      case null -> "-";
      case List<?> list when list.isEmpty() -> "-";
      case List<?> list -> String.join(",", list.stream().map(String::valueOf).toList());
      default -> String.valueOf(value);
    };
  }
}
