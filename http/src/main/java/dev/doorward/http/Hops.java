package dev.doorward.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which fields end at the next hop (RFC 9110 §7.6.1). */
public final class Hops {
  private static final Set<String> ALWAYS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "proxy-authorization",
          "proxy-authenticate",
          "proxy-authentication-info");

  private Hops() {}

  /**
   * A request's fields without those meant for us alone, and without those which Connection names.
   * Call it before setting fields of your own, so that no client can have them removed. Upgrade
   * stays where it asks for a WebSocket.
   */
  public static Headers strip(Headers headers) {
    boolean upgrade = isWebSocket(headers);
    Headers kept = withoutHops(headers);
    return upgrade ? kept.with("Upgrade", "websocket") : kept;
  }

  /** The same for an answer; framing goes too, since it is the next hop's. */
  static Headers stripResponse(Headers headers) {
    return withoutHops(headers).without("Content-Length");
  }

  /** Whether the fields ask for a WebSocket, or agree to one (RFC 6455 §4). */
  static boolean isWebSocket(Headers headers) {
    return headers.lists("Connection", "upgrade")
        && headers.all("Upgrade").size() == 1
        && Octets.same(headers.first("Upgrade").orElse(""), "websocket");
  }

  private static Headers withoutHops(Headers headers) {
    Set<String> nominated = nominated(headers);
    return headers.without((String name) -> {
      String lower = name.toLowerCase(Locale.ROOT);
      return ALWAYS.contains(lower) || nominated.contains(lower);
    });
  }

  /** In lower case; a set, since a client may name thousands. */
  private static Set<String> nominated(Headers headers) {
    List<String> values = headers.all("Connection");
    if (values.isEmpty()) {
      return Set.of();
    }
    var names = new HashSet<String>();
    for (String value : values) {
      for (String name : value.toLowerCase(Locale.ROOT).split(",", -1)) {
        names.add(name.trim());
      }
    }
    names.remove("host"); // meant for all recipients, so no connection option
    return names;
  }
}
