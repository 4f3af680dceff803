package dev.doorward.core.answer;

import dev.doorward.core.request.Field;
import dev.doorward.core.request.Header;
import dev.doorward.core.route.Cors;
import dev.doorward.core.verdict.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The fields of the Fetch standard's CORS protocol, where Doorward owns it. */
final class CorsFields {
  private static final Header CREDENTIALS = new Header("Access-Control-Allow-Credentials", "true");
  private static final Header EXPOSED =
      new Header(
          "Access-Control-Expose-Headers",
          "WWW-Authenticate, Retry-After, DPoP-Nonce, X-Request-Id");

  /** The same for gRPC-Web (C017). */
  private static final Header EXPOSED_TO_GRPC =
      new Header(EXPOSED.name(), EXPOSED.value() + ", grpc-status, grpc-message");

  /** Fronts take a small head only (C308). */
  private static final int MOST_ASKED = 1024;

  private CorsFields() {}

  /** On every answer to a listed origin, refusals and allowed ones alike (C191). */
  static List<Header> of(Trail t) {
    if (!(t.route().cors() instanceof Cors.Listed cors) || !t.facts().fields().has(Field.ORIGIN)) {
      return List.of();
    }
    String origin = t.facts().fields().first(Field.ORIGIN).orElse("");
    if (!cors.lists(origin)) {
      return List.of();
    }
    Header allowed = new Header("Access-Control-Allow-Origin", origin);
    Header exposed = GrpcAnswer.isWeb(t) ? EXPOSED_TO_GRPC : EXPOSED;
    return cors.credentials() ? List.of(allowed, CREDENTIALS, exposed) : List.of(allowed, exposed);
  }

  /** On a preflight that is granted (C184). */
  static List<Header> preflight(Trail t) {
    List<Header> fields = new ArrayList<>();
    String origin = t.facts().fields().first(Field.ORIGIN).orElse("");
    fields.add(new Header("Access-Control-Allow-Origin", origin));
    fields.add(new Header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE"));
    String asked = asked(t);
    if (!asked.isEmpty()) {
      fields.add(new Header("Access-Control-Allow-Headers", asked));
    }
    if (t.route().cors() instanceof Cors.Listed(_, var credentials, var maxAge)) {
      if (credentials) {
        fields.add(CREDENTIALS);
      }
      fields.add(new Header("Access-Control-Max-Age", Long.toString(maxAge.toSeconds())));
    }
    return fields;
  }

  private static String asked(Trail t) {
    List<String> names = new ArrayList<>();
    int length = 0;
    for (String line : t.facts().fields().all(Field.ACCESS_CONTROL_REQUEST_HEADERS)) {
      for (String name : line.split(",", 100)) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        if (!lower.isEmpty() && lower.chars().allMatch(CorsFields::isTokenChar)) {
          length += lower.length() + 2;
          if (length > MOST_ASKED) {
            return String.join(", ", names); // what is left out is not allowed
          }
          names.add(lower);
        }
      }
    }
    return String.join(", ", names);
  }

  private static boolean isTokenChar(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }
}
