package dev.doorward.http;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields as HTTP/2 writes them: lower case, and none that belongs to a hop (RFC 9113 §8.2). */
final class Http2Fields {
  private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
  private static final AsciiString DATE = AsciiString.cached("date");
  private static final AsciiString[] STATUSES = new AsciiString[600];
  private static final Map<String, AsciiString> KNOWN = new HashMap<>();

  static {
    for (int status = 100; status < STATUSES.length; status++) {
      STATUSES[status] = AsciiString.cached(Integer.toString(status));
    }
    for (String name :
        """
        Cache-Control Content-Type Content-Security-Policy Content-Encoding Content-Language
        ETag Expires Last-Modified Location Retry-After Server Set-Cookie Vary WWW-Authenticate
        X-Request-Id X-Content-Type-Options X-Frame-Options Referrer-Policy Allow Date Accept-Ranges
        Strict-Transport-Security Access-Control-Allow-Origin Access-Control-Allow-Credentials
        Access-Control-Expose-Headers Host Accept Accept-Encoding Accept-Language Cookie
        User-Agent X-Doorward-User X-Doorward-Roles X-Doorward-Request-Id X-Forwarded-For
        X-Forwarded-Host X-Forwarded-Proto
        """
            .split("\\s+")) {
      AsciiString lower = AsciiString.cached(name.toLowerCase(Locale.ROOT));
      KNOWN.put(name, lower);
      KNOWN.put(lower.toString(), lower);
    }
  }

  private Http2Fields() {}

  /**
   * The head of an answer.
   *
   * @param length of the content; null where it is not to be said
   * @param date added unless the fields have one; null for none
   */
  static Http2Headers answer(
      int status, Headers headers, @Nullable String length, @Nullable String date) {
    Http2Headers out = new DefaultHttp2Headers(false, headers.size() + 4);
    out.status(STATUSES[status]);
    add(out, headers);
    if (length != null) {
      out.add(CONTENT_LENGTH, new AsciiString(length));
    }
    if (date != null && !out.contains(DATE)) {
      out.add(DATE, new AsciiString(date));
    }
    return out;
  }

  static Http2Headers trailers(Headers trailers) {
    Http2Headers out = new DefaultHttp2Headers(false, trailers.size());
    add(out, trailers);
    return out;
  }

  static void add(Http2Headers out, Headers headers) {
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (!Heads.isEdges(name)) {
        out.add(name(name), new AsciiString(headers.value(i)));
      }
    }
  }

  private static AsciiString name(String name) {
    AsciiString known = KNOWN.get(name);
    return known != null ? known : new AsciiString(name.toLowerCase(Locale.ROOT));
  }

  /** Fields which came; null when one of them could not be sent on. */
  static @Nullable Headers read(Http2Headers from) {
    Headers.Builder out = Headers.builder();
    for (Map.Entry<CharSequence, CharSequence> each : from) {
      if (each.getKey().charAt(0) == ':') {
        continue;
      }
      try {
        out.add(each.getKey().toString(), each.getValue().toString());
      } catch (IllegalArgumentException _) {
        return null;
      }
    }
    return out.build();
  }
}
