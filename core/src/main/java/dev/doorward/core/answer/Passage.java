package dev.doorward.core.answer;

import dev.doorward.core.may.Decision;
import dev.doorward.core.request.ClientKind;
import dev.doorward.core.request.Header;
import dev.doorward.core.route.Access;
import dev.doorward.core.route.Site;
import dev.doorward.core.verdict.Trail;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.where.Client;
import dev.doorward.core.who.Cookies;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Principal;
import dev.doorward.core.who.Upkeep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What changes in a request that is let through, and in the application's answer. Hop-by-hop fields
 * are gone before (RFC 9110 §7.6.1), so that a client cannot nominate ours for removal (C327).
 */
public final class Passage {
  /** The names by which an application is told who calls (contract, "What the app receives"). */
  public static final List<String> IDENTITY =
      List.of(
          "X-Doorward-User",
          "X-Doorward-Roles",
          "X-Doorward-Scopes",
          "X-Doorward-Request-Id",
          "X-Doorward-Assertion");

  private Passage() {}

  /** The request's fields as the application gets them (contract, "What the app receives"). */
  public static List<Header> towardsApp(Verdict v, List<Header> fields) {
    Trail t = v.trail();
    boolean judged = isJudged(v);
    Site site = t.route().site();
    List<Header> out = new ArrayList<>(fields.size() + 8);
    for (Header field : fields) {
      String name = SpoofableNames.canonical(field.name());
      switch (name) {
        case "authorization" -> {
          if (!judged) {
            out.add(field); // C147, C330, C331
          }
        }
        case "cookie" ->
            Cookies.without(field.value(), site::isOurs)
                .ifPresent(rest -> out.add(new Header(field.name(), rest)));
        case "host" -> out.add(host(t, field));
        default -> {
          if (!SpoofableNames.isOne(name)) {
            out.add(field);
          }
        }
      }
    }
    if (fields.stream().noneMatch(field -> field.name().equalsIgnoreCase("host"))) {
      out.add(new Header("Host", t.asked().authority())); // HTTP/1.0
    }
    if (t.from() instanceof Client.Known(var address, _)) {
      out.add(new Header("X-Forwarded-For", address.toString()));
    }
    out.add(new Header("X-Forwarded-Proto", t.route().site().origin().scheme()));
    t.facts().target().host().ifPresent(host -> out.add(new Header("X-Forwarded-Host", host)));
    out.add(requestId(t));
    out.addAll(identity(v));
    return out;
  }

  /** Whether {@code Authorization} was judged; then it is not passed on (C257, C329). */
  public static boolean isJudged(Verdict v) {
    return v.credential() instanceof Credential.Bearer
        || v.credential() instanceof Credential.Basic;
  }

  /** Who was let in, as the application is told; nothing for a stranger (C256). */
  public static List<Header> identity(Verdict v) {
    if (!(v.caller() instanceof Principal p) || !(v.decision() instanceof Decision.Allow)) {
      return List.of();
    }
    List<Header> out = new ArrayList<>(3);
    out.add(new Header("X-Doorward-User", p.subject().name()));
    List<String> roles = p.roles().names();
    if (!roles.isEmpty()) {
      out.add(new Header("X-Doorward-Roles", String.join(",", roles)));
    }
    if (!p.scopes().listed().isEmpty()) {
      out.add(new Header("X-Doorward-Scopes", String.join(",", p.scopes().listed())));
    }
    return out;
  }

  /**
   * Whether a request field is one by which a client could name himself, in any spelling (C256).
   */
  public static boolean isSpoofable(String name) {
    return SpoofableNames.isOne(SpoofableNames.canonical(name));
  }

  /** The answer's fields as the client gets them. */
  public static List<Header> towardsClient(Verdict v, List<Header> fields) {
    List<Header> out = new ArrayList<>(fields.size() + 4);
    List<String> caching = new ArrayList<>(1);
    boolean guards = guardsCaching(v);
    for (Header field : fields) {
      if (guards && field.name().equalsIgnoreCase("Cache-Control")) {
        caching.add(field.value());
      } else if (passes(v, field)) {
        out.add(field);
      }
    }
    caching(v, caching).ifPresent(out::add);
    out.addAll(gained(v));
    return out;
  }

  /** Whether a field of the application's answer reaches the client; its caching aside. */
  public static boolean passes(Verdict v, Header field) {
    Trail t = v.trail();
    String name = field.name().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "x-request-id" -> false;
      case "set-cookie" -> !t.route().site().isOurs(cookieName(field.value()));
      default ->
          !(name.startsWith("access-control-") && t.route().cors().isOurs())
              && !(CacheGuard.isForCdns(name) && guardsCaching(v));
    };
  }

  /**
   * {@code Cache-Control} of an answer of the application which only one caller may see (C254);
   * empty where its own holds.
   *
   * @param given its own values
   */
  public static Optional<Header> caching(Verdict v, List<String> given) {
    return guardsCaching(v)
        ? Optional.of(new Header("Cache-Control", CacheGuard.guarded(given)))
        : Optional.empty();
  }

  /**
   * What a front is told which may let a request through: who calls, and what the application's
   * answer gains (C293).
   */
  static List<Header> permission(Verdict v) {
    List<Header> out = new ArrayList<>(8);
    out.add(requestId(v.trail()));
    out.addAll(identity(v));
    out.addAll(gained(v));
    return out;
  }

  /** What every answer of the application gains on its way to the client. */
  public static List<Header> gained(Verdict v) {
    Trail t = v.trail();
    List<Header> out = new ArrayList<>(6);
    vary(t, v).ifPresent(names -> out.add(new Header("Vary", names)));
    out.addAll(CorsFields.of(t));
    if (v.decision().upkeep() == Upkeep.MAY_CLEAR && ClientKind.of(t.facts()) == ClientKind.NAV) {
      out.add(SetCookies.cleared(t.route().site(), "")); // C146
    }
    out.add(new Header("X-Request-Id", t.facts().id().toString()));
    return out;
  }

  private static Header requestId(Trail t) {
    return new Header("X-Doorward-Request-Id", t.facts().id().toString());
  }

  /** C254: on protected routes always, on optional ones when somebody was known. */
  private static boolean guardsCaching(Verdict v) {
    return v.trail().route().access() instanceof Access.Guarded g
        && (g.anonymous() == Access.Anonymous.CHALLENGED || v.caller() instanceof Principal);
  }

  private static Optional<String> vary(Trail t, Verdict v) {
    boolean personal = v.trail().route().access() instanceof Access.Guarded;
    if (t.route().cors().isOurs()) {
      return Optional.of(personal ? "Authorization, Cookie, Origin" : "Origin");
    }
    return personal ? Optional.of("Authorization, Cookie") : Optional.empty();
  }

  /** In absolute form the target's authority counts, not the field (RFC 9112 §3.2.2). */
  private static Header host(Trail t, Header sent) {
    return t.facts()
        .target()
        .host()
        .filter(host -> !host.equalsIgnoreCase(sent.value().strip()))
        .map(host -> new Header(sent.name(), host))
        .orElse(sent);
  }

  /**
   * What browsers send back as the name: one that begins with "=" has none, and its value counts.
   */
  private static String cookieName(String setCookie) {
    String pair = setCookie.strip();
    int from = pair.startsWith("=") ? 1 : 0;
    int equals = pair.indexOf('=', from);
    return equals < 0 ? "" : pair.substring(from, equals).strip();
  }
}
