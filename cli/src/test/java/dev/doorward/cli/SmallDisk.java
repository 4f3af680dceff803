package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** A file system of its own, of a few MiB in memory, which can be full. */
final class SmallDisk implements AutoCloseable {
  final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts it there; where this process may not, the test is skipped. */
  static SmallDisk at(Path folder, int mebibytes) throws Exception {
    Files.createDirectories(folder);
    String said = run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder);
    if (!said.isEmpty()) {
      abort("mounting a small disk is not permitted here: " + said);
    }
    return new SmallDisk(folder);
  }

  /** Leaves no octet free. */
  void fill() throws IOException {
    byte[] octets = new byte[4096];
    try (OutputStream out =
        Files.newOutputStream(
            folder.resolve("filler"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        out.write(octets);
      }
    } catch (IOException e) {
      assertThat(folder.toFile().getUsableSpace()).as("it is full: %s", e).isZero();
    }
  }

  /** Makes room again. */
  void empty() throws IOException {
    Files.deleteIfExists(folder.resolve("filler"));
  }

  @Override
  public void close() throws Exception {
    assertThat(run("umount", "--lazy", folder)).isEmpty();
  }

  /** What a command said, where it failed. */
  private static String run(Object... words) throws IOException, InterruptedException {
    String[] command = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      command[i] = words[i].toString();
    }
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() == 0 ? "" : "exit " + process.exitValue() + " " + said;
  }
}
