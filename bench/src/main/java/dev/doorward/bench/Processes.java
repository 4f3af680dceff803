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

  /**
   * A process which listens.
   *
   * @param seconds from its start until it did
   */
  record Started(Process process, double seconds) {}

  /** The JVM we run on. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * Starts a process, and waits until it listens on those ports.
   *
   * @throws IOException when somebody listens there already, it ends or takes more than two minutes
   */
  Started listening(
      int core, Map<String, String> environment, List<Integer> ports, String... command)
      throws IOException, InterruptedException {
    for (int port : ports) {
      if (isOpen(port)) {
        throw new IOException("somebody listens on port " + port + " already; end it first");
      }
    }
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
    pinned.addAll(List.of(command));
    Path log = folder.resolve("process" + processes.size() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(pinned)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    long begun = System.nanoTime();
    Process process = builder.start();
    processes.add(process);
    for (int port : ports) {
      while (!isOpen(port)) {
        if (System.nanoTime() - begun > TimeUnit.MINUTES.toNanos(2) || !process.isAlive()) {
          throw new IOException(
              "nobody listens on port %d; what was said is in %s".formatted(port, log));
        }
        Thread.sleep(5);
      }
    }
    return new Started(process, (System.nanoTime() - begun) / 1e9);
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
    hold();
    signal(process, "CONT");
  }

  /** Lets none of them run. */
  void hold() throws IOException, InterruptedException {
    for (Process each : processes) {
      signal(each, "STOP");
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
      for (Process each : processes) {
        signal(each, "CONT"); // to hear of their end
      }
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
