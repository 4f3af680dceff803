package dev.doorward.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTimesTest {
  @TempDir private Path folder;
  private Path file;
  private FileTimes times;
  private int told;

  @BeforeEach
  void begin() throws IOException {
    file = Files.writeString(folder.resolve("list.txt"), "10.0.0.1\n");
    times = new FileTimes(() -> List.of(file));
  }

  private boolean look() {
    return times.look(() -> told++);
  }

  private void write(String text, long second) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.fromMillis(second * 1000));
  }

  @Test
  void aChangeIsToldOnceItHasStoodStill() throws IOException {
    assertThat(look()).isFalse();
    write("10.0.0.2\n", 1);
    assertThat(look()).isFalse();
    assertThat(look()).isTrue();
    assertThat(look()).isFalse();
    assertThat(told).isEqualTo(1);
  }

  @Test
  void whatIsStillBeingWrittenIsNotTold() throws IOException {
    write("", 1);
    assertThat(look()).isFalse();
    write("10.0.0.1\n", 1); // of the same time
    assertThat(look()).isFalse();
    write("10.0.0.1\n10.0.0.2\n", 2);
    assertThat(look()).isFalse();
    assertThat(look()).isTrue();
    assertThat(told).isEqualTo(1);
  }

  @Test
  void goneAndBackIsAChangeEach() throws IOException {
    Files.delete(file);
    assertThat(look()).isFalse();
    assertThat(look()).isTrue();
    write("10.0.0.1\n", 1);
    assertThat(look()).isFalse();
    assertThat(look()).isTrue();
  }

  @Test
  void whatIsWrittenWhileItIsReadIsSeenByTheNextLooks() throws IOException {
    write("10.0.0.2\n", 1);
    look();
    assertThat(
            times.look(() -> {
              try {
                write("10.0.0.3\n", 2);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            }))
        .isTrue();
    assertThat(look()).isFalse();
    assertThat(look()).isTrue();
  }
}
