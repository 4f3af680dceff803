package dev.doorward.config;

import dev.doorward.config.Block.Text;
import dev.doorward.core.may.Assurance;
import dev.doorward.core.may.Requirement;
import dev.doorward.core.may.Right;
import dev.doorward.core.route.Access;
import dev.doorward.core.route.Behind;
import dev.doorward.core.route.Cors;
import dev.doorward.core.route.Origin;
import dev.doorward.core.route.Pattern;
import dev.doorward.core.route.Place;
import dev.doorward.core.route.Resource;
import dev.doorward.core.route.Route;
import dev.doorward.core.route.RouteIndex;
import dev.doorward.core.route.Site;
import dev.doorward.core.where.Perimeter;
import dev.doorward.core.who.Acr;
import dev.doorward.core.who.Scheme;
import dev.doorward.core.who.Schemes;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the routes of one site. */
final class RouteReader {
  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final Map<String, Scheme> SCHEMES =
      Map.of("basic", Scheme.BASIC, "bearer", Scheme.BEARER, "session", Scheme.SESSION);
  private static final List<String> WORDS = List.of("public", "optional", "signed-in", "closed");

  private final Source source;
  private final Values values;
  private final Rights rights;
  private final AddressSets addresses;
  private final Site site;
  private final Cors cors;
  private final Schemes schemes;
  private final Behind behind;
  final Set<String> scopes = new LinkedHashSet<>();
  final Set<String> resources = new LinkedHashSet<>();

  RouteReader(
      Source source,
      Rights rights,
      AddressSets addresses,
      Site site,
      Cors cors,
      Schemes schemes,
      Behind behind) {
    this.source = source;
    this.values = new Values(source);
    this.rights = rights;
    this.addresses = addresses;
    this.site = site;
    this.cors = cors;
    this.schemes = schemes;
    this.behind = behind;
  }

  /** A line of the file with its place, for checks over all lines. */
  record Placed(RouteIndex.Line line, Node at) {}

  Optional<Placed> read(Block block, Node fallback, int number) {
    Optional<Text> path = block.text("path");
    Node at = block.at(fallback);
    if (path.isEmpty()) {
      source.mistake(at, "a route needs a path such as /admin/**");
    }
    Optional<Pattern> pattern = path.flatMap(p -> pattern(p));
    Set<String> methods = methods(block);
    Perimeter perimeter =
        block
            .someTexts("from")
            .<Perimeter>map(names -> new Perimeter.Only(addresses.union("from", names)))
            .orElse(Perimeter.Open.OPEN);
    Access access = access(block, at, pattern);
    Behind to = block.text("upstream").flatMap(text -> upstream(source, text)).orElse(behind);
    Cors routeCors = cors(block);
    block.notBuilt("tools");
    block.notBuilt("advertise-oauth");
    block.notBuilt("assertion");
    block.refuseUnknown();
    return pattern.map(p -> {
      String text = path.map(Text::value).orElse("");
      Place place = new Place(source.name() + ":" + Source.line(at), text);
      Route route = new Route(number, site, place, perimeter, routeCors, access, to);
      return new Placed(new RouteIndex.Line(p, methods, route), at);
    });
  }

  /** What covers all that no line does. */
  Route otherwise(Optional<Text> word, Node fallback, int number) {
    Access access = Access.Closed.CLOSED;
    Node at = word.map(Text::at).orElse(fallback);
    if (word.isPresent()) {
      switch (word.get().value()) {
        case "closed" -> {}
        case "signed-in" -> access = guarded(schemes, Access.Anonymous.CHALLENGED);
        default -> source.mistake(at, Values.wrong("default", word.get(), "closed or signed-in"));
      }
    }
    String from = word.isPresent() ? source.name() + ":" + Source.line(at) : source.name();
    return new Route(
        number, site, new Place(from, "default"), Perimeter.Open.OPEN, cors, access, behind);
  }

