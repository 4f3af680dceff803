package dev.doorward.server.door;

import dev.doorward.core.Judge;
import dev.doorward.core.Policy;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Identity;
import dev.doorward.core.may.Reason;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.verdict.Ask;
import dev.doorward.core.verdict.Step;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.who.Caller;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Principal;
import dev.doorward.face.shared.Mind;
import dev.doorward.http.Stream;
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
  private final InstantSource clock;

  OpenStreams(Mind mind, Supplier<Policy> policy, InstantSource clock) {
    this.mind = mind;
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
      if (!stillGood(verdict)) {
        stream.end(POLICY_VIOLATION);
      }
    });
  }

  private boolean stillGood(Verdict v) {
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
    Verdict again =
        switch (step) {
          case Verdict verdict -> verdict;
          case Ask ask -> resume(ask, now, v.caller());
        };
    return switch (again.decision()) {
      case Decision.Allow _ -> true;
      // A socket lives while the grant does, and outlives the token which opened it.
      case Decision.Prove(var why, _) -> why == Reason.Unproven.EXPIRED;
      case Decision.Wait _ -> true;
      default -> false;
    };
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
