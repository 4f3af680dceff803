package dev.doorward.bench;

import dev.doorward.bench.Wrk.Question;
import dev.doorward.bench.Wrk.Turn;
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
      Path root, List<Load.Row> rows, Map<Question, List<Turn>> turns, int seconds, int rounds)
      throws Exception {
    String machine = Page.machine();
    String with = "nginx " + Page.nginx() + ", HAProxy " + Page.haproxy();
    StringBuilder table =
        new StringBuilder(
            "| row | ours | anchor | ratio min / median / max | to hold | CPU a request, ours : anchor"
                + " |\n| --- | --- | --- | --- | --- | --- |\n");
    List<Map<String, Object>> results = new ArrayList<>();
    for (Load.Row row : rows) {
      List<Turn> ourTurns = Objects.requireNonNull(turns.get(row.ours()));
      List<Turn> theirTurns = Objects.requireNonNull(turns.get(row.theirs()));
      List<Double> ours = ourTurns.stream().map(Turn::rate).toList();
      List<Double> theirs = theirTurns.stream().map(Turn::rate).toList();
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < ours.size(); i++) {
        ratios.add(ours.get(i) / theirs.get(i));
      }
      Spread ratio = Spread.of(ratios);
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %,.0f/s | %s: %,.0f/s | %s | %s %.2f | %.1f : %.1f µs |%n",
              row.what(),
              Spread.of(ours).median(),
              row.anchor(),
              Spread.of(theirs).median(),
              ratio.to(2),
              ratio.median() >= row.least() ? "≥" : "**falls short of**",
              row.least(),
              Turn.micros(ourTurns).median(),
              Turn.micros(theirTurns).median()));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("row", row.what());
      result.put("anchor", row.anchor());
      result.put("ours", ours);
      result.put("theirs", theirs);
      result.put("ratios", ratios);
      result.put("our_micros", ourTurns.stream().map(Turn::micros).toList());
      result.put("their_micros", theirTurns.stream().map(Turn::micros).toList());
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
                        "date", date, "machine", machine, "with", with, "seconds", seconds,
                        "rounds", rounds, "rows", results))
            + "\n");
    Page.put(root, "load", with, "%d rounds of %d s".formatted(rounds, seconds), table.toString());
  }
}
