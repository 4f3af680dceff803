package dev.doorward.face.api;

import dev.doorward.core.answer.Answer;
import dev.doorward.core.answer.Body;
import dev.doorward.core.answer.Problem;
import dev.doorward.core.request.Header;
import dev.doorward.face.shared.Said;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Turns answers of the API into HTTP: JSON for everybody, whatever they accept. */
final class ApiWriter {
  private static final byte[] NOTHING = new byte[0];
  private static final Header NO_SNIFF = new Header("X-Content-Type-Options", "nosniff");
  private static final Header JSON = new Header("Content-Type", "application/json");
  private static final Header PROBLEM = new Header("Content-Type", "application/problem+json");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ApiWriter() {}

  /** Something was done. */
  static Said done(List<Header> own, ApiAnswer answer) {
    return switch (answer) {
      case ApiAnswer.Ok(var json) -> whole(200, own, List.of(JSON, NO_SNIFF), bytes(json));
      case ApiAnswer.Created(var location, var json) ->
          whole(201, own, List.of(new Header("Location", location), JSON, NO_SNIFF), bytes(json));
      case ApiAnswer.Done _ -> whole(204, own, List.of(), NOTHING);
    };
  }

  /** What the core says, a page's text as a document too, with more members (RFC 9457 §3.2). */
  static Said say(Answer.Say say, Map<String, Object> more) {
    return switch (say.body()) {
      case Body.Empty _, Body.Grpc _ -> whole(say.status(), say.fields(), List.of(), NOTHING);
      case Body.Json(var problem) -> problem(say, problem, more);
      case Body.Page page -> problem(say, page.problem(), more);
    };
  }

  /** The members which say what is wrong. */
  static Map<String, Object> why(@Nullable String detail, String member) {
    Map<String, Object> why = new LinkedHashMap<>();
    if (detail != null) {
      why.put("detail", detail);
    }
    if (!member.isEmpty()) {
      why.put("member", member);
    }
    return why;
  }

  private static Said problem(Answer.Say say, Problem problem, Map<String, Object> more) {
    Map<String, Object> members = new LinkedHashMap<>(problem.members());
    members.putAll(more);
    String json = new Problem(problem.type(), problem.status(), problem.id(), members).json();
    return whole(
        say.status(),
        say.fields(),
        List.of(PROBLEM, NO_SNIFF),
        json.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(Object json) {
    return json instanceof byte[] ready ? ready : MAPPER.writeValueAsBytes(json);
  }

  private static Said whole(int status, List<Header> own, List<Header> more, byte[] body) {
    List<Header> fields = new ArrayList<>(more);
    fields.addAll(own);
    return new Said(status, fields, body);
  }
}
