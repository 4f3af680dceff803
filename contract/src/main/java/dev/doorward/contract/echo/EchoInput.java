package dev.doorward.contract.echo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads requests from one connection. A request that breaks the framing ends it. */
final class EchoInput {

  /** More than any front passes on. */
  private static final int LONGEST_LINE = 1 << 20;

  private final InputStream in;

  EchoInput(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /** What stands before the body. */
  record Head(String method, String target, String version, List<Received.Line> fields) {

    Received with(List<Received.Line> trailers, long length, MessageDigest digest) {
      return new Received(
          method,
          target,
          version,
          fields,
          trailers,
          length,
          HexFormat.of().formatHex(digest.digest()));
    }

    boolean has(String name, String value) {
      return fields.stream()
          .anyMatch(f -> f.name().equalsIgnoreCase(name) && f.value().equalsIgnoreCase(value));
    }
  }

  /** The next head; {@link EOFException} where the peer is done. */
  Head head() throws IOException {
    String first = line();
    while (first.isEmpty()) {
      first = line();
    }
    String[] parts = first.split(" ", -1);
    if (parts.length != 3) {
      throw new IOException("not a request line: " + first);
    }
    return new Head(parts[0], parts[1], parts[2], fields());
  }

  /** Reads the body of that request to its end. */
  Received body(Head head) throws IOException {
    MessageDigest digest = sha256();
    if (head.has("Transfer-Encoding", "chunked")) {
      long length = 0;
      for (long chunk = chunkSize(); chunk > 0; chunk = chunkSize()) {
        length += chunk;
        digest(digest, chunk);
        if (!line().isEmpty()) {
          throw new IOException("a chunk does not end where it says");
        }
      }
      return head.with(fields(), length, digest);
    }
    long length = 0;
    for (Received.Line f : head.fields()) {
      if (f.name().equalsIgnoreCase("Content-Length")) {
        length = Long.parseLong(f.value());
      }
    }
    digest(digest, length);
    return head.with(List.of(), length, digest);
  }

  /** The stream behind what was read, for a connection which becomes something else. */
  InputStream rest() {
    return in;
  }

  private long chunkSize() throws IOException {
    String size = line();
    int extension = size.indexOf(';');
    return Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
  }

  private void digest(MessageDigest digest, long length) throws IOException {
    byte[] buffer = new byte[(int) Math.min(length, 1 << 16)];
    for (long left = length; left > 0; ) {
      int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (n < 0) {
        throw new EOFException("the body ends " + left + " bytes early");
      }
      digest.update(buffer, 0, n);
      left -= n;
    }
  }

  private List<Received.Line> fields() throws IOException {
    List<Received.Line> fields = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("not a field: " + line);
      }
      fields.add(new Received.Line(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return fields;
  }

  private String line() throws IOException {
    var bytes = new ByteArrayOutputStream(128);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException();
      }
      if (bytes.size() > LONGEST_LINE) {
        throw new IOException("a line is too long");
      }
      bytes.write(b);
    }
    String line = bytes.toString(StandardCharsets.ISO_8859_1);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
