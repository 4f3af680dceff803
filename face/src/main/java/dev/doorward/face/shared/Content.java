package dev.doorward.face.shared;

import java.io.IOException;

/** A request's content, not read yet. */
@FunctionalInterface
public interface Content {
  /**
   * Reads all of it. Blocks.
   *
   * @param limit octets; what is longer is not read
   * @throws TooLarge when there is more than that
   * @throws IOException when it did not come
   */
  byte[] read(int limit) throws TooLarge, IOException;

  /** There is more of it than may be. */
  final class TooLarge extends Exception {
    private static final long serialVersionUID = 1;

    /** Says no more than its name. */
    public TooLarge() {
      super("the content is longer than allowed", null, false, false);
    }
  }
}
