package dev.doorward.server.door;

import dev.doorward.core.Judge;
import dev.doorward.core.Policy;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Identity;
import dev.doorward.core.may.Reason;
import dev.doorward.core.request.ClientKind;
import dev.doorward.core.request.Header;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.verdict.Ask;
import dev.doorward.core.verdict.Step;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.who.Caller;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Principal;
import dev.doorward.face.shared.Mind;
import dev.doorward.face.shared.Said;
import dev.doorward.face.shared.Writer;
import dev.doorward.http.Ending;
import dev.doorward.http.Headers;
import dev.doorward.http.Stream;
import dev.doorward.server.wire.Wire;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Tunnels and event streams that are open. They end when what let them in is over (C197). */
final class OpenStreams {
  private static final int POLICY_VIOLATION = 1008;

  private final Map<Stream, Verdict> open = new ConcurrentHashMap<>();
  private final Mind mind;
  private final Supplier<Policy> policy;
  private final Writer writer;
  private final InstantSource clock;

  OpenStreams(Mind mind, Supplier<Policy> policy, Writer writer, InstantSource clock) {
    this.mind = mind;
    this.writer = writer;
    this.policy = policy;
    this.clock = clock;
  }

  void add(Verdict verdict, Stream stream) {
    open.put(stream, verdict);
    stream.onClose(() -> open.remove(stream));
  }

  /** Judges every open stream again. Blocks; passes do not overlap. */
  synchronized void judgeAgain() {
    open.forEach((stream, verdict) -> {
      Verdict again = again(verdict);
      if (!isGood(again.decision())) {
        stream.end(ending(again));
      }
    });
  }

  private Verdict again(Verdict v) {
    RequestFacts then = v.trail().facts();
    RequestFacts now =
        new RequestFacts(
            then.serial(),
            then.id(),
            clock.instant(),
            then.method(),
            then.target(),
            then.peer(),
            then.fields());
    Step step = Judge.begin(policy.get(), now);
    return switch (step) {
      case Verdict verdict -> verdict;
      case Ask ask -> resume(ask, now, v.caller());
    };
  }

  private static boolean isGood(Decision decision) {
    return switch (decision) {
      case Decision.Allow _ -> true;
      // A socket lives while the grant does, and outlives the token which opened it.
      case Decision.Prove(var why, _) -> why == Reason.Unproven.EXPIRED;
      case Decision.Wait _ -> true;
      default -> false;
    };
  }

  /** In a call of gRPC, its status; of other answers there is no end to say it by (C197, C271). */
  private Ending ending(Verdict v) {
    Said said = writer.say(v.trail(), policy.get().answers().say(v));
    boolean call = ClientKind.of(v.trail().facts()) == ClientKind.GRPC;
    Headers.Builder trailers = Headers.builder();
    for (Header field : said.fields()) {
      if (field.name().startsWith("grpc-")) {
        trailers.add(field.name(), field.value());
      }
    }
    return new Ending(
        POLICY_VIOLATION,
        Wire.reply(said),
        call ? Optional.of(new Ending.Last(said.body(), trailers.build())) : Optional.empty());
  }

  private Verdict resume(Ask ask, RequestFacts now, Caller caller) {
    Optional<Identity> known = mind.recall(ask.credential(), now, ask.trail().from());
    if (known.isEmpty() && ask.credential() instanceof Credential.Basic) {
      // A password is not hashed again for a stream that is open already: its user counts.
      known = caller instanceof Principal p ? Optional.of(mind.again(p)) : known;
    }
    Optional<Identity> sure = known;
    return Judge.resume(
        ask, sure.orElseGet(() -> mind.identify(ask.credential(), now, ask.trail().from())));
  }
}
