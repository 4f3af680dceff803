package dev.doorward.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
  private static final String BEGIN = "<!-- bench:load -->\n";
  private static final String END = "<!-- bench:end -->";

  private Report() {}

  static void write(
      Path root,
      List<Load.Row> rows,
      Map<Wrk.Question, List<Double>> rates,
      int seconds,
      int rounds)
      throws IOException, InterruptedException {
    String machine = machine();
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
    Path page = root.resolve("docs/performance.md");
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(page + " has no " + BEGIN.strip() + " … " + END);
    }
    Files.writeString(
        page,
        text.substring(0, begin + BEGIN.length())
            + "\n%s; %s, %d rounds of %d s.%n%n".formatted(date, machine, rounds, seconds)
            + table
            + "\n"
            + text.substring(end));
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static String machine() throws IOException, InterruptedException {
    String cpu =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown processor");
    return "%d cores of %s, Linux %s, JDK %s, %s, %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            cpu,
            System.getProperty("os.version"),
            Runtime.version(),
            first("nginx", "-v").replace("nginx version: ", ""),
            first("haproxy", "-v")
                .replaceAll(" .*20\\d\\d.*", "")
                .replace("HAProxy version", "HAProxy"));
  }

  private static String first(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.lines().findFirst().orElse("").strip();
  }
}
