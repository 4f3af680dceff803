package dev.doorward.contract;

import dev.doorward.contract.cases.Step;
import dev.doorward.contract.check.Request;
import dev.doorward.contract.check.Words;
import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.wire.Field;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the bytes of a request out of a case's lines.
 *
 * <p>What every request needs and no row tells is added: the version, {@code Host}, {@code
 * Connection: close}, the cookie of {@code session:}, the length of a body. A line that a case
 * writes itself is left alone.
 */
final class RequestWriter {

  private static final Pattern FIELD =
      Pattern.compile("([!#-'*+.^-z|~0-9A-Z-]+):[ \\t]*(.*?)[ \\t]*");

  /** Written for {@code Host} or {@code Connection} where a case wants none. */
  private static final String NONE = "(none)";

  private final FixtureFile file;
  private final Words words;

  RequestWriter(FixtureFile file, Words words) {
    this.file = file;
    this.words = words;
  }

  Request write(Step step, InetAddress from) {
    List<String> lines = new ArrayList<>();
    for (String line : step.head()) {
      lines.addAll(List.of(words.fill(line).split("\r\n", -1)));
    }
    String first = route(lines.removeFirst());
    if (!first.matches(".* HTTP/\\d\\.\\d")) {
      first += " HTTP/1.1";
    }
    Optional<byte[]> body = step.body().map(b -> body(b, has(lines, "Transfer-Encoding")));
    complete(lines, step, body);
    var bytes = new ByteArrayOutputStream();
    write(bytes, first, StandardCharsets.ISO_8859_1);
    lines.forEach(l -> write(bytes, l, StandardCharsets.ISO_8859_1));
    if (!step.setting("send").equals(Optional.of("unfinished"))) {
      write(bytes, "", StandardCharsets.ISO_8859_1);
    }
    body.ifPresent(bytes::writeBytes);
    String[] parts = first.split(" ", -1);
    return new Request(
        from, parts[0], parts.length > 1 ? parts[1] : "", fields(lines), bytes.toByteArray());
  }

  private void complete(List<String> lines, Step step, Optional<byte[]> body) {
    if (!has(lines, "Host")) {
      lines.addFirst("Host: " + file.authority());
    }
    step.setting("session")
        .ifPresent(user -> lines.add("Cookie: " + words.fill("{cookie}={session:" + user + "}")));
    if (!has(lines, "Connection") && step.setting("connection").isEmpty()) {
      lines.add("Connection: close");
    }
    if (body.isPresent() && !has(lines, "Content-Length") && !has(lines, "Transfer-Encoding")) {
      lines.add("Content-Length: " + body.get().length);
    }
    lines.removeIf(l -> l.endsWith(": " + NONE));
  }

  /** The same request line with the name which this server has for the path. */
  private String route(String line) {
    String[] parts = line.split(" ", 3);
    if (parts.length < 2) {
      return line;
    }
    String path = parts[1].replaceFirst("\\?.*", "");
    Optional<String> other = file.routes().getOrDefault(path, Optional.of(path));
    return line.replaceFirst(
        Pattern.quote(path),
        Matcher.quoteReplacement(
            other.orElseThrow(() -> new Words.Missing("a route like " + path))));
  }

  private byte[] body(List<String> lines, boolean chunked) {
    String separator = chunked ? "\r\n" : "\n";
    String text = words.fill(String.join(separator, lines));
    return (chunked ? text + "\r\n" : text).getBytes(StandardCharsets.UTF_8);
  }

  private static void write(ByteArrayOutputStream to, String line, Charset charset) {
    to.writeBytes((line + "\r\n").getBytes(charset));
  }

  private static boolean has(List<String> lines, String name) {
    return lines.stream().anyMatch(l -> l.regionMatches(true, 0, name + ":", 0, name.length() + 1));
  }

  private static List<Field> fields(List<String> lines) {
    List<Field> fields = new ArrayList<>();
    for (String line : lines) {
      Matcher m = FIELD.matcher(line);
      if (m.matches()) {
        fields.add(new Field(m.group(1), m.group(2)));
      }
    }
    return fields;
  }
}
