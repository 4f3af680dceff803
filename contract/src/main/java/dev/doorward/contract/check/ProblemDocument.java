package dev.doorward.contract.check;

import dev.doorward.contract.wire.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Problem documents after RFC 9457, as the contract's PJ and C247 want them. */
final class ProblemDocument {

  static final String TYPE = "application/problem+json";

  private static final String URN = "urn:doorward:problem:";
  private static final Set<String> MEMBERS =
      Set.of(
          "type",
          "title",
          "status",
          "instance",
          "error",
          "scope",
          "acr_values",
          "max_age",
          "login_uri",
          "action",
          "continuation");

  /** Members which repeat what stands in a challenge. */
  private static final Set<String> REPEATED = Set.of("error", "scope", "acr_values", "max_age");

  private static final Pattern PARAMETER = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

  private ProblemDocument() {}

  static List<String> complaints(Exchange x, Optional<String> name) {
    Answer answer = x.answer();
    if (x.request().method().equals("HEAD")) {
      return List.of();
    }
    if (!answer.mediaType().equals(TYPE)) {
      return List.of("the body is " + answer.mediaType() + ", want " + TYPE);
    }
    Optional<JsonNode> root = parse(answer);
    if (root.isEmpty() || !root.get().isObject()) {
      return List.of("the problem document is not a JSON object");
    }
    return complaints(x, name, root.get());
  }

  private static List<String> complaints(Exchange x, Optional<String> name, JsonNode root) {
    List<String> wrong = new ArrayList<>();
    Answer answer = x.answer();
    String type = root.path("type").asString("");
    String actual = type.startsWith(URN) ? type.substring(URN.length()) : type;
    if (name.isPresent() && !actual.equals(name.get())) {
      wrong.add("problem " + actual + ", want " + name.get());
    }
    Optional<Problems.Problem> known = Problems.named(actual);
    if (!type.startsWith(URN) || known.isEmpty()) {
      wrong.add("unknown problem type " + type);
    }
    known
        .filter(p -> !p.title().equals(root.path("title").asString("")))
        .ifPresent(p -> wrong.add("title is " + root.path("title") + ", want " + p.title()));
    known
        .filter(p -> p.status() != answer.status())
        .ifPresent(_ -> wrong.add("problem " + actual + " does not go with " + answer.status()));
    if (!root.path("status").isInt() || root.path("status").asInt() != answer.status()) {
      wrong.add("member status is " + root.path("status") + ", not " + answer.status());
    }
    String instance = "urn:uuid:" + answer.first("X-Request-Id").orElse("");
    if (!root.path("instance").asString("").equals(instance)) {
      wrong.add("instance is " + root.path("instance") + ", want " + instance);
    }
    wrong.addAll(members(answer, actual, root));
    return wrong;
  }

  private static List<String> members(Answer answer, String name, JsonNode root) {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : root.properties()) {
      // The one problem which has to name something: the field, never its value (C055).
      boolean named = name.equals("header_too_large");
      if (!MEMBERS.contains(each.getKey()) && !named) {
        wrong.add("the problem document has a member " + each.getKey());
      }
    }
    List<String> challenges = answer.values("WWW-Authenticate");
    for (String each : REPEATED) {
      Optional<String> challenged = parameter(challenges, each);
      Optional<String> told = member(answer, each);
      if (challenged.isPresent() && told.isEmpty() && hasError(challenges)) {
        wrong.add("member " + each + " of the challenge is missing in the problem document");
      } else if (told.isPresent() && !told.equals(challenged)) {
        wrong.add("member " + each + " is " + told.get() + ", the challenge says " + challenged);
      }
    }
    return wrong;
  }

  private static boolean hasError(List<String> challenges) {
    return parameter(challenges, "error").isPresent();
  }

  /** The first of that name in any challenge. */
  private static Optional<String> parameter(List<String> challenges, String name) {
    for (String each : challenges) {
      Matcher m = PARAMETER.matcher(each);
      while (m.find()) {
        if (m.group(1).equals(name)) {
          return Optional.of(m.group(2));
        }
      }
    }
    return Optional.empty();
  }

  /** A member of the document as text, if there is one. */
  static Optional<String> member(Answer answer, String name) {
    return parse(answer)
        .map(root -> root.path(name))
        .filter(m -> !m.isMissingNode())
        .map(m -> m.isString() ? m.asString() : m.toString());
  }

  static Optional<JsonNode> parse(Answer answer) {
    try {
      return Optional.of(JsonMapper.shared().readTree(answer.body()));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
