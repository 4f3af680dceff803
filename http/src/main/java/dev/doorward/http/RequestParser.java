package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads request heads by the letter of RFC 9112 §2–§6. What has two readings is a fault: another
 * hop could take the other one.
 */
final class RequestParser {
  private static final byte[] VERSION = " HTTP/1.".getBytes(StandardCharsets.US_ASCII);
  static final int LONGEST_METHOD = 32;

  private final Limits limits;
  private final Lines lines;

  /** Beyond this the head is given up unread. It leaves room to read on after a fault. */
  private final int cap;

  private int octets;
  private boolean emptyLineSeen;
  private @Nullable String method;
  private String target = "";
  private int minorVersion;
  private Fields fields;
  private Framing framing = Framing.NONE;

  RequestParser(Limits limits, byte[] scratch) {
    this.limits = limits;
    this.lines = new Lines(scratch);
    this.cap = cap(limits);
    this.fields = newFields();
  }

  static int cap(Limits limits) {
    return limits.target() + 2 * limits.headers();
  }

  private Fields newFields() {
    return new Fields(limits.field(), limits.headers(), limits.fields());
  }

  /** Ready for the next request of the connection. */
  void reset() {
    octets = 0;
    emptyLineSeen = false;
    method = null;
    target = "";
    fields = newFields();
    framing = Framing.NONE;
  }

  /** True once the head has been read, or no more of it will be. */
  boolean parse(ByteBuf in) {
    while (lines.next(in)) {
      octets += lines.length + 2;
      if (method != null) {
        if (fields.line(lines)) {
          conclude();
          return true;
        }
      } else if (lines.length == 0 && lines.crlf && !emptyLineSeen) {
        emptyLineSeen = true; // RFC 9112 §2.2 lets a server ignore one
      } else if (!requestLine()) {
        return true;
      }
      if (octets > cap) {
        fields.fault(Fault.of(WireFault.HEADERS_TOO_LARGE));
        return true;
      }
    }
    return octets + in.readableBytes() > cap && giveUp(in);
  }

  private boolean giveUp(ByteBuf in) {
    if (method == null) {
      lines.length = Math.min(in.readableBytes(), lines.bytes.length);
      in.getBytes(in.readerIndex(), lines.bytes, 0, lines.length);
      lines.crlf = true;
      requestLine();
    } else {
      fields.fault(Fault.of(WireFault.HEADERS_TOO_LARGE));
    }
    return true;
  }

  /** False when nothing can be made of it. */
  private boolean requestLine() {
    byte[] bytes = lines.bytes;
    int space = 0;
    while (space < lines.length && space <= LONGEST_METHOD && Octets.isToken(bytes[space])) {
      space++;
    }
    if (space == 0 || space >= lines.length || bytes[space] != Octets.SP || !lines.crlf) {
      fields.fault(Fault.of(WireFault.MALFORMED));
      return false;
    }
    int from = space + 1;
    int to = lines.length - VERSION.length - 1;
    if (to - from > limits.target()) {
      fields.fault(Fault.of(WireFault.URI_TOO_LONG));
      to = from + limits.target();
    } else if (to <= from || !version(bytes, to)) {
      fields.fault(Fault.of(WireFault.MALFORMED));
      return false;
    }
    for (int i = from; i < to; i++) {
      if (bytes[i] == Octets.SP) { // a third space: where the target ends is a guess
        fields.fault(Fault.of(WireFault.MALFORMED));
        return false;
      }
    }
    method = methodName(bytes, space);
    target = target(bytes, from, to);
    return true;
  }

  private boolean version(byte[] bytes, int at) {
    int digit = bytes[at + VERSION.length] - '0';
    minorVersion = digit;
    return Arrays.equals(bytes, at, at + VERSION.length, VERSION, 0, VERSION.length)
        && (digit == 0 || digit == 1);
  }

  private String methodName(byte[] bytes, int length) {
    if (length == 3 && bytes[0] == 'G' && bytes[1] == 'E' && bytes[2] == 'T') {
      return "GET";
    }
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }

  private String target(byte[] bytes, int from, int to) {
    if (TargetText.isSound(bytes, from, to)) {
      return TargetText.of(bytes, from, to);
    }
    fields.fault(Fault.of(WireFault.MALFORMED));
    return TargetText.encoded(bytes, from, to);
  }

  /** What can only be said once the head is whole. */
  private void conclude() {
    Headers headers = fields.headers();
    host(headers);
    Framing found = Framing.of(headers, minorVersion);
    if (found == null) {
      String field = headers.has("Transfer-Encoding") ? "Transfer-Encoding" : "Content-Length";
      fields.fault(Fault.of(WireFault.MALFORMED, field));
    } else {
      framing = found;
    }
    String asked = method();
    // in any case: some applications read "trace" as TRACE
    boolean neverServed = asked.equalsIgnoreCase("TRACE") || asked.equalsIgnoreCase("CONNECT");
    if (!neverServed && !TargetText.isForm(asked, target)) {
      fields.fault(Fault.of(WireFault.MALFORMED));
    }
    if (neverServed) { // last, because after it the connection may live on
      fields.fault(Fault.of(WireFault.TRACE_OR_CONNECT));
    }
  }

  private void host(Headers headers) {
    boolean seen = false;
    for (int i = 0; i < headers.size(); i++) {
      if (Octets.same(headers.name(i), "Host")) {
        if (seen) {
          fields.fault(Fault.of(WireFault.TWO_HOSTS, "Host"));
        }
        seen = true;
        if (!Authority.isSound(headers.value(i))) {
          fields.fault(Fault.of(WireFault.MALFORMED, "Host"));
        }
      }
    }
    if (!seen && minorVersion > 0) {
      fields.fault(Fault.of(WireFault.NO_HOST, "Host"));
    }
  }

  /** False when not even a request line was read. */
  boolean isReadable() {
    return method != null;
  }

  @Nullable Fault fault() {
    return fields.fault();
  }

  Framing framing() {
    return framing;
  }

  private String method() {
    if (method == null) {
      throw new IllegalStateException("no request line yet");
    }
    return method;
  }

  RequestHead head(Connection connection) {
    Version version = minorVersion == 0 ? Version.HTTP_1_0 : Version.HTTP_1_1;
    return new RequestHead(method(), target, version, fields.headers(), connection);
  }
}
