package dev.doorward.contract.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one answer strictly after RFC 9112, and notes each breach instead of forgiving it. */
public final class AnswerReader {

  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3}) (.*)");
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*");
  private static final int LONGEST_LINE = 1 << 17;

  private final InputStream in;
  private final Runnable atTheEnd;
  private final List<String> faults = new ArrayList<>();
  private final List<Integer> interims = new ArrayList<>();

  /**
   * @param atTheEnd called when the answer is complete, before anything more is waited for
   */
  public AnswerReader(InputStream in, Runnable atTheEnd) {
    this.in = in;
    this.atTheEnd = atTheEnd;
  }

  /** What a head says. */
  private record Head(int status, String reason, List<Field> fields) {}

  /** Body and what came behind it. */
  private record Content(byte[] bytes, List<Field> trailers, boolean untilClose) {}

  /**
   * Reads the answer to a request with that method.
   *
   * @param ending whether the request asked for the connection to end, so that nothing may follow
   */
  public Answer read(String method, boolean ending) {
    Head head;
    try {
      head = head();
      while (head.status() < 200 && head.status() != 101) {
        interims.add(head.status());
        head = head();
      }
    } catch (SocketTimeoutException e) {
      return Answer.nothing(false, faults);
    } catch (IOException e) {
      return Answer.nothing(true, faults);
    }
    Content content = content(method, head);
    boolean closed = head.status() != 101 && (content.untilClose() || ends(ending));
    return new Answer(
        head.status(),
        head.reason(),
        interims,
        head.fields(),
        content.trailers(),
        content.bytes(),
        closed,
        faults);
  }

  private Head head() throws IOException {
    String line = line();
    Matcher m = STATUS_LINE.matcher(line);
    if (!m.matches()) {
      faults.add("not a status line: " + line);
      throw new EOFException();
    }
    return new Head(Integer.parseInt(m.group(1)), m.group(2), fields());
  }

  private List<Field> fields() throws IOException {
    List<Field> fields = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      Matcher m = FIELD.matcher(line);
      if (m.matches()) {
        fields.add(new Field(m.group(1), m.group(2)));
      } else {
        faults.add("not a field line: " + line);
      }
    }
    return fields;
  }

  private Content content(String method, Head head) {
    List<String> lengths = all(head, "Content-Length");
    List<String> codings = all(head, "Transfer-Encoding");
    int status = head.status();
    if (lengths.size() > 1 || (!lengths.isEmpty() && !codings.isEmpty())) {
      faults.add("more than one way to frame the body: " + lengths + codings);
    }
    if (status == 204 && !(lengths.isEmpty() && codings.isEmpty())) {
      faults.add("204 with Content-Length or Transfer-Encoding (RFC 9110 §8.6)");
    }
    try {
      if (method.equals("HEAD") || status == 101 || status == 204 || status == 304) {
        return new Content(new byte[0], List.of(), false);
      }
      if (!codings.isEmpty()) {
        return chunks();
      }
      if (!lengths.isEmpty()) {
        return new Content(exactly(Long.parseLong(lengths.getFirst())), List.of(), false);
      }
      return new Content(in.readAllBytes(), List.of(), true);
    } catch (NumberFormatException | IOException e) {
      faults.add("the body ends early or is badly framed: " + e);
      return new Content(new byte[0], List.of(), true);
    }
  }

  private Content chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    for (long size = chunkSize(); size > 0; size = chunkSize()) {
      body.write(exactly(size));
      if (!line().isEmpty()) {
        throw new IOException("a chunk is longer than it says");
      }
    }
    return new Content(body.toByteArray(), fields(), false);
  }

  private long chunkSize() throws IOException {
    return Long.parseLong(line().replaceFirst(";.*", ""), 16);
  }

  private byte[] exactly(long length) throws IOException {
    byte[] bytes = in.readNBytes((int) Math.min(length, 1 << 24));
    if (bytes.length < length) {
      throw new EOFException(bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  /** Whether the connection has ended; whatever else comes is a breach. */
  private boolean ends(boolean wanted) {
    atTheEnd.run();
    try {
      int more = in.read();
      if (more >= 0) {
        faults.add("more bytes follow the answer");
      }
      return more < 0;
    } catch (SocketTimeoutException e) {
      if (wanted) {
        faults.add("the connection stays open after Connection: close");
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private String line() throws IOException {
    var bytes = new ByteArrayOutputStream(80);
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
    if (!line.endsWith("\r")) {
      faults.add("a line ends without CR: " + line);
      return line;
    }
    return line.substring(0, line.length() - 1);
  }

  private static List<String> all(Head head, String name) {
    return head.fields().stream()
        .filter(f -> f.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }
}
