package dev.doorward.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** Prints ratios, and keeps them with what they were measured on. */
final class Report {
  private Report() {}

  static void write(
      Path root,
      List<Load.Row> rows,
      Map<Wrk.Question, List<Double>> rates,
      int seconds,
      int rounds)
      throws Exception {
    String machine = Page.machine();
    StringBuilder table =
        new StringBuilder(
            "| row | ours | anchor | ratio min / median / max | to hold |\n| --- | --- | --- | --- | --- |\n");
    List<Map<String, Object>> results = new ArrayList<>();
    for (Load.Row row : rows) {
      List<Double> ours = Objects.requireNonNull(rates.get(row.ours()));
      List<Double> theirs = Objects.requireNonNull(rates.get(row.theirs()));
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < ours.size(); i++) {
        ratios.add(ours.get(i) / theirs.get(i));
      }
      double[] sorted = ratios.stream().mapToDouble(r -> r).sorted().toArray();
      double median = sorted[sorted.length / 2];
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %,.0f/s | %s: %,.0f/s | %.2f / **%.2f** / %.2f | %s %.2f |%n",
              row.what(),
              median(ours),
              row.anchor(),
              median(theirs),
              sorted[0],
              median,
              sorted[sorted.length - 1],
              median >= row.least() ? "≥" : "**falls short of**",
              row.least()));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("row", row.what());
      result.put("anchor", row.anchor());
      result.put("ours", ours);
      result.put("theirs", theirs);
      result.put("ratios", ratios);
      result.put("hold", row.least());
      results.add(result);
    }
    System.out.println(machine);
    System.out.print(table);
    String date = LocalDate.now(ZoneOffset.UTC).toString();
    Path folder = Files.createDirectories(root.resolve("bench/results"));
    Files.writeString(
        folder.resolve(date + ".json"),
        JsonMapper.builder()
                .build()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(
                    Map.of(
                        "date", date, "machine", machine, "seconds", seconds, "rounds", rounds,
                        "rows", results))
            + "\n");
    Page.put(root, "load", "%d rounds of %d s".formatted(rounds, seconds), table.toString());
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
