package dev.doorward.client;

import dev.doorward.client.FlatJson.Digits;
import dev.doorward.client.FlatJson.Text;
import dev.doorward.client.FlatJson.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells problem documents of Doorward from everybody else's. A document is Doorward's only where
 * all of it fits together: the type, the status of the answer, and the id in {@code X-Request-Id}.
 */
final class ProblemReader {
  private static final Pattern TYPE = Pattern.compile("urn:doorward:problem:([a-z0-9_]{1,64})");
  private static final Pattern INSTANCE = Pattern.compile("urn:uuid:([0-9a-fA-F-]{36})");
  private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,9}");

  /** A member is there and is not what it must be. */
  private static final class NotOurs extends Exception {
    private static final long serialVersionUID = 1;

    NotOurs() {
      super("", null, false, false);
    }
  }

  private ProblemReader() {}

  /** Whether the body may be one: of an error, and labelled as such (RFC 9457 §3). */
  static boolean mayBe(int status, HttpHeaders fields) {
    return status >= 400
        && fields.firstValue("X-Request-Id").isPresent()
        && fields
            .firstValue("Content-Type")
            .map(type -> type.split(";", 2)[0].strip())
            .filter(type -> type.equalsIgnoreCase("application/problem+json"))
            .isPresent();
  }

  /** The problem, or empty where the body is not one of Doorward's. */
  static Optional<Problem> read(int status, HttpHeaders fields, byte[] body) {
    Optional<Map<String, Value>> members = FlatJson.read(body);
    if (members.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(problem(status, fields, members.get()));
    } catch (NotOurs e) {
      return Optional.empty();
    }
  }

  private static Problem problem(int status, HttpHeaders fields, Map<String, Value> members)
      throws NotOurs {
    String id = match(INSTANCE, members, "instance");
    boolean isOfThisAnswer =
        Integer.toString(status).equals(number(members, "status").orElse(""))
            && fields.allValues("X-Request-Id").equals(List.of(id));
    if (!isOfThisAnswer) {
      throw new NotOurs();
    }
    return new Problem(
        match(TYPE, members, "type"),
        status,
        text(members, "title").orElseThrow(NotOurs::new),
        id,
        text(members, "error"),
        words(members, "scope"),
        words(members, "acr_values"),
        number(members, "max_age").map(s -> Duration.ofSeconds(Long.parseLong(s))),
        uri(members, "action"),
        uri(members, "login_uri"),
        text(members, "field"),
        text(members, "detail"),
        text(members, "member"));
  }

  private static String match(Pattern pattern, Map<String, Value> members, String name)
      throws NotOurs {
    Matcher m = pattern.matcher(text(members, name).orElse(""));
    if (!m.matches()) {
      throw new NotOurs();
    }
    return m.group(1);
  }

  /** Texts end up in logs: one with a line break in it would forge lines there. */
  private static Optional<String> text(Map<String, Value> members, String name) throws NotOurs {
    return switch (members.get(name)) {
      case null -> Optional.empty();
      case Text(var text) when text.chars().noneMatch(Character::isISOControl) -> Optional.of(text);
      default -> throw new NotOurs();
    };
  }

  private static Optional<String> number(Map<String, Value> members, String name) throws NotOurs {
    return switch (members.get(name)) {
      case null -> Optional.empty();
      case Digits(var digits) when SECONDS.matcher(digits).matches() -> Optional.of(digits);
      default -> throw new NotOurs();
    };
  }

  private static List<String> words(Map<String, Value> members, String name) throws NotOurs {
    return words(text(members, name).orElse(""));
  }

  /** Words between spaces (RFC 6749 §3.3). */
  static List<String> words(String text) {
    return Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static Optional<URI> uri(Map<String, Value> members, String name) throws NotOurs {
    Optional<String> text = text(members, name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new URI(text.get()));
    } catch (URISyntaxException e) {
      throw new NotOurs();
    }
  }
}
