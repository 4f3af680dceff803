package dev.doorward.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Processes which are measured or measure, each pinned to a core; all end with this. */
final class Processes implements AutoCloseable {
  private static final double TICKS_A_SECOND = 100; // USER_HZ, the same on every Linux

  private final Path folder;
  private final List<Process> processes = new CopyOnWriteArrayList<>();

  /** What they say is left in that folder, which is where they run, too. */
  Processes(Path folder) {
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close)); // interrupted, too
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

  /**
   * Waits until a process listens there.
   *
   * @throws IOException when it ends or takes more than two minutes
   */
  void await(Process process, int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!isOpen(port)) {
      if (System.nanoTime() > end || !process.isAlive()) {
        int number = processes.indexOf(process);
        throw new IOException(
            "nobody listens on port %d; what was said is in %s"
                .formatted(port, folder.resolve("process" + number + ".log")));
      }
      Thread.sleep(5);
    }
  }

  /**
   * Makes sure that what will answer there is what is started now.
   *
   * @throws IOException when somebody listens already
   */
  static void mustBeFree(int port) throws IOException {
    if (isOpen(port)) {
      throw new IOException("somebody listens on port " + port + " already; end it first");
    }
  }

  /** Whether somebody listens there. */
  private static boolean isOpen(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException e) {
      return false;
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
    String command =
        family(process).stream()
            .map(each -> Long.toString(each.pid()))
            .collect(Collectors.joining(" ", "kill -" + signal + " ", ""));
    if (new ProcessBuilder("sh", "-c", command).start().waitFor() != 0 && process.isAlive()) {
      throw new IOException(command + " failed");
    }
  }

  private static List<ProcessHandle> family(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  @Override
  public void close() {
    List<ProcessHandle> living =
        processes.reversed().stream().flatMap(each -> family(each).stream()).toList();
    try {
      all();
    } catch (IOException | InterruptedException e) {
      System.err.println("bench: some process may be left stopped: " + e);
    }
    living.forEach(ProcessHandle::destroy);
    for (ProcessHandle each : living) {
      try {
        each.onExit().get(10, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        each.destroyForcibly();
      } catch (InterruptedException e) {
        each.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    processes.clear();
  }
}
