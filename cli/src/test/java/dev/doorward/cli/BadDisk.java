package dev.doorward.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What is wrong with a folder's disk, as a process sees it which was started with it: a small
 * library in C, built by the test, stands before the calls that write (see {@code badly.c}).
 */
final class BadDisk {
  /** {@code EIO}: what a broken disk answers. */
  static final int IO_ERROR = 5;

  /** {@code EROFS}: what Linux answers once a file system with errors was made read-only. */
  static final int READ_ONLY = 30;

  private final Path folder;
  private final Path library;
  private final Path how;

  private BadDisk(Path folder, Path library, Path how) {
    this.folder = folder;
    this.library = library;
    this.how = how;
  }

  /** Builds the library; where there is no C compiler, the test is skipped. */
  static BadDisk of(Path folder, Path work) throws IOException, InterruptedException {
    Path source = work.resolve("badly.c");
    Path library = work.resolve("badly.so");
    try (InputStream in = BadDisk.class.getResourceAsStream("badly.c")) {
      assertThat(in).isNotNull();
      Files.copy(in, source);
    }
    Process gcc;
    try {
      gcc =
          new ProcessBuilder(
                  "gcc",
                  "-shared",
                  "-fPIC",
                  "-O1",
                  "-o",
                  library.toString(),
                  source.toString(),
                  "-ldl")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      return abort("no gcc is here to build a bad disk: " + e.getMessage());
    }
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(gcc.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(gcc.exitValue()).as(said).isZero();
    return new BadDisk(folder.toRealPath(), library, work.resolve("how"));
  }

  /** The environment of a process which has that disk. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "BAD_DISK", folder.toString(),
        "BAD_DISK_HOW", how.toString());
  }

  /** Each fsync takes so many milliseconds longer. */
  void slow(int milliseconds) throws IOException {
    set("delay " + milliseconds);
  }

  /** Nothing can be written any more. */
  void refuses(int errno) throws IOException {
    set("errno " + errno);
  }

  /** What is written may never reach the disk, and each fsync says so. */
  void doesNotSync(int errno) throws IOException {
    set("sync " + errno);
  }

  /** As good as new. */
  void heals() throws IOException {
    Files.deleteIfExists(how);
  }

  private void set(String text) throws IOException {
    Path fresh = Files.writeString(how.resolveSibling("how.new"), text + "\n");
    Files.move(fresh, how, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }
}
