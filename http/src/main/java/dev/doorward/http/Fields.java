package dev.doorward.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the field lines of one head or trailer section. A line that breaks the grammar is left
 * out and its fault kept, so that the rest can still be read for a worded answer; only the first
 * fault counts.
 */
final class Fields {
  private final int maxField;
  private final int maxAll;
  private final int maxCount;
  private String[] pairs = new String[32];
  private int used;
  private int octets;
  private int count;
  private @Nullable Fault fault;

  Fields(int maxField, int maxAll, int maxCount) {
    this.maxField = maxField;
    this.maxAll = maxAll;
    this.maxCount = maxCount;
  }

  @Nullable Fault fault() {
    return fault;
  }

  void fault(Fault found) {
    if (fault == null) {
      fault = found;
    }
  }

  Headers headers() {
    return used == 0 ? Headers.empty() : new Headers(pairs, used);
  }

  /** Takes a line; true when it was the empty one that ends the section. */
  boolean line(Lines line) {
    if (!line.crlf) {
      fault(Fault.of(WireFault.MALFORMED));
    }
    if (line.length == 0) {
      return true;
    }
    octets += line.length + 2;
    if (octets > maxAll) {
      fault(Fault.of(WireFault.HEADERS_TOO_LARGE));
    }
    byte first = line.bytes[0];
    if (Octets.isBlank(first)) {
      unfold();
    } else {
      field(line.bytes, line.length, line.crlf);
    }
    return false;
  }

  /** obs-fold (RFC 9112 §5.2): half of a value must not be judged, so the field goes as a whole. */
  private void unfold() {
    if (used == 0) {
      fault(Fault.of(WireFault.MALFORMED));
      return;
    }
    used -= 2;
    fault(Fault.of(WireFault.MALFORMED, pairs[used]));
  }

  private void field(byte[] bytes, int end, boolean sound) {
    int colon = 0;
    while (colon < end && Octets.isToken(bytes[colon])) {
      colon++;
    }
    if (colon == end || colon == 0 || bytes[colon] != ':') {
      // also white space before the colon, RFC 9112 §5.1
      fault(
          colon == 0
              ? Fault.of(WireFault.MALFORMED)
              : Fault.of(WireFault.MALFORMED, text(bytes, 0, Math.min(colon, 256))));
      return;
    }
    String name = FieldNames.of(bytes, colon);
    if (end > maxField) {
      fault(Fault.of(WireFault.FIELD_TOO_LARGE, name));
      return;
    }
    if (++count > maxCount) {
      fault(Fault.of(WireFault.TOO_MANY_FIELDS));
      return;
    }
    int from = colon + 1;
    while (from < end && Octets.isBlank(bytes[from])) {
      from++;
    }
    while (from < end && Octets.isBlank(bytes[end - 1])) {
      end--;
    }
    for (int i = from; i < end; i++) {
      sound &= Octets.isFieldValue(bytes[i]);
    }
    if (sound) {
      add(name, text(bytes, from, end));
    } else {
      fault(Fault.of(WireFault.MALFORMED, name));
    }
  }

  private void add(String name, String value) {
    if (used == pairs.length) {
      pairs = Arrays.copyOf(pairs, used * 2);
    }
    pairs[used++] = name;
    pairs[used++] = value;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
