package dev.doorward.face.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A line to be: on its way from whoever has it written to the thread that writes. */
final class Line {
  private static final byte[] NOTHING = {};

  private final Supplier<String> text;
  private final boolean keep;
  private final @Nullable CompletableFuture<Void> done;
  private byte[] bytes = NOTHING;

  private Line(Supplier<String> text, boolean keep, @Nullable CompletableFuture<Void> done) {
    this.text = text;
    this.keep = keep;
    this.done = done;
  }

  /** One which may be lost; its text is asked for by the writing thread. */
  static Line losable(Supplier<String> text) {
    return new Line(text, false, null);
  }

  /**
   * One for which somebody waits in {@code done}.
   *
   * @param keep whether to write it later where it cannot be written now
   */
  static Line durable(String text, boolean keep, CompletableFuture<Void> done) {
    return new Line(() -> text, keep, done);
  }

  boolean isDurable() {
    return done != null;
  }

  boolean isKept() {
    return keep && bytes.length > 0;
  }

  /** Whether its loss is to be counted. */
  boolean isLosable() {
    return done == null && bytes.length > 0;
  }

  /** Whether nobody waits any longer for what was to be written at once or never. */
  boolean isGivenUp() {
    return !keep && done != null && done.isCancelled();
  }

  /** Asks for the text; throws what that throws. */
  void make() {
    String made = text.get();
    bytes = made.isEmpty() ? NOTHING : (made + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** With its newline; empty where nothing is to be written. */
  byte[] bytes() {
    return bytes;
  }

  void acknowledge() {
    if (done != null) {
      done.complete(null);
    }
  }

  void fail(IOException e) {
    if (done != null) {
      done.completeExceptionally(e);
    }
  }
}
