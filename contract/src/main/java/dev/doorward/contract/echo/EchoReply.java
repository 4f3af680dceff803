package dev.doorward.contract.echo;

import dev.doorward.contract.echo.Received.Line;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the echo application answers: a document of what it received, as {@code Echo-…} asks. */
public final class EchoReply {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern DELAY = Pattern.compile("(\\d{1,6})(ms|s)");
  private static final byte[] STYLESHEET =
      "body { color: #222 }\n".getBytes(StandardCharsets.US_ASCII);

  private final Received request;
  private final int status;
  private final List<Line> fields = new ArrayList<>();
  private final byte[] body;

  /** To that request. */
  public EchoReply(Received request) {
    this.request = request;
    String path = path(request.target());
    String wanted = request.first("Echo-Status");
    boolean css = path.equals("/public/app.css");
    this.status =
        wanted.matches("[2-5]\\d\\d")
            ? Integer.parseInt(wanted)
            : path.equals("/secret/43") ? 404 : 200;
    this.body = css ? STYLESHEET : document(request);
    fields.add(new Line("Content-Type", css ? "text/css" : "application/json"));
    if (css) {
      fields.add(new Line("Cache-Control", "public, max-age=60"));
    }
    for (String line : request.values("Echo-Field")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        add(new Line(line.substring(0, colon), line.substring(colon + 1).strip()));
      }
    }
  }

  /** How long {@code Echo-Delay} asks to wait before the head. */
  public Duration delay() {
    Matcher m = DELAY.matcher(request.first("Echo-Delay"));
    if (!m.matches()) {
      return Duration.ZERO;
    }
    long amount = Long.parseLong(m.group(1));
    return m.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
  }

  /** The status, 200 unless asked otherwise. */
  public int status() {
    return status;
  }

  /** The fields, framing aside. */
  public List<Line> fields() {
    return List.copyOf(fields);
  }

  /** The content. */
  public byte[] body() {
    return body.clone();
  }

  void write(OutputStream out) throws IOException {
    boolean chunked = fields.removeIf(f -> f.name().equalsIgnoreCase("Transfer-Encoding"));
    boolean bodiless = status == 204 || status == 304;
    var head = new StringBuilder("HTTP/1.1 ").append(status).append(" Echo\r\n");
    fields.forEach(f -> head.append(f.name()).append(": ").append(f.value()).append("\r\n"));
    if (chunked) {
      head.append("Transfer-Encoding: chunked\r\n");
    } else if (!bodiless && fields.stream().noneMatch(f -> is(f, "Content-Length"))) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    if (!bodiless && !request.method().equals("HEAD")) {
      if (chunked) {
        chunk(out, body);
        chunk(out, new byte[0]);
      } else {
        out.write(body);
      }
    }
    out.flush();
  }

  /** One chunk; an empty one ends the body. */
  static void chunk(OutputStream out, byte[] bytes) throws IOException {
    out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** The path of a target in origin or absolute form. */
  static String path(String target) {
    String path = target.replaceFirst("^[a-z]+://[^/?]*", "");
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  private void add(Line line) {
    if (is(line, "Content-Type")) {
      fields.removeIf(f -> is(f, "Content-Type"));
    }
    fields.add(line);
  }

  private static boolean is(Line line, String name) {
    return line.name().equalsIgnoreCase(name);
  }

  private static byte[] document(Received r) {
    ObjectNode root = JSON.createObjectNode();
    root.put("method", r.method());
    root.put("target", r.target());
    lines(root.putArray("fields"), r.fields());
    lines(root.putArray("trailers"), r.trailers());
    root.putObject("body").put("length", r.bodyLength()).put("sha256", r.bodySha256());
    return JSON.writeValueAsBytes(root);
  }

  private static void lines(ArrayNode to, List<Line> lines) {
    lines.forEach(f -> to.addArray().add(f.name()).add(f.value()));
  }
}
