package dev.doorward.face.shared;

import dev.doorward.core.Policy;
import dev.doorward.core.answer.Answer;
import dev.doorward.core.answer.Answers;
import dev.doorward.core.answer.Body;
import dev.doorward.core.answer.SetCookies;
import dev.doorward.core.request.ClientKind;
import dev.doorward.core.request.Header;
import dev.doorward.core.verdict.Trail;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.who.Upkeep;
import dev.doorward.portal.Call;
import dev.doorward.portal.Outcome;
import dev.doorward.portal.Pages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns answers into HTTP. Decides nothing. */
public final class Writer {
  private static final byte[] NOTHING = new byte[0];
  private static final Header PROBLEM_JSON = new Header("Content-Type", "application/problem+json");
  private static final Header JSON = new Header("Content-Type", "application/json");
  private static final Header FIVE_MINUTES = new Header("Cache-Control", "public, max-age=300");
  private static final Header FOR_EVER =
      new Header("Cache-Control", "public, max-age=31536000, immutable");
  private static final Header NO_SNIFF = new Header("X-Content-Type-Options", "nosniff");
  private static final Header ANY_ORIGIN = new Header("Access-Control-Allow-Origin", "*");

  private final Pages pages;

  /** With these pages for people. */
  public Writer(Pages pages) {
    this.pages = pages;
  }

  /** An answer of ours. */
  public Said say(Trail t, Answer.Say say) {
    return say(t, say, Optional.empty());
  }

  private Said say(Trail t, Answer.Say say, Optional<String> ownPage) {
    List<Header> fields = new ArrayList<>(say.fields());
    byte[] body =
        switch (say.body()) {
          case Body.Empty _ -> NOTHING;
          case Body.Json(var problem) -> {
            fields.add(PROBLEM_JSON);
            yield problem.json().getBytes(StandardCharsets.UTF_8);
          }
          case Body.Grpc(var type, var trailers) -> {
            fields.add(new Header("Content-Type", type));
            yield trailers.isEmpty() ? NOTHING : GrpcWeb.trailers(type, trailers);
          }
          case Body.Page page -> {
            fields.addAll(Pages.FIELDS);
            yield ownPage.orElseGet(() -> pages.refusal(t, page)).getBytes(StandardCharsets.UTF_8);
          }
        };
    return new Said(say.sent(), fields, body);
  }

  Said outcome(Policy policy, Call call, Outcome outcome) {
    Verdict v = call.verdict();
    Answers answers = policy.answers();
    return switch (outcome) {
      case Outcome.No(var decision, var page, _) ->
          say(v.trail(), answers.say(v.but(decision)), page);
      case Outcome.Page(int status, var html, var more) -> {
        List<Header> fields = own(answers, v, more);
        fields.addAll(Pages.FIELDS);
        yield whole(status, fields, html.getBytes(StandardCharsets.UTF_8));
      }
      case Outcome.Json(var json, var more, boolean cached) -> {
        List<Header> fields = cached ? new ArrayList<>(more) : own(answers, v, more);
        fields.add(JSON);
        if (cached) {
          fields.addAll(List.of(FIVE_MINUTES, ANY_ORIGIN, id(v)));
        }
        yield whole(200, fields, json.getBytes(StandardCharsets.UTF_8));
      }
      case Outcome.Redirect(var location, var more) -> {
        List<Header> fields = own(answers, v, more);
        fields.addFirst(new Header("Location", location));
        yield whole(303, fields, NOTHING);
      }
      case Outcome.Done(var more) -> whole(204, own(answers, v, more), NOTHING);
      case Outcome.Asset(var bytes, var type) ->
          whole(200, List.of(new Header("Content-Type", type), FOR_EVER, NO_SNIFF, id(v)), bytes);
    };
  }

  /** A cookie that is of no use is cleared here too, unless a fresh one is set (C122, C146). */
  private static List<Header> own(Answers answers, Verdict v, List<Header> more) {
    List<Header> fields = new ArrayList<>(more);
    boolean stale =
        v.decision().upkeep() == Upkeep.MAY_CLEAR
            && ClientKind.of(v.trail().facts()) == ClientKind.NAV;
    if (stale && more.stream().noneMatch(field -> field.name().equals("Set-Cookie"))) {
      fields.add(SetCookies.cleared(v.trail().route().site(), ""));
    }
    fields.addAll(answers.ownFields(v.trail()));
    return fields;
  }

  private static Header id(Verdict v) {
    return new Header("X-Request-Id", v.trail().facts().id().toString());
  }

  private static Said whole(int status, List<Header> fields, byte[] body) {
    return new Said(status, fields, body);
  }
}
