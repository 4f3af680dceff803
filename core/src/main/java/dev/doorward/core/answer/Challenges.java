package dev.doorward.core.answer;

import dev.doorward.core.answer.Challenge.Param;
import dev.doorward.core.may.Assurance;
import dev.doorward.core.may.Reason;
import dev.doorward.core.request.ClientKind;
import dev.doorward.core.request.Header;
import dev.doorward.core.route.Access;
import dev.doorward.core.route.Site;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Scheme;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The challenge lines of one route; the frequent ones are rendered when the policy is compiled. */
final class Challenges {
  private static final String FIELD = "WWW-Authenticate";

  private final Site site;
  private final Access.Guarded access;
  private final List<Header> stranger;
  private final List<Header> strangerWithoutBasic;
  private final List<Header> expired;
  private final List<Header> invalid;

  Challenges(Site site, Access.Guarded access) {
    this.site = site;
    this.access = access;
    this.stranger = lines(false, Optional.empty(), Map.of());
    this.strangerWithoutBasic = lines(true, Optional.empty(), Map.of());
    this.expired = lines(false, Optional.of(Scheme.BEARER), token("The access token is expired"));
    this.invalid = lines(false, Optional.of(Scheme.BEARER), token("The access token is invalid"));
  }

  /** All ways in that are shown to this kind of client, for a 401. */
  List<Header> unproven(Reason.ToProve why, Credential used, ClientKind kind) {
    boolean withheld = withholdsBasic(kind);
    if (why instanceof Reason.StepUp(var unmet, _)) {
      return lines(withheld, Optional.of(scheme(used)), stepUp(unmet));
    }
    if (!used.isToken()) {
      return withheld ? strangerWithoutBasic : stranger;
    }
    if (!withheld) {
      return why == Reason.Unproven.EXPIRED ? expired : invalid;
    }
    String text =
        why == Reason.Unproven.EXPIRED
            ? "The access token is expired"
            : "The access token is invalid";
    return lines(true, Optional.of(Scheme.BEARER), token(text));
  }

  /** The lines of a 400 of step 8 (C043). */
  List<Header> broken(ClientKind kind) {
    List<Header> lines = new ArrayList<>();
    for (Scheme scheme : access.accepts().all()) {
      if (scheme == Scheme.BEARER) {
        Challenge bearer = bearer().with(Param.ERROR, "invalid_request");
        lines.add(new Header(FIELD, advertised(bearer).render()));
      } else if (scheme != Scheme.BASIC || !withholdsBasic(kind)) {
        lines.add(new Header(FIELD, plain(scheme).render()));
      }
    }
    return lines;
  }

  /** A token was fine and is not enough, and no wider one would be (C035). */
  List<Header> bare() {
    return List.of(new Header(FIELD, bearer().render()));
  }

  /** A token has too little scope; names all that the route needs (C100). */
  List<Header> tooNarrow(List<String> needed) {
    Challenge line =
        bearer()
            .with(Param.ERROR, "insufficient_scope")
            .with(Param.SCOPE, String.join(" ", needed));
    return List.of(new Header(FIELD, advertised(line).render()));
  }

  private List<Header> lines(
      boolean withoutBasic, Optional<Scheme> used, Map<Param, String> error) {
    List<Header> lines = new ArrayList<>();
    for (Scheme scheme : access.accepts().all()) {
      if (scheme == Scheme.BASIC && withoutBasic) {
        continue;
      }
      Challenge line = plain(scheme);
      if (used.filter(scheme::equals).isPresent()) {
        line.withAll(error);
      }
      lines.add(new Header(FIELD, line.render()));
    }
    return List.copyOf(lines);
  }

  /** A line as a stranger sees it on a 401. */
  private Challenge plain(Scheme scheme) {
    return switch (scheme) {
      case BASIC ->
          new Challenge("Basic")
              .with(Param.REALM, site.realm().text())
              .with(Param.CHARSET, "UTF-8");
      case BEARER -> {
        Challenge line = advertised(bearer());
        yield access.need().scopes().isEmpty()
            ? line
            : line.with(Param.SCOPE, String.join(" ", access.need().scopes()));
      }
      case SESSION ->
          new Challenge("Session")
              .with(Param.LOGIN_URI, site.signIn() + "/.doorward/login")
              .with(Param.REALM, site.realm().text());
    };
  }

  private Challenge bearer() {
    return new Challenge("Bearer").with(Param.REALM, site.realm().text());
  }

  private Challenge advertised(Challenge line) {
    access.resource().metadata().ifPresent(url -> line.with(Param.RESOURCE_METADATA, url));
    return line;
  }

  /** A browser would open its own password box before script or person sees the answer (C003). */
  private boolean withholdsBasic(ClientKind kind) {
    return switch (kind) {
      case XHR, SUB -> access.accepts().all().size() > 1;
      case NAV, FRAME -> access.accepts().has(Scheme.SESSION);
      default -> false;
    };
  }

  private static Scheme scheme(Credential used) {
    return switch (used) {
      case Credential.Bearer _ -> Scheme.BEARER;
      case Credential.Basic _ -> Scheme.BASIC;
      default -> Scheme.SESSION;
    };
  }

  private static Map<Param, String> token(String description) {
    return Map.of(Param.ERROR, "invalid_token", Param.ERROR_DESCRIPTION, description);
  }

  private static Map<Param, String> stepUp(Assurance unmet) {
    Map<Param, String> params = new EnumMap<>(Param.class);
    params.put(Param.ERROR, "insufficient_user_authentication");
    unmet.acr().ifPresent(acr -> params.put(Param.ACR_VALUES, acr.urn()));
    unmet.maxAge().ifPresent(age -> params.put(Param.MAX_AGE, Long.toString(age.toSeconds())));
    return params;
  }
}
