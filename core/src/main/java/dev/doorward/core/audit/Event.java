package dev.doorward.core.audit;

import dev.doorward.core.may.Reason;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.who.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something the audit log keeps. It holds no secret.
 *
 * @param asked the request by which it happened; empty for a command, and for the file
 * @param user whom it is about, by name
 * @param actor who did it by the admin API, by name; the user himself or an operator where empty
 * @param held the id of the session or token it is about, {@code ses_…} or {@code tok_…}
 * @param decision what the judge decided
 * @param reason in a few words
 * @param status what was, or is about to be, answered
 * @param why line by line
 */
public record Event(
    Kind kind,
    Instant at,
    Optional<Asked> asked,
    Optional<String> user,
    Optional<String> actor,
    Optional<String> held,
    Optional<String> decision,
    Optional<String> reason,
    Optional<Integer> status,
    List<String> why) {
  /** What happened. */
  public enum Kind {
    SIGN_IN,
    SIGN_IN_FAILED,
    SIGN_OUT,
    REFUSED,
    REVOKED,
    RIGHTS_CHANGED,
    CONFIG_LOADED,
    CONFIG_REFUSED;

    /** As the log writes it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Something that happened, without more about it. */
  public static Event of(Kind kind, Instant at) {
    return new Event(
        kind,
        at,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** What became of a request, with the principal's name where there is one. */
  public static Event of(Kind kind, Verdict v, String face, int status) {
    return new Event(
        kind,
        v.trail().facts().at(),
        Optional.of(Asked.of(v.trail(), face)),
        v.caller() instanceof Principal p ? Optional.of(p.subject().name()) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(v.decision().word()),
        v.decision().reason().map(Reason::word),
        Optional.of(status),
        List.of());
  }

  /** By that request. */
  public Event by(Asked request) {
    return new Event(
        kind, at, Optional.of(request), user, actor, held, decision, reason, status, why);
  }

  /** About that user. */
  public Event about(String name) {
    return new Event(
        kind, at, asked, Optional.of(name), actor, held, decision, reason, status, why);
  }

  /** Done by that user to somebody, or to himself. */
  public Event actor(String name) {
    return new Event(kind, at, asked, user, Optional.of(name), held, decision, reason, status, why);
  }

  /** About that session or token. */
  public Event held(String id) {
    return new Event(kind, at, asked, user, actor, Optional.of(id), decision, reason, status, why);
  }

  /** For that reason. */
  public Event reason(String words) {
    return new Event(kind, at, asked, user, actor, held, decision, Optional.of(words), status, why);
  }

  /** Told line by line. */
  public Event why(List<String> lines) {
    return new Event(
        kind, at, asked, user, actor, held, decision, reason, status, List.copyOf(lines));
  }
}
