package dev.doorward.client;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer to HEAD most likely tells. It has no body, so its fields must do; that is enough
 * to repeat, since HEAD is safe (RFC 9110 §9.2.1), and not enough to say that it was no answer of
 * the application.
 */
final class HeadAnswer {
  /** A parameter of a challenge (RFC 9110 §11.2), quoted as all of Doorward's are. */
  private static final Pattern PARAMETER = Pattern.compile("([a-z_]+)=\"([^\"\\\\]*+)\"");

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

  private HeadAnswer() {}

  /** The problem as far as it can be known, where repeating may help. */
  static Optional<Problem> problem(int status, HttpHeaders fields) {
    if (!ProblemReader.mayBe(status, fields)) {
      return Optional.empty();
    }
    Map<String, String> params = parameters(fields);
    return switch (status) {
      case 401 -> {
        String error = params.get("error");
        yield Optional.of(
            problem(error == null ? "authentication_required" : error, status, fields, params));
      }
      case 425 -> Optional.of(problem("too_early", status, fields, params));
      case 429 -> Optional.of(problem("too_many_attempts", status, fields, params));
      case 503 -> Optional.of(problem("auth_backend_unavailable", status, fields, params));
      default -> Optional.empty();
    };
  }

  private static Map<String, String> parameters(HttpHeaders fields) {
    Map<String, String> params = new HashMap<>();
    for (String line : fields.allValues("WWW-Authenticate")) {
      Matcher m = PARAMETER.matcher(line);
      while (m.find()) {
        params.putIfAbsent(m.group(1), m.group(2));
      }
    }
    return params;
  }

  private static Problem problem(
      String name, int status, HttpHeaders fields, Map<String, String> params) {
    return new Problem(
        name,
        status,
        "",
        fields.firstValue("X-Request-Id").orElse(""),
        Optional.ofNullable(params.get("error")),
        words(params, "scope"),
        words(params, "acr_values"),
        Optional.ofNullable(params.get("max_age"))
            .filter(s -> SECONDS.matcher(s).matches())
            .map(s -> Duration.ofSeconds(Long.parseLong(s))),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<String> words(Map<String, String> params, String name) {
    return ProblemReader.words(params.getOrDefault(name, ""));
  }
}
