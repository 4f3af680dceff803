package dev.doorward.config;

import dev.doorward.config.Block.Text;
import dev.doorward.core.Policy;
import dev.doorward.core.route.ApiRoutes;
import dev.doorward.core.route.Behind;
import dev.doorward.core.route.Cors;
import dev.doorward.core.route.Origin;
import dev.doorward.core.route.OwnRoutes;
import dev.doorward.core.route.Realm;
import dev.doorward.core.route.Route;
import dev.doorward.core.route.RouteIndex;
import dev.doorward.core.route.Site;
import dev.doorward.core.where.Perimeter;
import dev.doorward.core.where.PrefixSet;
import dev.doorward.core.where.TrustedProxies;
import dev.doorward.core.who.Schemes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads everything that a request is judged by, and compiles it. */
final class PolicyReader {
  private static final Realm DEFAULT = new Realm("doorward");

  private final Source source;
  private final Values values;
  private final Block root;
  private final Node top;
  private final AddressSets addresses;
  private final Rights rights;
  private final int ownBody;
  private int number;
  int routes;
  final Set<String> scopes = new LinkedHashSet<>();
  final Set<String> resources = new LinkedHashSet<>();
  final List<Settings.SiteTls> siteTls = new ArrayList<>();

  /** Whether a site without a certificate of its own gets one by ACME. */
  boolean acme;

  PolicyReader(
      Source source, Block root, Node top, AddressSets addresses, Rights rights, int ownBody) {
    this.source = source;
    this.values = new Values(source);
    this.root = root;
    this.top = top;
    this.addresses = addresses;
    this.rights = rights;
    this.ownBody = ownBody;
  }

  /**
   * Reads all sites; empty where too much is missing to go on.
   *
   * @param signIn where people sign in
   * @param beside hosts of ours which are no sites
   */
  Optional<Policy> read(Origin origin, Origin signIn, Set<Origin> beside) {
    Perimeter perimeter =
        root.texts("deny")
            .<Perimeter>map(names -> new Perimeter.AllBut(addresses.union("deny", names)))
            .orElse(Perimeter.Open.OPEN);
    PrefixSet trusted =
        root.texts("trusted-proxies")
            .map(names -> addresses.union("trusted-proxies", names))
            .orElse(PrefixSet.EMPTY);
    Optional<Realm> realm = realm(root);
    Schemes schemes =
        root.someTexts("schemes")
            .map(words -> RouteReader.schemes(source, words))
            .orElse(source.usual());
    Cors cors = root.block("cors").map(this::cors).orElse(Cors.Upstream.UPSTREAM);
    Behind behind =
        root.text("upstream")
            .flatMap(text -> RouteReader.upstream(source, text))
            .orElse(source.unnamed());
    Site home = new Site(origin, signIn, cookie(origin), 0, realm.orElse(DEFAULT));
    List<Policy.Rules> all = new ArrayList<>();
    all.add(rules(root, home, cors, schemes, behind));
    Set<String> hosts = new HashSet<>(Set.of(origin.authority()));
    for (Block block : root.blocks("sites")) {
      site(block, home, cors, schemes, all.size())
          .ifPresent(rules -> {
            if (!hosts.add(rules.site().origin().authority())) {
              source.mistake(block.at(top), "this host stands twice; remove one of them");
            }
            all.add(rules);
          });
    }
    TrustedProxies proxies = new TrustedProxies(trusted, forwarded());
    return realm.map(_ -> new Policy(perimeter, proxies, all, beside));
  }

  /** A loopback port has cookies of its own: browsers do not tell ports apart. */
  static String cookie(Origin origin) {
    return origin.isSecure() ? "__Host-dw" : "dw-" + origin.port();
  }

  static Optional<Path> file(Source source, Block block, String key) {
    return block
        .text(key)
        .flatMap(text -> {
          Path path = source.beside(text.at(), text.value());
          if (!Files.isReadable(path)) {
            source.mistake(text.at(), "%s: cannot read %s".formatted(key, path));
            return Optional.<Path>empty();
          }
          return Optional.of(path);
        });
  }

