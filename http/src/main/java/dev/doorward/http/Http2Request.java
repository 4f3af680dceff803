package dev.doorward.http;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A request's head out of a header section of HTTP/2 (RFC 9113 §8.3.1), with the same bounds and
 * the same strictness as {@link RequestParser}.
 *
 * @param webSocketKey made for the handshake with the application (RFC 8441 §5); null for anything
 *     but a WebSocket
 * @param fault null for a sound request
 */
record Http2Request(
    RequestHead head, Framing framing, @Nullable String webSocketKey, @Nullable Fault fault) {

  static Http2Request read(Http2Headers from, boolean ends, Limits limits, Connection connection) {
    return new Reader(from, limits).read(ends, connection);
  }

  private static final class Reader {
    private final Http2Headers from;
    private final Limits limits;
    private String[] pairs = new String[32];
    private int used;
    private int octets;
    private @Nullable StringBuilder cookies;
    private @Nullable String host;
    private @Nullable Fault fault;

    Reader(Http2Headers from, Limits limits) {
      this.from = from;
      this.limits = limits;
    }

    Http2Request read(boolean ends, Connection connection) {
      String method = text(from.method());
      CharSequence protocol = from.get(Http2Headers.PseudoHeaderName.PROTOCOL.value());
      boolean webSocket =
          method.equals("CONNECT") && protocol != null && text(protocol).equals("websocket");
      boolean connect = method.equalsIgnoreCase("CONNECT") && !webSocket;
      method(method);
      String target = connect ? text(from.authority()) : target(webSocket ? "GET" : method);
      add("Host", ""); // in its place, before all others
      regular(webSocket);
      host(text(from.authority()));
      String key = webSocket && fault == null ? key() : null;
      if (connect || method.equalsIgnoreCase("TRACE")) {
        fault(Fault.of(WireFault.TRACE_OR_CONNECT));
      } else if (protocol != null && !webSocket) {
        fault(Fault.of(WireFault.MALFORMED));
      }
      var head =
          new RequestHead(
              webSocket ? "GET" : method.isEmpty() ? "GET" : method,
              target.isEmpty() ? "/" : target,
              Version.HTTP_2,
              new Headers(pairs, used),
              connection);
      return new Http2Request(
          head, webSocket ? Framing.NONE : ends ? ended(method) : framing(), key, fault);
    }

    private void fault(Fault found) {
      if (fault == null) {
        fault = found;
      }
    }

    private static String text(@Nullable CharSequence value) {
      return value == null ? "" : value.toString();
    }

    private void method(String method) {
      if (method.length() > RequestParser.LONGEST_METHOD || !isToken(AsciiString.of(method))) {
        fault(Fault.of(WireFault.MALFORMED));
      }
    }

    private static boolean isToken(AsciiString text) {
      return Octets.isToken(text.array(), text.arrayOffset(), text.arrayOffset() + text.length());
    }

    private String target(String method) {
      String scheme = text(from.scheme());
      if (!scheme.equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("http")) {
        fault(Fault.of(WireFault.MALFORMED));
      }
      AsciiString path = AsciiString.of(text(from.path()));
      byte[] bytes = path.toByteArray();
      int end = bytes.length;
      if (end > limits.target()) {
        fault(Fault.of(WireFault.URI_TOO_LONG));
        end = limits.target();
      }
      if (!TargetText.isSound(bytes, 0, end)) {
        fault(Fault.of(WireFault.MALFORMED));
        return TargetText.encoded(bytes, 0, end);
      }
      String target = TargetText.of(bytes, 0, end);
      if (!target.startsWith("/") && !TargetText.isAsterisk(method, target)) {
        fault(Fault.of(WireFault.MALFORMED));
      }
      return target;
    }

    /** The fields which are no pseudo-header. */
    private void regular(boolean webSocket) {
      int count = 0;
      for (Map.Entry<CharSequence, CharSequence> each : from) {
        AsciiString name = AsciiString.of(each.getKey());
        if (name.charAt(0) == ':') {
          continue;
        }
        AsciiString value = AsciiString.of(each.getValue());
        int size = name.length() + value.length() + 4;
        octets += size;
        if (octets > limits.headers()) {
          fault(Fault.of(WireFault.HEADERS_TOO_LARGE));
          return;
        }
        if (!isToken(name)) {
          fault(Fault.of(WireFault.MALFORMED));
          continue;
        }
        String known = FieldNames.of(name.array(), name.arrayOffset(), name.length());
        if (size > limits.field()) {
          fault(Fault.of(WireFault.FIELD_TOO_LARGE, known));
        } else if (++count > limits.fields()) {
          fault(Fault.of(WireFault.TOO_MANY_FIELDS));
        } else if (!isSound(value)) {
          fault(Fault.of(WireFault.MALFORMED, known));
        } else {
          field(known, value.toString(), webSocket);
        }
      }
      if (cookies != null) {
        add("Cookie", cookies.toString());
      }
    }

    /** As RFC 9113 §8.2.1 has it: field-value octets, and no white space around them. */
    private static boolean isSound(AsciiString value) {
      int end = value.length();
      for (int i = 0; i < end; i++) {
        if (!Octets.isFieldValue(value.byteAt(i))) {
          return false;
        }
      }
      return end == 0 || !Octets.isBlank(value.byteAt(0)) && !Octets.isBlank(value.byteAt(end - 1));
    }

    private void field(String name, String value, boolean webSocket) {
      switch (name) {
        case "host" -> {
          if (host != null) {
            fault(Fault.of(WireFault.TWO_HOSTS, "Host"));
          }
          host = value;
        }
        // crumbs (RFC 9113 §8.2.3)
        case "cookie" ->
            cookies =
                cookies == null ? new StringBuilder(value) : cookies.append("; ").append(value);
        default -> {
          if (!webSocket || !name.equals("sec-websocket-key")) {
            add(name, value);
          }
        }
      }
    }

    private void host(String authority) {
      String said = host;
      if (authority.isEmpty() && said == null) {
        fault(Fault.of(WireFault.NO_HOST, "Host"));
        remove();
        return;
      }
      boolean two = said != null && !authority.isEmpty() && !said.equalsIgnoreCase(authority);
      String one = authority.isEmpty() && said != null ? said : authority;
      if (two || !Authority.isSound(one)) {
        fault(Fault.of(WireFault.MALFORMED, "Host"));
        remove();
        return;
      }
      pairs[1] = one;
    }

    /** The place which was kept for Host. */
    private void remove() {
      System.arraycopy(pairs, 2, pairs, 0, used - 2);
      used -= 2;
    }

    /** What the same handshake has over HTTP/1.1 (RFC 6455 §4.1). */
    private String key() {
      byte[] nonce = new byte[16];
      ThreadLocalRandom.current().nextBytes(nonce);
      String key = Base64.getEncoder().encodeToString(nonce);
      add("Connection", "Upgrade");
      add("Upgrade", "websocket");
      add("Sec-WebSocket-Key", key);
      return key;
    }

    private void add(String name, String value) {
      if (used == pairs.length) {
        pairs = Arrays.copyOf(pairs, used * 2);
      }
      pairs[used++] = name;
      pairs[used++] = value;
    }

    /** An application of HTTP/1.1 is told so where it may wait for content (RFC 9110 §8.6). */
    private static Framing ended(String method) {
      return switch (method) {
        case "POST", "PUT", "PATCH" -> Framing.length(0);
        default -> Framing.NONE;
      };
    }

    private Framing framing() {
      Framing said = Framing.of(new Headers(pairs, used), 1);
      if (said == null) {
        fault(Fault.of(WireFault.MALFORMED, "Content-Length"));
        return Framing.CHUNKED;
      }
      return said.kind() == Framing.Kind.NONE ? Framing.CHUNKED : said;
    }
  }
}