  static Optional<Behind> upstream(Source source, Text text) {
    boolean http2 = text.value().regionMatches(true, 0, "h2c://", 0, 6);
    String plain = http2 ? "http" + text.value().substring(3) : text.value();
    Optional<Origin> url = Origin.parse(plain).filter(origin -> !origin.isSecure());
    if (url.isEmpty()) {
      source.mistake(
          text.at(),
          Values.wrong(
              "upstream",
              text,
              "an address such as http://127.0.0.1:3000, or h2c://127.0.0.1:50051 for an"
                  + " application that speaks HTTP/2"));
      return Optional.empty();
    }
    if (!source.inside && source.door.filter(door -> isAt(door, url.get())).isPresent()) {
      source.mistake(
          text.at(),
          "upstream: \"%s\" is where the door itself listens, which would ask itself without end;"
                  .formatted(text.value())
              + " name the application's address, or another listen");
      return Optional.empty();
    }
    String address = (http2 ? "h2c" : "http") + "://" + url.get().authority();
    return Optional.of(source.inside ? Behind.App.AROUND : new Behind.App(address));
  }

  /** Whether that address leads to that listener, as far as the spelling tells. */
  private static boolean isAt(InetSocketAddress listener, Origin url) {
    return Notation.listen(url.host() + ":" + url.port())
        .filter(asked ->
            asked.equals(listener)
                || (asked.getPort() == listener.getPort()
                    && asked.getAddress().isLoopbackAddress()
                    && listener.getAddress().isAnyLocalAddress()))
        .isPresent();
  }

  static Schemes schemes(Source source, List<Text> words) {
    List<Scheme> found = new ArrayList<>();
    for (Text word : words) {
      Scheme scheme = SCHEMES.get(word.value());
      if (scheme != null && source.trusts && scheme != Scheme.BEARER) {
        source.mistake(
            word.at(),
            "with trust: only bearer tokens are verified; sessions and passwords are the other"
                + " Doorward's");
      } else if (scheme != null) {
        found.add(scheme);
      } else if (word.value().equals("dpop")) {
        source.mistake(word.at(), "scheme dpop is not built in this release; remove it");
      } else {
        source.mistake(
            word.at(),
            "unknown scheme \"%s\"%s"
                .formatted(word.value(), Suggest.among(word.value(), SCHEMES.keySet())));
      }
    }
    return found.isEmpty() ? source.usual() : Schemes.of(found);
  }

  private Optional<Pattern> pattern(Text path) {
    Optional<Pattern> pattern = Pattern.parse(path.value());
    if (pattern.isEmpty()) {
      source.mistake(
          path.at(),
          Values.wrong(
              "path",
              path,
              "a path such as /a, /a/** or /a/*/b (no partial wildcards, no dot segments)"));
    } else if (pattern.get().segments().stream()
        .findFirst()
        .filter(".doorward"::equals)
        .isPresent()) {
      source.mistake(path.at(), "paths under /.doorward/ are Doorward's own; name another");
    }
    return pattern;
  }

  private Set<String> methods(Block block) {
    Set<String> methods = new LinkedHashSet<>();
    for (Text text : block.someTexts("methods").orElse(List.of())) {
      if (text.value().equals("HEAD")) {
        source.mistake(text.at(), "HEAD is judged as GET; write GET");
      } else if (!METHODS.contains(text.value()) && !text.value().matches("[A-Z][A-Z-]{0,31}")) {
        source.mistake(text.at(), Values.wrong("methods", text, "a method such as POST"));
      }
      methods.add(text.value());
    }
    return methods;
  }

  private Access access(Block block, Node at, Optional<Pattern> pattern) {
    Optional<Text> word = block.text("access");
    boolean narrows = false;
    for (String key :
        List.of(
            "roles",
            "scopes",
            "permissions",
            "assurance",
            "max-age",
            "hide",
            "schemes",
            "resource")) {
      narrows |= block.has(key);
    }
    Schemes accepts =
        block.someTexts("schemes").map(words -> schemes(source, words)).orElse(schemes);
    Requirement need = requirement(block);
    boolean hide = values.flag(block, "hide");
    Resource resource = resource(block, pattern);
    Access.Anonymous anonymous = Access.Anonymous.CHALLENGED;
    if (word.isPresent()) {
      switch (word.get().value()) {
        case "public" -> {
          refuseNarrowed(block, word.get(), narrows);
          return Access.Public.PUBLIC;
        }
        case "closed" -> {
          refuseNarrowed(block, word.get(), narrows);
          return Access.Closed.CLOSED;
        }
        case "optional" -> {
          if (!need.equals(Requirement.NONE) || hide) {
            source.mistake(
                word.get().at(),
                "access: optional welcomes strangers, so roles, scopes, permissions, assurance,"
                    + " max-age and hide contradict it; write access: signed-in");
          }
          anonymous = Access.Anonymous.WELCOME;
        }
        case "signed-in" -> {}
        case "mcp" ->
            source.mistake(word.get().at(), "access: mcp is not built in this release; remove it");
        default ->
            source.mistake(
                word.get().at(),
                "unknown access \"%s\"%s"
                    .formatted(word.get().value(), Suggest.among(word.get().value(), WORDS)));
      }
    } else if (!narrows) {
      source.mistake(
          at, "a route needs access: public, optional, signed-in or closed, or roles, scopes, …");
    }
    return new Access.Guarded(
        resource, accepts, anonymous, need, hide ? Access.Style.HIDDEN : Access.Style.PLAIN);
  }

