package dev.doorward.face.shared;

import dev.doorward.core.request.Header;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole answer of ours, for a face to write.
 *
 * @param fields in order; framing and {@code Date} are the server's
 * @param body as sent, never for HEAD
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Said(int status, List<Header> fields, byte[] body) {
  /** Keeps the list as it is now. */
  public Said {
    fields = List.copyOf(fields);
  }

  /** The same with one more field at the end. */
  public Said with(String name, String value) {
    List<Header> more = new ArrayList<>(fields);
    more.add(new Header(name, value));
    return new Said(status, more, body);
  }
}
