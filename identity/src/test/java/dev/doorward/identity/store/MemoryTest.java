package dev.doorward.identity.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryTest {
  @Test
  void itHoldsNoMoreThanItMay() {
    Memory<Integer, String> memory = new Memory<>(100);
    int kept = 0;
    for (int i = 0; i < 10_000; i++) {
      memory.get(i, () -> Optional.of("x"));
    }
    for (int i = 0; i < 10_000; i++) {
      kept += memory.recall(i).isPresent() ? 1 : 0;
    }
    assertThat(kept).isBetween(50, 100);
  }

  @Test
  void whatTheStoreDoesNotKnowIsAskedAgain() {
    Memory<String, String> memory = new Memory<>(10);

    assertThat(memory.get("x", Optional::empty)).isEmpty();
    assertThat(memory.get("x", () -> Optional.of("now"))).contains("now");
  }

  @Test
  void whatIsNotLastingIsAskedForAgain() {
    Memory<String, String> memory = new Memory<>(10);

    assertThat(memory.get("x", () -> Optional.of("passing"), _ -> false)).contains("passing");
    assertThat(memory.recall("x")).isEmpty();
    assertThat(memory.get("x", () -> Optional.of("lasting"), "lasting"::equals))
        .contains("lasting");
    assertThat(memory.get("x", () -> Optional.of("other"), _ -> true)).contains("lasting");
  }

  @Test
  void readersAndAWriterNeverLeaveAnOldValueBehind() throws Exception {
    Memory<String, Integer> memory = new Memory<>(10);
    AtomicInteger truth = new AtomicInteger();
    try (var pool = Executors.newFixedThreadPool(3)) {
      Future<?> reader =
          pool.submit(() -> {
            while (truth.get() < 20_000) {
              memory.get("x", () -> Optional.of(truth.get()));
            }
          });
      Future<?> writer =
          pool.submit(() -> {
            for (int i = 1; i <= 20_000; i++) {
              truth.set(i);
              memory.forget("x");
              int now = i;
              assertThat(memory.recall("x").filter(v -> v < now)).isEmpty();
            }
          });
      writer.get();
      reader.get();
    }
  }
}