  private void refuseNarrowed(Block block, Text word, boolean narrows) {
    if (narrows) {
      source.mistake(
          word.at(),
          "access: %s never looks at who asks, so what else this route demands contradicts it"
              .formatted(word.value()));
    }
  }

  private Requirement requirement(Block block) {
    List<Right> all = new ArrayList<>();
    block.someTexts("roles").ifPresent(names -> all.addAll(rights.anyOf(names)));
    block.someTexts("permissions").ifPresent(names -> all.addAll(rights.permissions(names)));
    List<Text> named = block.someTexts("scopes").orElse(List.of());
    for (Text scope : named) {
      // RFC 6749 §3.3: scope-token.
      if (!scope.value().matches("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,128}")) {
        source.mistake(scope.at(), Values.wrong("scopes", scope, "a scope such as reports:read"));
      }
    }
    all.addAll(rights.scopes(named));
    List<String> needed = named.stream().map(Text::value).toList();
    scopes.addAll(needed);
    Optional<Acr> acr = block.text("assurance").flatMap(this::acr);
    Optional<Duration> maxAge =
        block.text("max-age").flatMap(text -> values.duration(text, "max-age"));
    Assurance assurance =
        acr.isEmpty() && maxAge.isEmpty() ? Assurance.NONE : new Assurance(acr, maxAge);
    Requirement need = new Requirement(all, assurance, needed);
    return need.equals(Requirement.NONE) ? Requirement.NONE : need;
  }

  private Optional<Acr> acr(Text text) {
    if (!text.value().equals("mfa")) {
      source.mistake(text.at(), Values.wrong("assurance", text, "mfa"));
      return Optional.empty();
    }
    return Optional.of(Acr.MFA);
  }

  private Resource resource(Block block, Optional<Pattern> pattern) {
    Optional<Text> text = block.text("resource");
    if (text.isEmpty()) {
      return everywhere();
    }
    if (site.isMany()) {
      source.mistake(
          text.get().at(),
          "resource has no one address on %s; give each host which has one a site of its own"
              .formatted(site.origin().authority()));
      return everywhere();
    }
    String path = text.get().value();
    if (!path.startsWith("/") || Pattern.parse(path).filter(p -> !p.subtree()).isEmpty()) {
      source.mistake(text.get().at(), Values.wrong("resource", text.get(), "a path such as /api"));
    }
    if (pattern.filter(Pattern::subtree).isPresent()) {
      source.warning(
          text.get().at(),
          "clients accept the metadata of %s only at exactly that address (RFC 9728 §3.3)"
              .formatted(path));
    }
    String name = site.origin() + path;
    resources.add(name);
    return new Resource(
        Set.of(name), Optional.of(site.origin() + "/.well-known/oauth-protected-resource" + path));
  }

  /**
   * The bare resource of every host is the origin where people sign in, and the host itself, unless
   * one name stands for many: a token for one of them would open all.
   */
  private Resource everywhere() {
    Set<String> names = new LinkedHashSet<>();
    names.add(site.signIn().toString());
    if (!site.isMany()) {
      names.add(site.origin().toString());
    }
    resources.addAll(names);
    return new Resource(Set.copyOf(names), Optional.empty());
  }

  private Access guarded(Schemes accepts, Access.Anonymous anonymous) {
    return new Access.Guarded(
        everywhere(), accepts, anonymous, Requirement.NONE, Access.Style.PLAIN);
  }

  private Cors cors(Block block) {
    Optional<Text> word = block.text("cors");
    if (word.isPresent() && !word.get().value().equals("upstream")) {
      source.mistake(word.get().at(), Values.wrong("cors", word.get(), "upstream"));
    }
    return word.isPresent() ? Cors.Upstream.UPSTREAM : cors;
  }
}
