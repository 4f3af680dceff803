package dev.doorward.server.check;

import dev.doorward.core.request.Field;
import dev.doorward.core.request.Fields;
import dev.doorward.core.request.Front;
import dev.doorward.core.request.Method;
import dev.doorward.core.request.Peer;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.request.Target;
import dev.doorward.core.where.Address;
import dev.doorward.core.where.TrustedProxies;
import dev.doorward.face.shared.Facts;
import dev.doorward.http.Headers;
import dev.doorward.http.RequestHead;
import dev.doorward.server.wire.Wire;
import java.util.List;
import java.util.Optional;

/** What a front asks about: the client's request, as the front tells it. */
sealed interface Question {
  /** A request which can be judged. */
  record Complete(RequestFacts facts) implements Question {}

  /**
   * It is not whole, so that the front's own call would be judged; {@code why} says it to people.
   */
  record Incomplete(String why) implements Question {}

  /** Reads a question; each of the required fields must be one line (C295, C296). */
  static Question read(
      RequestHead head, Dialect dialect, Front front, TrustedProxies.Style forwarded, Facts facts) {
    Headers h = head.headers();
    for (String name : dialect.required()) {
      if (h.only(name).filter(value -> !value.isBlank()).isEmpty()) {
        return new Incomplete(name + " is missing, empty or stands there twice");
      }
    }
    String chain = forwarded == TrustedProxies.Style.FORWARDED ? "Forwarded" : "X-Forwarded-For";
    if (isBlank(h.all(chain))) {
      return new Incomplete(chain + " is missing or empty");
    }
    Asked asked = dialect.asked(head);
    if (asked.method().isBlank()) {
      return new Incomplete("the method is missing");
    }
    if (!asked.uri().startsWith("/") && !asked.uri().equals("*")) {
      // Its own authority would count, and the application would be asked under another.
      return new Incomplete("what it asks about is no path");
    }
    String scheme = h.first("X-Forwarded-Proto").orElse("").strip();
    if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
      return new Incomplete("X-Forwarded-Proto is neither http nor https");
    }
    var connection = head.connection();
    Peer peer =
        new Peer(
            Address.of(connection.remote().getAddress().getAddress()),
            connection.local().getPort(),
            false,
            scheme.equalsIgnoreCase("https"),
            Optional.empty(),
            front);
    return new Complete(
        facts.of(
            new Method(asked.method().strip()),
            Target.of(asked.uri(), Optional.of(asked.host())),
            peer,
            new Told(Wire.fields(h))));
  }

  private static boolean isBlank(List<String> lines) {
    for (String line : lines) {
      if (!line.isBlank()) {
        return false;
      }
    }
    return true;
  }

  /** The client's fields. What belongs to the front's own call is not among them. */
  record Told(Fields fields) implements Fields {
    @Override
    public List<String> all(Field field) {
      return switch (field) {
        // Fronts do not pass on the handshake's own field.
        case UPGRADE -> fields.has(Field.SEC_WEBSOCKET_KEY) ? List.of("websocket") : List.of();
        case CONTENT_LENGTH, TRANSFER_ENCODING, X_REQUEST_ID, X_FORWARDED_PROTO -> List.of();
        default -> fields.all(field);
      };
    }
  }
}
