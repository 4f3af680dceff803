package dev.doorward.face.shared;

import dev.doorward.core.Policy;
import dev.doorward.core.answer.Answer;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.request.Field;
import dev.doorward.core.route.Behind;
import dev.doorward.core.route.Endpoint;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.portal.Answering;
import dev.doorward.portal.Call;
import dev.doorward.portal.Outcome;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;

/** The endpoints which every host of ours has, by whichever face they are asked. */
public final class Endpoints {
  private final Answering portal;
  private final Pulse pulse;
  private final Writer writer;
  private final Witness witness;

  /** Over these; the witness is told of what is answered, and not of verdicts. */
  public Endpoints(Answering portal, Pulse pulse, Writer writer, Witness witness) {
    this.portal = portal;
    this.pulse = pulse;
    this.writer = writer;
    this.witness = witness;
  }

  /**
   * Answers a request which was let through to such an endpoint. Blocks.
   *
   * @param agent the request's {@code User-Agent}, empty for none
   * @param again judges the same request anew, as rights stand by then
   * @throws IOException when the request's content did not come
   */
  public Said serve(
      Face face, Policy policy, Verdict v, String agent, Content content, Supplier<Verdict> again)
      throws IOException {
    if (!(v.trail().route().behind() instanceof Behind.Own own)) {
      throw new IllegalStateException("only endpoints of our own are served");
    }
    if (own.endpoint() == Endpoint.HEALTH) {
      return pulse.answer(); // asked by another spelling of its path
    }
    byte[] body = new byte[0];
    if (v.trail().facts().method().token().equals("POST")) {
      try {
        body = content.read((int) own.intake().bodyLimit());
      } catch (Content.TooLarge e) {
        return refused(face, policy, v.but(new Decision.Repair(Reason.Fault.BODY_TOO_LARGE)));
      }
      // Whoever lets us wait for it may have lost his right meanwhile (C118, C122, C357).
      Verdict still = again.get();
      if (!(still.decision() instanceof Decision.Allow)) {
        return refused(face, policy, still);
      }
    }
    String type = v.trail().facts().fields().first(Field.CONTENT_TYPE).orElse("");
    int end = type.indexOf(';');
    Call call =
        new Call(
            policy,
            v,
            own.endpoint(),
            body,
            (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT),
            agent,
            face.word());
    Outcome outcome = portal.answer(call);
    Said said = writer.outcome(policy, call, outcome);
    tell(face, policy, v, own.endpoint(), outcome, said.status());
    return said;
  }

  private Said refused(Face face, Policy policy, Verdict v) {
    Answer.Say say = policy.answers().say(v);
    witness.answered(face, policy, v, say.status());
    return writer.say(v.trail(), say);
  }

  private void tell(Face face, Policy policy, Verdict v, Endpoint at, Outcome outcome, int status) {
    if (!(outcome instanceof Outcome.No no)) {
      witness.answered(face, policy, v, status);
      return;
    }
    boolean signIn = at == Endpoint.LOGIN && v.trail().facts().method().token().equals("POST");
    if (signIn && !(no.decision() instanceof Decision.Repair)) {
      witness.signInFailed(face, policy, v.but(no.decision()), status, no.name());
    } else {
      witness.answered(face, policy, v.but(no.decision()), status);
    }
  }
}
