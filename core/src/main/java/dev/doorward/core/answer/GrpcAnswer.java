package dev.doorward.core.answer;

import dev.doorward.core.request.Field;
import dev.doorward.core.request.Header;
import dev.doorward.core.verdict.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a gRPC client is told: with HTTP 200, since by gRPC's own mapping it may not lean on another
 * status, and with a status of gRPC in trailers (C016, C017).
 */
final class GrpcAnswer {
  private static final Pattern WEB =
      Pattern.compile("application/grpc-web(-text)?(\\+[a-z0-9.-]+)?");

  /** What scripts and libraries read in the trailers beside the status. */
  private static final List<String> METADATA = List.of("www-authenticate", "retry-after");

  private GrpcAnswer() {}

  /** Whether it came from a script in a browser, by gRPC-Web. */
  static boolean isWeb(Trail t) {
    return type(t).startsWith("application/grpc-web");
  }

  private static String type(Trail t) {
    String said = t.facts().fields().first(Field.CONTENT_TYPE).orElse("");
    int parameters = said.indexOf(';');
    return (parameters < 0 ? said : said.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }

  /** The answer with that status and these fields, for a problem. */
  static Answer.Say say(Trail t, List<Header> fields, Problem problem) {
    String title = problem.type().title();
    var status = new Header("grpc-status", Integer.toString(Statuses.grpc(problem.status())));
    var message =
        new Header(
            "grpc-message", title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1));
    if (!isWeb(t)) {
      fields.add(status);
      fields.add(message);
      return new Answer.Say(problem.status(), fields, new Body.Grpc("application/grpc", List.of()));
    }
    List<Header> trailers = new ArrayList<>(List.of(status, message));
    for (Header field : fields) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (METADATA.contains(name)) {
        trailers.add(new Header(name, field.value()));
      }
    }
    String type = type(t);
    return new Answer.Say(
        problem.status(),
        fields,
        new Body.Grpc(WEB.matcher(type).matches() ? type : "application/grpc-web", trailers));
  }
}
