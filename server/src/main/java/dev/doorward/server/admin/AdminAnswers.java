package dev.doorward.server.admin;

import dev.doorward.core.answer.Problem;
import dev.doorward.core.answer.ProblemType;
import dev.doorward.http.Exchange;
import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** Answers of the admin listener, which nobody may keep. */
final class AdminAnswers {
  private AdminAnswers() {}

  static Reply.Whole text(int status, UUID id, String contentType, String body) {
    return new Reply.Whole(status, fields(id, contentType), body.getBytes(StandardCharsets.UTF_8));
  }

  static Reply.Whole problem(int status, ProblemType type, UUID id) {
    return text(
        status, id, "application/problem+json", new Problem(type, status, id, Map.of()).json());
  }

  static boolean isRead(Exchange exchange) {
    String method = exchange.head().method();
    return method.equals("GET") || method.equals("HEAD");
  }

  /** Only to be read. */
  static Reply.Whole notAllowed(UUID id) {
    Reply.Whole problem = problem(405, ProblemType.METHOD_NOT_ALLOWED, id);
    return new Reply.Whole(405, problem.headers().with("Allow", "GET, HEAD"), problem.body());
  }

  private static Headers fields(UUID id, String contentType) {
    return Headers.of(
        "Content-Type",
        contentType,
        "Cache-Control",
        "no-store",
        "X-Content-Type-Options",
        "nosniff",
        "X-Request-Id",
        id.toString());
  }
}
