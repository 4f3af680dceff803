package dev.doorward.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes heads. Fields that frame a message or belong to the hop are the edge's own. */
final class Heads {
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] COLON = {':', ' '};
  private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
  private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
  private static final byte[] CLOSE = ascii("Connection: close\r\n");
  private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
  private static final byte[] UPGRADE = ascii("Connection: Upgrade\r\nUpgrade: websocket\r\n");
  private static final byte[] EXPECT = ascii("Expect: 100-continue\r\n");
  private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
  private static final byte[][] STATUS_LINES = new byte[600][];

  static {
    for (int status = 100; status < STATUS_LINES.length; status++) {
      // only the standard reasons, C261; an unknown status has none
      // Netty has the draft's reason for 425 (RFC 8470 §5.2 says Too Early)
      String reason =
          status == 425 ? "Too Early" : HttpResponseStatus.valueOf(status).reasonPhrase();
      boolean known = !reason.endsWith(")");
      STATUS_LINES[status] = ascii("HTTP/1.1 " + status + " " + (known ? reason : "") + "\r\n");
    }
  }

  /** What becomes of the connection after an answer. */
  enum Persistence {
    /** The default of HTTP/1.1 needs no words. */
    SILENT,
    KEEP_ALIVE,
    CLOSE
  }

  private Heads() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Rough size of a head, to make room at once. */
  static int size(Headers headers) {
    int size = 192;
    for (int i = 0; i < headers.size(); i++) {
      size += headers.name(i).length() + headers.value(i).length() + 4;
    }
    return size;
  }

  static void status(HeadText out, int status) {
    out.add(STATUS_LINES[status]);
  }

  static void requestLine(HeadText out, String method, String target) {
    out.add(method);
    out.add(' ');
    out.add(target);
    out.add(VERSION);
  }

  /**
   * @param date written unless the fields have one; null for none
   */
  static void fields(HeadText out, Headers headers, byte @Nullable [] date) {
    boolean dated = date == null;
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (isEdges(name)) {
        continue;
      }
      dated |= name.length() == 4 && name.equalsIgnoreCase("Date");
      field(out, name, headers.value(i));
    }
    if (date != null && !dated) {
      out.add(date);
    }
  }

  static void field(HeadText out, String name, String value) {
    out.add(name);
    out.add(COLON);
    out.add(value);
    out.add(CRLF);
  }

  /** Fields which the edge writes itself or not at all. */
  static boolean isEdges(String name) {
    return switch (name.length()) {
      case 2 -> name.equalsIgnoreCase("TE");
      case 6 -> name.equalsIgnoreCase("Expect");
      case 7 -> name.equalsIgnoreCase("Upgrade");
      case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
      case 14 -> name.equalsIgnoreCase("Content-Length");
      case 16 -> name.equalsIgnoreCase("Proxy-Connection");
      case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
      default -> false;
    };
  }

  static void framing(HeadText out, Framing framing) {
    switch (framing.kind()) {
      case LENGTH -> {
        out.add(CONTENT_LENGTH);
        out.add(Long.toString(framing.length()));
        out.add(CRLF);
      }
      case CHUNKED -> out.add(CHUNKED);
      case NONE, CLOSE -> {}
    }
  }

  static void persistence(HeadText out, Persistence persistence) {
    switch (persistence) {
      case SILENT -> {}
      case KEEP_ALIVE -> out.add(KEEP_ALIVE);
      case CLOSE -> out.add(CLOSE);
    }
  }

  static void upgrade(HeadText out) {
    out.add(UPGRADE);
  }

  static void expect(HeadText out) {
    out.add(EXPECT);
  }

  static void end(HeadText out) {
    out.add(CRLF);
  }
}