  private Policy.Rules rules(Block block, Site site, Cors cors, Schemes schemes, Behind behind) {
    RouteReader reader = new RouteReader(source, rights, addresses, site, cors, schemes, behind);
    List<RouteReader.Placed> placed = new ArrayList<>();
    List<Block> written = block.blocks("routes");
    routes += written.size();
    for (Block route : written) {
      reader.read(route, block.at(top), number++).ifPresent(placed::add);
    }
    new RouteChecks(source).check(placed);
    boolean namesChangePassword =
        placed.stream()
            .anyMatch(
                p -> p.line().route().place().pattern().equals("/.well-known/change-password"));
    List<RouteIndex.Line> lines = new ArrayList<>();
    if (source.inside && !source.trusts && site.isHome()) {
      // Before our own, of which the last covers all that is ours and not named.
      lines.addAll(
          ApiRoutes.of(
              ApiRoutes.INSIDE,
              site,
              rights.holders(ApiRoutes.PERMISSION),
              rights.holders(ApiRoutes.VERIFIER, ApiRoutes.PERMISSION),
              number));
      number += lines.size();
    }
    List<RouteIndex.Line> own =
        source.trusts
            ? OwnRoutes.verifying(site, cors, ownBody, number)
            : OwnRoutes.of(site, cors, ownBody, !namesChangePassword, number);
    lines.addAll(own);
    number += own.size();
    placed.forEach(p -> lines.add(p.line()));
    Route otherwise = reader.otherwise(block.text("default"), block.at(top), number++);
    scopes.addAll(reader.scopes);
    resources.addAll(reader.resources);
    return new Policy.Rules(site, lines, otherwise);
  }

  private Optional<Policy.Rules> site(
      Block block, Site home, Cors cors, Schemes schemes, int certificate) {
    Optional<Text> host = block.text("host");
    boolean good =
        host.filter(h -> h.value().matches("(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"))
            .isPresent();
    if (!good) {
      Node at = host.map(Text::at).orElse(block.at(top));
      source.mistake(at, "a site needs a host such as grafana.example or \"*.apps.example\"");
      return Optional.empty();
    }
    String name = host.map(Text::value).orElse("").toLowerCase(Locale.ROOT);
    source.warnOfTheContainers(block, List.of("upstream", "tls"));
    boolean ownTls =
        block
            .block("tls")
            .map(tls -> {
              Optional<Path> pem = file(source, tls, "certificate");
              Optional<Path> key = file(source, tls, "key");
              tls.refuseUnknown();
              if (pem.isPresent() && key.isPresent()) {
                siteTls.add(new Settings.SiteTls(name, pem.get(), key.get()));
              }
              return true;
            })
            .orElse(false);
    if (acme && !ownTls) {
      host.ifPresent(text -> TlsReader.refuseSite(source, text));
    }
    Cors own = block.block("cors").map(this::cors).orElse(cors);
    Schemes takes =
        block.someTexts("schemes").map(words -> RouteReader.schemes(source, words)).orElse(schemes);
    Realm realm = block.has("realm") ? realm(block).orElse(home.realm()) : home.realm();
    Behind behind =
        block
            .text("upstream")
            .flatMap(text -> RouteReader.upstream(source, text))
            .orElse(source.unnamed());
    Origin origin = home.origin().at(name);
    Site site =
        new Site(origin, home.signIn(), home.cookie(), ownTls || acme ? certificate : 0, realm);
    Policy.Rules rules = rules(block, site, own, takes, behind);
    block.refuseUnknown();
    return Optional.of(rules);
  }

  private Optional<Realm> realm(Block block) {
    Optional<Text> text = block.text("realm");
    if (text.isEmpty()) {
      return Optional.of(DEFAULT);
    }
    Optional<String> problem = Realm.problem(text.get().value());
    problem.ifPresent(p -> source.mistake(text.get().at(), "realm: " + p));
    return problem.isEmpty() ? Optional.of(new Realm(text.get().value())) : Optional.empty();
  }

  private Cors cors(Block block) {
    List<Text> origins = block.texts("origins").orElse(List.of());
    if (origins.isEmpty()) {
      source.mistake(block.at(top), "cors needs origins: [ https://spa.example ]");
    }
    Set<String> listed = new LinkedHashSet<>();
    for (Text text : origins) {
      boolean exact =
          text.value().equals("null")
              || Origin.parse(text.value())
                  .filter(o -> o.toString().equals(text.value()))
                  .isPresent();
      if (!exact) {
        source.mistake(
            text.at(),
            Values.wrong("origins", text, "an origin as browsers write it, https://spa.example"));
      }
      listed.add(text.value());
    }
    boolean credentials = values.flag(block, "credentials");
    Duration maxAge = values.duration(block, "max-age", Duration.ofMinutes(10));
    block.refuseUnknown();
    return new Cors.Listed(listed, credentials, maxAge);
  }

  private TrustedProxies.Style forwarded() {
    Optional<Text> text = root.text("forwarded");
    if (text.isEmpty() || text.get().value().equals("x-forwarded-for")) {
      return TrustedProxies.Style.X_FORWARDED_FOR;
    }
    if (!text.get().value().equals("forwarded")) {
      source.mistake(
          text.get().at(), Values.wrong("forwarded", text.get(), "x-forwarded-for or forwarded"));
    }
    return TrustedProxies.Style.FORWARDED;
  }
}
