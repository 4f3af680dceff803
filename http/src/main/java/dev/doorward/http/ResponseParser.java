package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the heads of applications' answers, as strictly as those of requests. */
final class ResponseParser {
  private static final byte[] VERSION = {'H', 'T', 'T', 'P', '/', '1', '.'};
  private static final int MAX_FIELDS = 500;

  private final Lines lines;
  private final int cap;
  private int octets;
  private int status;
  private int minorVersion;
  private Fields fields;

  /**
   * @param scratch as long as a head may be
   */
  ResponseParser(byte[] scratch) {
    this.lines = new Lines(scratch);
    this.cap = scratch.length;
    this.fields = newFields();
  }

  private Fields newFields() {
    return new Fields(cap, cap, MAX_FIELDS);
  }

  void reset() {
    octets = 0;
    status = 0;
    fields = newFields();
  }

  /**
   * @return true once the head is whole
   * @throws BrokenAnswer when it is no HTTP/1.x answer with one reading
   */
  boolean parse(ByteBuf in) throws BrokenAnswer {
    while (lines.next(in)) {
      octets += lines.length + 2;
      if (status == 0) {
        statusLine();
      } else if (fields.line(lines)) {
        check(fields.fault() == null);
        return true;
      }
      check(octets <= cap);
    }
    check(octets + in.readableBytes() <= cap);
    return false;
  }

  private void statusLine() throws BrokenAnswer {
    byte[] bytes = lines.bytes;
    check(lines.crlf && lines.length >= 12);
    check(Arrays.equals(bytes, 0, VERSION.length, VERSION, 0, VERSION.length));
    minorVersion = bytes[7] - '0';
    check(minorVersion == 0 || minorVersion == 1);
    // RFC 9112 §4 demands the space also before an empty reason; some leave it out
    check(bytes[8] == Octets.SP && (lines.length == 12 || bytes[12] == Octets.SP));
    for (int i = 9; i < 12; i++) {
      check(bytes[i] >= '0' && bytes[i] <= '9');
      status = status * 10 + bytes[i] - '0';
    }
    check(status >= 100 && status < 600);
    for (int i = 12; i < lines.length; i++) {
      check(Octets.isFieldValue(bytes[i]));
    }
  }

  int status() {
    return status;
  }

  int minorVersion() {
    return minorVersion;
  }

  Headers headers() {
    return fields.headers();
  }

  /** RFC 9112 §6.3, items 1 to 4 and 8. */
  Framing framing(boolean head) throws BrokenAnswer {
    @Nullable Framing said = Framing.of(fields.headers(), minorVersion);
    if (said == null) {
      throw new BrokenAnswer();
    }
    if (head || status < 200 || status == 204 || status == 304) {
      return Framing.NONE;
    }
    return said.kind() == Framing.Kind.NONE ? Framing.CLOSE : said;
  }

  private static void check(boolean sound) throws BrokenAnswer {
    if (!sound) {
      throw new BrokenAnswer();
    }
  }
}
