package dev.doorward.http;

import io.netty.buffer.ByteBuf;
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

  static void status(ByteBuf out, int status) {
    out.writeBytes(STATUS_LINES[status]);
  }

  static void requestLine(ByteBuf out, String method, String target) {
    text(out, method);
    out.writeByte(' ');
    text(out, target);
    out.writeBytes(VERSION);
  }

  /**
   * @param date written unless the fields have one; null for none
   */
  static void fields(ByteBuf out, Headers headers, byte @Nullable [] date) {
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
      out.writeBytes(date);
    }
  }

  static void field(ByteBuf out, String name, String value) {
    text(out, name);
    out.writeBytes(COLON);
    text(out, value);
    out.writeBytes(CRLF);
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

  static void framing(ByteBuf out, Framing framing) {
    switch (framing.kind()) {
      case LENGTH -> {
        out.writeBytes(CONTENT_LENGTH);
        text(out, Long.toString(framing.length()));
        out.writeBytes(CRLF);
      }
      case CHUNKED -> out.writeBytes(CHUNKED);
      case NONE, CLOSE -> {}
    }
  }

  static void persistence(ByteBuf out, Persistence persistence) {
    switch (persistence) {
      case SILENT -> {}
      case KEEP_ALIVE -> out.writeBytes(KEEP_ALIVE);
      case CLOSE -> out.writeBytes(CLOSE);
    }
  }

  static void upgrade(ByteBuf out) {
    out.writeBytes(UPGRADE);
  }

  static void expect(ByteBuf out) {
    out.writeBytes(EXPECT);
  }

  static void end(ByteBuf out) {
    out.writeBytes(CRLF);
  }

  /** One octet a character; what is no octet was refused when the value was made. */
  private static void text(ByteBuf out, String text) {
    if (!text.isEmpty()) {
      out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }
  }
}
