package dev.doorward.face.shared;

import dev.doorward.core.may.Identify;
import dev.doorward.core.may.Identity;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.route.Origin;
import dev.doorward.core.where.Address;
import dev.doorward.core.where.Client;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Principal;
import dev.doorward.identity.signin.PeopleIdentify;
import dev.doorward.oauth.token.TokenIdentify;
import java.util.Optional;

/** Who it is, whatever was presented. */
public final class Mind implements Identify {
  private final PeopleIdentify people;
  private final TokenIdentify tokens;
  private final Origin origin;

  /** Over these; {@code origin} never changes while a server runs. */
  public Mind(PeopleIdentify people, TokenIdentify tokens, Origin origin) {
    this.people = people;
    this.tokens = tokens;
    this.origin = origin;
  }

  /** The same where browsers come by another origin, in whose scheme the host asked is read. */
  public Mind at(Origin other) {
    return new Mind(people, tokens, other);
  }

  @Override
  public Optional<Identity> recall(
      Credential.Presented credential, RequestFacts facts, Client from) {
    return switch (credential) {
      case Credential.Session session -> people.recall(session, host(facts));
      case Credential.Basic basic -> people.recall(basic);
      case Credential.Bearer(var token) -> tokens.recall(token.reveal(), facts.at());
    };
  }

  @Override
  public Identity identify(Credential.Presented credential, RequestFacts facts, Client from) {
    return switch (credential) {
      case Credential.Session session -> people.identify(session, host(facts));
      case Credential.Basic basic -> people.identify(basic, address(facts, from));
      case Credential.Bearer(var token) ->
          tokens.identify(token.reveal(), facts.at(), Optional.of(address(facts, from)));
    };
  }

  /**
   * Whose a token is that may still be good, whatever the time. May block.
   *
   * @throws dev.doorward.identity.store.StoreException when nobody could tell
   */
  public Optional<TokenIdentify.Known> known(String token) {
    return tokens.known(token);
  }

  /** The id of the session or token which that credential is, from memory. */
  public Optional<String> held(Credential credential, RequestFacts facts) {
    return switch (credential) {
      case Credential.Session session -> people.sessionOf(session, host(facts));
      case Credential.Bearer(var token) -> tokens.idOf(token.reveal());
      case Credential.Basic _, Credential.Broken _, Credential.None _ -> Optional.empty();
    };
  }

  /** Somebody who was proven before, as his record stands now. May block. */
  public Identity again(Principal before) {
    return people.again(before);
  }

  /** Guesses are counted by the peer where its word for the client is unusable. */
  public static Address address(RequestFacts facts, Client from) {
    return from instanceof Client.Known(var address, _) ? address : facts.peer().address();
  }

  /** The host on which a key must be good: the very one asked. */
  private String host(RequestFacts facts) {
    return facts
        .target()
        .host()
        .map(host -> Origin.canonical(origin.scheme(), host))
        .orElse(origin.authority());
  }
}
