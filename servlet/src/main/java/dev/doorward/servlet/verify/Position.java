package dev.doorward.servlet.verify;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Map;

/**
 * A place in the changes of one node of the Doorward which is trusted.
 *
 * @param epoch the node's, as long as it runs and lost no change
 * @param last the number of a change within it
 */
record Position(String epoch, long last) {
  /** Before anything was told; of no node. */
  static final Position NOWHERE = new Position("", 0);

  /**
   * Reads the members {@code epoch} and {@code last}.
   *
   * @throws ParseException when they are not what was promised
   */
  static Position in(Map<String, Object> said) throws ParseException {
    String epoch = JSONObjectUtils.getString(said, "epoch");
    long last = JSONObjectUtils.getLong(said, "last");
    if (epoch == null || !epoch.matches("[A-Za-z0-9_-]{1,64}") || last < 0) {
      throw new ParseException("epoch or last", 0); // else it could not be asked for again
    }
    return new Position(epoch, last);
  }

  /** Whether whoever reads on from here is told of all that came after {@code found}. */
  boolean leavesOpen(Position found) {
    return epoch.equals(found.epoch) && last <= found.last;
  }
}
