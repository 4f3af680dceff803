package dev.doorward.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Processes which are measured or measure, each pinned to a core; all end with this. */
final class Processes implements AutoCloseable {
  private static final double TICKS_A_SECOND = 100; // USER_HZ, the same on every Linux

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();

  /** What they say is left in that folder, which is where they run, too. */
  Processes(Path folder) {
    this.folder = folder;
  }

  Process start(int core, String... command) throws IOException {
    return start(core, Map.of(), command);
  }

  Process start(int core, Map<String, String> environment, String... command) throws IOException {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
    pinned.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(pinned)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("process" + processes.size() + ".log").toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /** Waits until somebody listens there. */
  static void await(int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw new IOException("nobody listens on port " + port, e);
        }
        Thread.sleep(5);
      }
    }
  }

  /** Seconds of processor time which a process and its children have used. */
  static double cpu(Process process) throws IOException {
    double ticks = 0;
    for (ProcessHandle each : family(process)) {
      String stat = Files.readString(Path.of("/proc/" + each.pid() + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]); // utime and stime
    }
    return ticks / TICKS_A_SECOND;
  }

  /** MiB which a process and its children hold in memory. */
  static long resident(Process process) throws IOException {
    long kib = 0;
    for (ProcessHandle each : family(process)) {
      kib += status(each.pid(), "VmRSS");
    }
    return kib / 1024;
  }

  /** A line of what the kernel says of a process's memory, in KiB. */
  static long status(long pid, String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new IOException("process " + pid + " is gone"));
  }

  /** Lets only one of them run, so that what the others have still to do costs it nothing. */
  void only(Process process) throws IOException, InterruptedException {
    for (Process each : processes) {
      signal(each, each == process ? "CONT" : "STOP");
    }
  }

  /** Lets all of them run. */
  private void all() throws IOException, InterruptedException {
    for (Process each : processes) {
      signal(each, "CONT");
    }
  }

  private static void signal(Process process, String signal)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    family(process).forEach(each -> command.add(Long.toString(each.pid())));
    new ProcessBuilder(command).start().waitFor();
  }

  private static List<ProcessHandle> family(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  @Override
  public void close() {
    try {
      all();
    } catch (IOException | InterruptedException e) {
      System.err.println("bench: some process may be left stopped: " + e);
    }
    processes.reversed().forEach(Processes::end);
    for (Process each : processes) {
      try {
        if (!each.waitFor(10, TimeUnit.SECONDS)) {
          each.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
