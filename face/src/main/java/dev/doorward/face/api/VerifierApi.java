package dev.doorward.face.api;

import dev.doorward.face.shared.Mind;
import dev.doorward.identity.people.User;
import dev.doorward.identity.store.Store;
import dev.doorward.identity.store.StoreException;
import dev.doorward.oauth.token.Claims;
import dev.doorward.oauth.token.TokenIdentify;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code changes} and {@code verifications}: for those which verify tokens elsewhere. */
final class VerifierApi {
  private static final int MOST_TOKEN = 16 << 10;
  private static final int MOST_EPOCH = 64;
  private static final long MOST_WAIT = 1000;

  private VerifierApi() {}

  /** What changed; waits for it as long as was asked. */
  static ApiAnswer changes(ApiCall call, Changes changes, Store store) {
    Query query = call.parameters("epoch", "after", "wait_ms");
    String epoch = query.text("epoch").orElse("");
    if (epoch.length() > MOST_EPOCH) {
      throw new Invalid("epoch", "must be the epoch of an answer before");
    }
    long after = number(query, "after");
    long wait = Math.min(MOST_WAIT, number(query, "wait_ms"));
    Duration behind = store.behind(); // before the page is made, which is no older than this
    Changes.Page page;
    try {
      page = changes.after(epoch, after, Duration.ofMillis(wait));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted", e);
    }
    if (!store.isCurrent()) {
      throw new StoreException(
          "the changes of other nodes are not known", new IllegalStateException("feed is behind"));
    }
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("epoch", page.epoch());
    said.put("last", page.last());
    said.put("missed", page.missed());
    said.put("behind_ms", behind.toMillis() + 1);
    said.put(
        "changes",
        page.changes().stream()
            .map(change ->
                Map.of("kind", change.kind().name().toLowerCase(Locale.ROOT), "id", change.id()))
            .toList());
    return new ApiAnswer.Ok(said);
  }

  /**
   * Whose a token is, and what it is good for; its times are for the verifier to judge. Says from
   * which place in {@code changes} on whoever remembers it is told when to forget it; where that is
   * not known it says nothing, and it is not to be remembered.
   */
  static ApiAnswer verification(ApiCall call, Mind mind, Changes changes, Store store) {
    call.parameters();
    String token = call.members("token").need("token", MOST_TOKEN);
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    Changes.Position before = changes.position();
    boolean followed = store.isCurrent();
    Optional<TokenIdentify.Known> found = mind.known(token);
    said.put("active", found.isPresent());
    found.ifPresent(known -> tell(said, known.claims(), known.user()));
    if (found.isPresent() && followed) {
      said.put("epoch", before.epoch());
      said.put("last", before.last());
    }
    return new ApiAnswer.Ok(said);
  }

  private static void tell(Map<String, @Nullable Object> said, Claims claims, User user) {
    said.put("token_id", claims.id());
    said.put("user_id", user.id());
    said.put("user", user.name());
    said.put("roles", user.roles());
    said.put("suspended", user.state() == User.State.SUSPENDED);
    said.put("must_change", user.mustChange());
    said.put("audience", List.copyOf(claims.audience()));
    said.put("scopes", claims.scopes());
    said.put("acr", claims.acr().urn());
    said.put("auth_time", claims.authTime().map(Instant::getEpochSecond).orElse(null));
    said.put("nbf", claims.notBefore().map(Instant::getEpochSecond).orElse(null));
    said.put("iat", claims.issued().getEpochSecond());
    said.put("exp", claims.expires().getEpochSecond());
  }

  private static long number(Query query, String name) {
    String text = query.text(name).orElse("0");
    if (!text.matches("[0-9]{1,18}")) {
      throw new Invalid(name, "must be a number");
    }
    return Long.parseLong(text);
  }
}
