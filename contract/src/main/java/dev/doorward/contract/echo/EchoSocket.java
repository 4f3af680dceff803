package dev.doorward.contract.echo;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The WebSocket of the echo application: each frame comes back, RFC 6455. */
final class EchoSocket {

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private EchoSocket() {}

  static void run(Received request, InputStream in, OutputStream out) throws IOException {
    var head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
    head.append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ");
    head.append(accept(request.first("Sec-WebSocket-Key"))).append("\r\n");
    String protocols = request.first("Sec-WebSocket-Protocol");
    if (!protocols.isEmpty()) {
      // The last one offered, so that a token smuggled in as the first is never selected (C196).
      String last = protocols.substring(protocols.lastIndexOf(',') + 1).strip();
      head.append("Sec-WebSocket-Protocol: ").append(last).append("\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    var frames = new DataInputStream(in);
    boolean open = true;
    while (open) {
      open = frame(frames, out);
    }
  }

  private static boolean frame(DataInputStream in, OutputStream out) throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    long length = second & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    if (length > 1 << 24 || length < 0) {
      throw new IOException("a frame is too long");
    }
    byte[] mask = (second & 0x80) == 0 ? new byte[4] : in.readNBytes(4);
    byte[] payload = in.readNBytes((int) length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i & 3];
    }
    int opcode = first & 0x0f;
    if (opcode != PONG) {
      write(out, opcode == PING ? (first & 0xf0) | PONG : first, payload);
    }
    return opcode != CLOSE;
  }

  private static void write(OutputStream out, int first, byte[] payload) throws IOException {
    out.write(first);
    if (payload.length < 126) {
      out.write(payload.length);
    } else if (payload.length < 1 << 16) {
      out.write(126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    } else {
      out.write(127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        out.write((int) ((long) payload.length >> shift));
      }
    }
    out.write(payload);
    out.flush();
  }

  static String accept(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
