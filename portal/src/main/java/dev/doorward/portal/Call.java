package dev.doorward.portal;

import dev.doorward.core.Policy;
import dev.doorward.core.audit.Asked;
import dev.doorward.core.request.ClientKind;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.route.Endpoint;
import dev.doorward.core.route.Site;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.who.Cookies;
import dev.doorward.core.who.Credential;
import dev.doorward.identity.session.Key;
import dev.doorward.identity.session.Sessions;
import dev.doorward.identity.store.Ids;
import java.util.List;
import java.util.Optional;

/**
 * A request which the judge let through to an endpoint of our own.
 *
 * @param body what was sent; empty where nothing was
 * @param contentType its media type, without parameters, lower case
 * @param agent what the client calls itself
 * @param face by which it came, in a word
 */
public record Call(
    Policy policy,
    Verdict verdict,
    Endpoint endpoint,
    byte[] body,
    String contentType,
    String agent,
    String face) {
  /** The facts of the request. */
  public RequestFacts facts() {
    return verdict.trail().facts();
  }

  Site site() {
    return verdict.trail().route().site();
  }

  /** The host whose keys are good here, as browsers name it. */
  String host() {
    return verdict.trail().asked().authority();
  }

  /** This request, for the audit log. */
  Asked asked() {
    return Asked.of(verdict.trail(), face);
  }

  ClientKind kind() {
    return ClientKind.of(facts());
  }

  boolean isPost() {
    return facts().method().token().equals("POST");
  }

  /** Whether a page of ours sent its form, so that a page goes back. */
  boolean isForm() {
    return isPost()
        && (contentType.equals("application/x-www-form-urlencoded")
            || (body.length == 0 && kind() == ClientKind.NAV));
  }

  /** The key to a session which came along, where it is good. Blocks. */
  Optional<Key> key(Sessions sessions) {
    return verdict.credential() instanceof Credential.Session(var secret)
        ? sessions.find(secret.reveal(), host())
        : Optional.empty();
  }

  /** The digest of the session key which came along. */
  Optional<String> keyDigest() {
    return verdict.credential() instanceof Credential.Session(var secret)
        ? Optional.of(Ids.digest(secret.reveal()))
        : Optional.empty();
  }

  /** The value of a cookie of ours with that suffix, unless there are two of them. */
  Optional<String> cookie(String suffix) {
    List<String> values =
        Cookies.named(
            facts().fields().all(dev.doorward.core.request.Field.COOKIE), site().cookie() + suffix);
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }
}
