package dev.doorward.server.admin;

import dev.doorward.config.Settings;
import dev.doorward.core.Judge;
import dev.doorward.core.Policy;
import dev.doorward.core.answer.Answer;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.face.api.Api;
import dev.doorward.face.shared.Endpoints;
import dev.doorward.face.shared.Face;
import dev.doorward.face.shared.Facts;
import dev.doorward.face.shared.Mind;
import dev.doorward.face.shared.Witness;
import dev.doorward.face.shared.Writer;
import dev.doorward.http.Exchange;
import dev.doorward.http.Reply;
import dev.doorward.server.wire.Wire;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The judge's face on the admin listener, which is a site of its own: the same sign-in leads there
 * and the same rules hold as on every other.
 */
public final class AdminFace implements Section {
  private final Supplier<Settings> settings;
  private final Mind mind;
  private final Facts facts;
  private final Writer writer;
  private final Endpoints endpoints;
  private final Api api;
  private final Witness witness;

  /**
   * A face.
   *
   * @param settings asked for anew by each request
   * @param mind which reads hosts as they are named on this listener
   * @param endpoints those of every site
   * @param api those which only this listener has
   */
  public AdminFace(
      Supplier<Settings> settings,
      Mind mind,
      Facts facts,
      Writer writer,
      Endpoints endpoints,
      Api api,
      Witness witness) {
    this.settings = settings;
    this.mind = mind;
    this.facts = facts;
    this.writer = writer;
    this.endpoints = endpoints;
    this.api = api;
    this.witness = witness;
  }

  @Override
  public Reply.Whole answer(Exchange exchange, UUID id) throws IOException {
    Settings now = settings.get();
    Policy policy =
        now.adminPolicy()
            .orElseThrow(() -> new IllegalStateException("there is an admin listener"));
    long begun = System.nanoTime();
    RequestFacts f = Wire.facts(facts, exchange.head()).withId(id);
    Verdict v = Judge.judge(policy, f, mind);
    witness.decided(Face.ADMIN, v, System.nanoTime() - begun);
    Supplier<Verdict> again = () -> Judge.judge(policy, f, mind);
    return switch (policy.answers().answer(v)) {
      case Answer.Say say -> {
        witness.answered(Face.ADMIN, policy, v, say.status());
        yield Wire.reply(writer.say(v.trail(), say));
      }
      case Answer.Serve(_, var own) ->
          Wire.reply(
              own.endpoint().isOfApi()
                  ? api.serve(now, policy, v, own, Wire.content(exchange), again)
                  : endpoints.serve(
                      Face.ADMIN,
                      policy,
                      v,
                      Wire.agent(exchange.head()),
                      Wire.content(exchange),
                      again));
      case Answer.Through _, Answer.Permit _ ->
          throw new IllegalStateException("nothing stands behind the admin listener");
    };
  }
}
