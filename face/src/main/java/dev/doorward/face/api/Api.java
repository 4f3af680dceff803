package dev.doorward.face.api;

import dev.doorward.config.Settings;
import dev.doorward.core.Policy;
import dev.doorward.core.answer.Failure;
import dev.doorward.core.audit.Asked;
import dev.doorward.core.audit.NotKept;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Reason;
import dev.doorward.core.request.Path;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.route.Behind;
import dev.doorward.core.route.Endpoint;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.who.Principal;
import dev.doorward.face.control.Commands;
import dev.doorward.face.shared.Content;
import dev.doorward.face.shared.Face;
import dev.doorward.face.shared.Mind;
import dev.doorward.face.shared.Said;
import dev.doorward.face.shared.Witness;
import dev.doorward.identity.people.Refused;
import dev.doorward.identity.store.Store;
import dev.doorward.identity.store.StoreException;
import dev.doorward.portal.House;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin API: once the judge has let somebody in, commands do the rest. */
public final class Api {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  private final House house;
  private final Mind mind;
  private final Witness witness;
  private final Changes changes;
  private final Store store;
  private final Face face;
  private final String base;

  /**
   * Over these, at that face.
   *
   * @param base where it lies, with a slash at both ends
   */
  public Api(Face face, String base, House house, Mind mind, Store store, Witness witness) {
    this.store = store;
    this.changes = Changes.of(store);
    this.face = face;
    this.base = base;
    this.house = house;
    this.mind = mind;
    this.witness = witness;
  }

  /**
   * Answers, and tells the witness. Blocks.
   *
   * @param now the settings in force when the request began
   * @param policy by which it was judged
   * @param v which allows it
   * @param own the endpoint to which it leads
   * @param again judges the same request anew, as rights stand by then
   * @throws IOException when the request's content did not come
   */
  public Said serve(
      Settings now,
      Policy policy,
      Verdict v,
      Behind.Own own,
      Content content,
      Supplier<Verdict> again)
      throws IOException {
    try {
      RequestFacts f = v.trail().facts();
      byte[] body = new byte[0];
      if (!f.method().safe()) {
        body = content.read((int) own.intake().bodyLimit());
        // Whoever lets us wait for it may have lost his right meanwhile (C118, C357).
        Verdict still = again.get();
        if (!(still.decision() instanceof Decision.Allow)) {
          return told(policy, still, ApiWriter.say(policy.answers().say(still), Map.of()));
        }
      }
      ApiAnswer answer =
          run(
              own.endpoint(),
              new ApiCall(
                  base,
                  f.method().judgedAs(),
                  path(f),
                  f.target().query(),
                  body,
                  commands(now, v),
                  now));
      return told(policy, v, ApiWriter.done(policy.answers().ownFields(v.trail()), answer));
    } catch (Content.TooLarge e) {
      return ended(policy, v, new Decision.Repair(Reason.Fault.BODY_TOO_LARGE), Map.of());
    } catch (Invalid e) {
      return ended(policy, v, invalid(), ApiWriter.why(e.getMessage(), e.member()));
    } catch (Refused e) {
      return refused(policy, v, e);
    } catch (NotKept e) {
      LOG.warn("refused for now: {}", e.getMessage());
      return ended(policy, v, later(Reason.Later.NO_VERIFIER), ApiWriter.why(e.getMessage(), ""));
    } catch (StoreException | UncheckedIOException e) {
      LOG.warn("refused for now: {}", e.getMessage());
      return ended(policy, v, later(Reason.Later.NO_VERIFIER), Map.of());
    }
  }

  private ApiAnswer run(Endpoint endpoint, ApiCall call) {
    return switch (endpoint) {
      case API_DOCUMENT -> Document.show(call);
      case API_USERS -> UsersApi.all(call);
      case API_USER -> UsersApi.one(call);
      case API_PASSWORD -> UsersApi.password(call);
      case API_ROLE -> UsersApi.role(call);
      case API_SESSIONS -> SessionsApi.all(call);
      case API_SESSION -> SessionsApi.one(call);
      case API_TOKENS -> TokensApi.all(call);
      case API_TOKEN -> TokensApi.one(call);
      case API_KEYS -> KeysApi.list(call);
      case API_ROTATION -> KeysApi.rotate(call);
      case API_AUDIT -> AuditApi.list(call);
      case API_EXPLAIN -> ExplainApi.explain(call);
      case API_POLICY -> PolicyApi.show(call);
      case API_CHANGES -> VerifierApi.changes(call, changes, store);
      case API_VERIFICATION -> VerifierApi.verification(call, mind, changes, store);
      case API_NOTHING ->
          throw new Refused(Refused.Kind.UNKNOWN, "the API has nothing by this name");
      case HEALTH,
          LOGIN,
          LOGOUT,
          ACCOUNT,
          ACCOUNT_PASSWORD,
          SESSION_REVOKE,
          SESSIONS_REVOKE,
          ARRIVE,
          ASSETS,
          CHANGE_PASSWORD,
          JWKS,
          RESOURCE_METADATA ->
          throw new IllegalStateException("the portal answers it");
    };
  }

  /** Every change is kept with who asked for it, and by which request. */
  private Commands commands(Settings now, Verdict v) {
    House here =
        v.caller() instanceof Principal p
            ? house.with(
                new Actor(house.audit(), Asked.of(v.trail(), face.word()), p.subject().name()))
            : house;
    return new Commands(here, mind, () -> now);
  }

  private Said refused(Policy policy, Verdict v, Refused e) {
    Map<String, Object> why = ApiWriter.why(e.getMessage(), "");
    return switch (e.kind()) {
      case INVALID -> ended(policy, v, invalid(), why);
      case UNKNOWN -> ended(policy, v, new Decision.Repair(Reason.Fault.NOT_FOUND), why);
      case BUSY -> ended(policy, v, later(Reason.Later.OVERLOADED), why);
      case TAKEN, ALREADY ->
          told(
              policy, v, ApiWriter.say(policy.answers().failure(v.trail(), Failure.CONFLICT), why));
    };
  }

  private Said ended(Policy policy, Verdict v, Decision decision, Map<String, Object> why) {
    Verdict ended = v.but(decision);
    return told(policy, ended, ApiWriter.say(policy.answers().say(ended), why));
  }

  private Said told(Policy policy, Verdict v, Said reply) {
    witness.answered(face, policy, v, reply.status());
    return reply;
  }

  private static Decision invalid() {
    return new Decision.Repair(Reason.Fault.INVALID_REQUEST);
  }

  private static Decision later(Reason.Later why) {
    return new Decision.Wait(why, Duration.ofSeconds(5));
  }

  private static List<String> path(RequestFacts f) {
    return switch (f.target().path()) {
      case Path.Plain(var segments) -> segments;
      case Path.Twofold(var asItStands, _) -> asItStands;
      case Path.Whole _ -> throw new IllegalStateException("a path without segments has no route");
    };
  }
}
