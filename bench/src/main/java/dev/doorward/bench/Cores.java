package dev.doorward.bench;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The benchmarks of the core and of tokens, as tables. */
final class Cores {
  private static final String[] JVM = {
    "-XX:+UseSerialGC",
    "-Xmx2g",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow"
  };

  private Cores() {}

  /** Runs them. */
  public static void main(String[] args) throws RunnerException {
    OptionsBuilder routes = new OptionsBuilder();
    routes.include("DecisionBench").param("prefixes", "100").jvmArgs(JVM);
    OptionsBuilder prefixes = new OptionsBuilder();
    prefixes
        .include("DecisionBench")
        .param("routes", "100")
        .param("prefixes", "100", "10000", "1000000")
        .jvmArgs(JVM);
    OptionsBuilder tokens = new OptionsBuilder();
    tokens.include("TokenBench").jvmArgs(JVM);
    Collection<RunResult> byRoutes = new Runner(routes.build()).run();
    Collection<RunResult> byPrefixes = new Runner(prefixes.build()).run();
    Collection<RunResult> ofTokens = new Runner(tokens.build()).run();
    System.out.println("\n| routes | ns a decision |\n| --- | --- |");
    byRoutes.forEach(r -> row(r.getParams().getParam("routes"), r, 1));
    System.out.println("\n| denied prefixes | ns a decision |\n| --- | --- |");
    byPrefixes.forEach(r -> row(r.getParams().getParam("prefixes"), r, 1));
    System.out.println("\n| token | µs each |\n| --- | --- |");
    ofTokens.forEach(r -> row(r.getPrimaryResult().getLabel(), r, TokenBench.MANY));
  }

  private static void row(String name, RunResult result, int batch) {
    System.out.printf(
        "| %s | %,.1f ± %.1f |%n",
        name,
        result.getPrimaryResult().getScore() / batch,
        result.getPrimaryResult().getScoreError() / batch);
  }
}
