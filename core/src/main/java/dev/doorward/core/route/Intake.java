package dev.doorward.core.route;

import dev.doorward.core.may.Reason;
import dev.doorward.core.request.Field;
import dev.doorward.core.request.RequestFacts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an endpoint of our own takes.
 *
 * @param methods as in {@code Allow}; HEAD where GET is
 * @param bodyLimit bytes
 * @param types the media types of bodies, in lower case
 */
public record Intake(Set<String> methods, long bodyLimit, Set<String> types) {
  /** {@code text/plain} is the content type of forged forms. */
  private static final Set<String> FORM_OR_JSON =
      Set.of("application/json", "application/x-www-form-urlencoded");

  private static final List<String> ORDER =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  /** Takes forms and JSON. */
  public Intake(Set<String> methods, long bodyLimit) {
    this(methods, bodyLimit, FORM_OR_JSON);
  }

  /** Takes JSON alone. */
  public static Intake ofJson(Set<String> methods, long bodyLimit) {
    return new Intake(methods, bodyLimit, Set.of("application/json"));
  }

  /** What speaks against a request before anybody is asked who sends it (C223, C336, C347). */
  public static Optional<Reason.ToRepair> objection(Behind behind, RequestFacts facts) {
    return switch (behind) {
      case Behind.Nothing _ -> Optional.of(Reason.Fault.NOT_FOUND);
      case Behind.Own own -> own.intake().objection(facts);
      case Behind.App _, Behind.NoApp _ -> Optional.empty();
    };
  }

  /** The value of {@code Allow}. */
  public String allow() {
    return String.join(", ", ORDER.stream().filter(methods::contains).toList());
  }

  private Optional<Reason.ToRepair> objection(RequestFacts facts) {
    if (!methods.contains(facts.method().token())) {
      return Optional.of(new Reason.WrongMethod(allow()));
    }
    if (facts.method().safe() || !facts.hasBody()) {
      return Optional.empty();
    }
    String length = facts.fields().first(Field.CONTENT_LENGTH).orElse("0").trim();
    if (!length.matches("[0-9]+")) {
      return Optional.of(Reason.Fault.INVALID_REQUEST);
    }
    if (length.length() > 18 || Long.parseLong(length) > bodyLimit) {
      return Optional.of(Reason.Fault.BODY_TOO_LARGE);
    }
    return types.contains(media(facts.fields().first(Field.CONTENT_TYPE).orElse("")))
        ? Optional.empty()
        : Optional.of(Reason.Fault.MEDIA_TYPE);
  }

  private static String media(String type) {
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
