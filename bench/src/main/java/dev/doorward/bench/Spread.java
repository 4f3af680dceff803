package dev.doorward.bench;

import java.util.List;
import java.util.Locale;

/** The least, the middle and the greatest of what was measured. */
record Spread(double least, double median, double greatest) {
  static Spread of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  /** As a table has it, with so many digits: {@code 0.62 / **0.70** / 0.71}. */
  String to(int digits) {
    String figure = "%,." + digits + "f";
    return String.format(
        Locale.ROOT, figure + " / **" + figure + "** / " + figure, least, median, greatest);
  }
}
