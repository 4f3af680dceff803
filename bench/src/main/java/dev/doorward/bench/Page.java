package dev.doorward.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The page of figures, and the machine which they are of. */
final class Page {
  private Page() {}

  /**
   * Puts text between the marks of that name, after the date, the machine and how it was done.
   *
   * @param with the versions of what took part
   */
  static void put(Path root, String name, String with, String how, String text) throws Exception {
    String begin = "<!-- bench:" + name + " -->\n";
    String end = "<!-- bench:end " + name + " -->";
    Path page = root.resolve("docs/performance.md");
    String old = Files.readString(page);
    int from = old.indexOf(begin);
    int to = old.indexOf(end);
    if (from < 0 || to < from) {
      throw new IOException(page + " has no " + begin.strip() + " … " + end);
    }
    Files.writeString(
        page,
        old.substring(0, from + begin.length())
            + "\n%s; %s, %s, %s.%n%n".formatted(LocalDate.now(ZoneOffset.UTC), machine(), with, how)
            + text
            + "\n"
            + old.substring(to));
  }

  static String machine() throws IOException, InterruptedException {
    String cpu =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown processor");
    return "%d cores of %s, Linux %s, JDK %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            cpu,
            System.getProperty("os.version"),
            Runtime.version());
  }

  static String nginx() throws IOException, InterruptedException {
    return first("nginx", "-v").replace("nginx version: nginx/", "");
  }

  static String haproxy() throws IOException, InterruptedException {
    return first("haproxy", "-v").replaceFirst("HAProxy version ([^ -]*).*", "$1");
  }

  static String node() throws IOException, InterruptedException {
    return first("node", "--version").replace("v", "");
  }

  private static String first(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.lines().findFirst().orElse("").strip();
  }
}
