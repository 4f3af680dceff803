package dev.doorward.face.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of lines: rotations, torn lines, full and slow disks. */
class LineWriterTest {
  @TempDir Path folder;

  @Test
  void aLineIsThereWhenTheWriteReturnsAndOnlyTheOwnerReadsIt() throws Exception {
    Path path = folder.resolve("a.jsonl");
    try (LineWriter writer = new LineWriter(path)) {
      writer.open();
      writer.write("{\"one\":1}", true);
      assertThat(path).hasContent("{\"one\":1}\n");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  void aFileThatWasMovedAwayIsLeftAndANewOneBegun() throws Exception {
    Path path = folder.resolve("a.jsonl");
    Path moved = folder.resolve("a.jsonl.1");
    try (LineWriter writer = new LineWriter(path)) {
      writer.write("1", true);
      Files.move(path, moved);
      writer.write("2", true);
      assertThat(moved).hasContent("1\n");
      assertThat(path).hasContent("2\n");
      Files.delete(path);
      writer.write("3", true);
      assertThat(path).hasContent("3\n");
    }
  }

  @Test
  void aTornLineDoesNotSpoilTheNext() throws Exception {
    Path path = Files.writeString(folder.resolve("a.jsonl"), "{\"torn\":");
    try (LineWriter writer = new LineWriter(path)) {
      writer.write("{}", true);
    }
    assertThat(path).hasContent("{\"torn\":\n{}\n");
  }

  @Test
  void whatAFullDiskOwesIsWrittenWhenThereIsRoom() throws Exception {
    Path path = folder.resolve("a.jsonl");
    Files.createSymbolicLink(path, Path.of("/dev/full"));
    try (LineWriter writer = new LineWriter(path)) {
      writer.probe();
      assertThatThrownBy(() -> writer.write("done", true)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> writer.write("undone", false)).isInstanceOf(IOException.class);
      writer.offer(() -> "refused");
      assertThatThrownBy(writer::probe).isInstanceOf(IOException.class);
      assertThat(writer.trouble()).isPresent();
      assertThat(writer.lost()).isEqualTo(1);
      Files.delete(path);
      writer.probe();
      assertThat(writer.trouble()).isEmpty();
    }
    assertThat(path).content().isEqualToIgnoringNewLines("done");
  }

  @Test
  void whatNobodyWaitsForAnyLongerIsNotWrittenAndWhatIsDoneIs() throws Exception {
    Path pipe = pipe();
    try (LineWriter writer = new LineWriter(pipe, Duration.ofSeconds(1), 0)) {
      assertThatThrownBy(() -> writer.write("undone", false))
          .hasMessage("the disk did not answer in time");
      assertThat(writer.trouble()).contains("the disk did not answer in time");
      assertThatThrownBy(() -> writer.write("done", true)).isInstanceOf(IOException.class);
      try (BufferedReader in = Files.newBufferedReader(pipe)) {
        assertThat(in.readLine()).isEqualTo("done");
        writer.probe();
        assertThat(writer.trouble()).isEmpty();
      }
    }
  }

  @Test
  void thoseWhoWaitForAStuckDiskAreCountedAndTheRestRefused() throws Exception {
    Path pipe = pipe();
    AtomicInteger refused = new AtomicInteger();
    try (LineWriter writer = new LineWriter(pipe, Duration.ofSeconds(2), 0)) {
      List<Thread> all = new ArrayList<>();
      for (int i = 0; i < 1500; i++) {
        all.add(
            Thread.startVirtualThread(() -> {
              try {
                writer.write("done", true);
              } catch (IOException e) {
                refused.addAndGet("too many wait for the disk".equals(e.getMessage()) ? 1 : 0);
              }
            }));
      }
      for (Thread one : all) {
        one.join();
      }
      // Those that were taken from the queue before the disk was asked do not count any longer.
      assertThat(refused.get()).isBetween(500 - 256, 500);
      assertThat(writer.lost()).isEqualTo(refused.get());
      Files.newInputStream(pipe, StandardOpenOption.READ).close();
    }
  }

  @Test
  void anErrorFailsItsOwnLineAlone() throws Exception {
    Path path = folder.resolve("a.jsonl");
    try (LineWriter writer = new LineWriter(path)) {
      writer.offer(() -> {
        throw new StackOverflowError("on purpose");
      });
      writer.offer(() -> "next");
      writer.write("last", true);
      assertThat(path).hasContent("next\nlast\n");
      assertThat(writer.lost()).isEqualTo(1);
    }
  }

  @Test
  void tooLittleRoomIsToldAlthoughALineStillFits() throws Exception {
    Path path = folder.resolve("a.jsonl");
    try (LineWriter writer = new LineWriter(path, Duration.ofSeconds(10), Long.MAX_VALUE)) {
      writer.open();
      assertThat(writer.trouble()).isEmpty();
      assertThatThrownBy(writer::probe).hasMessage("no space left on device");
      assertThat(writer.trouble()).contains("no space left on device");
      writer.write("fits", true);
      assertThat(writer.trouble()).contains("no space left on device");
      Files.delete(path);
      Files.createSymbolicLink(path, Path.of("/dev/null"));
      writer.probe();
      assertThat(writer.trouble()).as("with room again").isEmpty();
    }
  }

  @Test
  void aStuckDiskDoesNotHoldUpTheEnd() throws Exception {
    Path pipe = pipe();
    LineWriter writer = new LineWriter(pipe, Duration.ofMillis(200), 0);
    writer.offer(() -> "stuck");
    Thread closer = Thread.startVirtualThread(writer::close);
    assertThat(closer.join(Duration.ofSeconds(5))).isTrue();
    // to its end: a writer that is still at work would make a file where the folder is removed
    try (InputStream in = Files.newInputStream(pipe, StandardOpenOption.READ)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("stuck\n");
    }
  }

  @Test
  void aFloodWithASlowDiskIsCountedAndNobodyWaits() throws Exception {
    Path pipe = pipe();
    int most = 200_000;
    String line = "x".repeat(200);
    StringBuilder read = new StringBuilder();
    try (LineWriter writer = new LineWriter(pipe)) {
      long begun = System.nanoTime();
      long slowest = 0;
      for (int i = 0; i < most; i++) {
        long one = System.nanoTime();
        writer.offer(() -> line);
        slowest = Math.max(slowest, System.nanoTime() - one);
      }
      long each = (System.nanoTime() - begun) / most;
      System.out.println("an offer to a stuck disk: " + each + " ns, slowest " + slowest);
      assertThat(slowest).isLessThan(Duration.ofSeconds(1).toNanos());
      assertThat(writer.lost()).isGreaterThan(most - 2000);
      // Nobody read yet, so the writer waits in open: now somebody does.
      try (InputStream in = Files.newInputStream(pipe, StandardOpenOption.READ)) {
        Thread closer = Thread.startVirtualThread(writer::close);
        read.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        closer.join();
      }
      List<String> lines = read.toString().lines().toList();
      assertThat(lines).allMatch(line::equals);
      assertThat(lines.size() + writer.lost()).isEqualTo(most);
    }
  }

  private Path pipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }
}
