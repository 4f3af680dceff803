package dev.doorward.face.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of the audit log, whatever befalls its files. */
class AuditPagesTest {
  @TempDir Path folder;

  @Test
  void everyLineIsOnOnePageTheNewestFirstAcrossRotations() throws Exception {
    Path log = folder.resolve("audit.jsonl");
    lines(folder.resolve("audit.jsonl.2"), 0, 50);
    Files.setLastModifiedTime(folder.resolve("audit.jsonl.2"), FileTime.fromMillis(1000));
    lines(folder.resolve("audit.jsonl-20260101"), 50, 60);
    Files.setLastModifiedTime(folder.resolve("audit.jsonl-20260101"), FileTime.fromMillis(2000));
    Files.createFile(folder.resolve("audit.jsonl.1"));
    Files.write(folder.resolve("audit.jsonl.3.gz"), new byte[] {1, 2, 3, '\n'});
    lines(folder.resolve("audit.json"), 900, 910);
    lines(log, 60, 100);
    List<Integer> newestFirst = IntStream.range(0, 100).map(i -> 99 - i).boxed().toList();
    for (int most : new int[] {1, 7, 10, 1000}) {
      assertThat(all(log, most)).as("%s a page", most).isEqualTo(newestFirst);
    }
  }

  @Test
  void aPageGoesOnWhereItWasThoughLinesCameAndTheFileWasMoved() throws Exception {
    Path log = folder.resolve("audit.jsonl");
    lines(log, 0, 10);
    AuditPages.Page first = AuditPages.newest(log, Optional.empty(), 4).orElseThrow();
    lines(log, 10, 12);
    Files.move(log, folder.resolve("audit.jsonl.1"));
    lines(log, 12, 14);
    assertThat(numbers(AuditPages.newest(log, first.next(), 4).orElseThrow()))
        .containsExactly(5, 4, 3, 2);
    Files.delete(folder.resolve("audit.jsonl.1"));
    assertThat(AuditPages.newest(log, first.next(), 4)).isEmpty();
  }

  @Test
  void whatIsNoLineOfOursIsPassedOver() throws Exception {
    Path log = folder.resolve("audit.jsonl");
    lines(log, 0, 2);
    append(log, "{\"n\":\n\n[7]\n7\n" + "x".repeat(3 << 20) + "\n");
    lines(log, 2, 4);
    append(log, "y".repeat(600_000) + "\n");
    lines(log, 4, 5);
    append(log, "{\"n\":5}");
    assertThat(all(log, 2)).containsExactly(4, 3, 2, 1, 0);
    assertThat(all(log, 1000)).containsExactly(4, 3, 2, 1, 0);
  }

  @Test
  void aLongLineAtTheEdgeOfAWindowIsWhole() throws Exception {
    Path log = folder.resolve("audit.jsonl");
    for (int i = 0; i < 9; i++) {
      append(log, "{\"n\":" + i + ",\"why\":\"" + "w".repeat(100_000 + i) + "\"}\n");
    }
    assertThat(all(log, 100)).containsExactly(8, 7, 6, 5, 4, 3, 2, 1, 0);
  }

  @Test
  void withoutAFileThereIsNothing() throws Exception {
    Path log = folder.resolve("audit.jsonl");
    assertThat(AuditPages.newest(log, Optional.empty(), 4).orElseThrow())
        .isEqualTo(new AuditPages.Page(List.of(), Optional.empty()));
    Files.createFile(log);
    assertThat(all(log, 4)).isEmpty();
    assertThat(AuditPages.newest(log, Optional.of("1-1"), 4)).isEmpty();
    assertThat(AuditPages.newest(log, Optional.of("../x"), 4)).isEmpty();
  }

  private static List<Integer> all(Path log, int most) throws IOException {
    List<Integer> all = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      AuditPages.Page page = AuditPages.newest(log, next, most).orElseThrow();
      assertThat(page.items()).hasSizeLessThanOrEqualTo(most);
      all.addAll(numbers(page));
      next = page.next();
    } while (next.isPresent());
    return all;
  }

  private static List<Integer> numbers(AuditPages.Page page) {
    return page.items().stream().map(line -> (Integer) line.get("n")).toList();
  }

  private static void lines(Path file, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      append(file, "{\"n\":" + i + "}\n");
    }
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
