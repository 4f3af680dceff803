package dev.doorward.config;

import dev.doorward.config.Block.Text;
import dev.doorward.core.Policy;
import dev.doorward.core.route.Behind;
import dev.doorward.core.route.Origin;
import dev.doorward.core.route.Site;
import dev.doorward.core.where.PrefixSet;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the listeners beside the door: {@code check} and {@code admin}. */
final class FaceReader {
  private final Source source;
  private final Values values;
  private final Block root;
  private final Node top;
  private final AddressSets addresses;
  private @Nullable Node traefik;
  private @Nullable Node adminOrigin;
  private final Set<InetSocketAddress> taken = new HashSet<>();

  FaceReader(
      Source source,
      Block root,
      Node top,
      AddressSets addresses,
      Optional<InetSocketAddress> door) {
    this.source = source;
    this.values = new Values(source);
    this.root = root;
    this.top = top;
    this.addresses = addresses;
    door.ifPresent(taken::add);
  }

  List<Settings.Check> checks() {
    List<Settings.Check> checks = new ArrayList<>();
    for (Block block : root.blocks("check")) {
      Optional<InetSocketAddress> listen = listen(block, "127.0.0.1:8082");
      Optional<Settings.Dialect> dialect = dialect(block);
      Optional<PrefixSet> from =
          block.someTexts("from").map(names -> addresses.union("from", names));
      if (listen.isPresent() && !listen.get().getAddress().isLoopbackAddress() && from.isEmpty()) {
        source.mistake(
            block.at(top),
            "a check listener believes whoever asks: bind it to 127.0.0.1, or name the fronts in"
                + " from: [ 10.0.0.7/32 ]");
      }
      block.refuseUnknown();
      if (dialect.equals(Optional.of(Settings.Dialect.TRAEFIK))) {
        traefik = block.at(top);
      }
      if (listen.isPresent() && dialect.isPresent()) {
        checks.add(new Settings.Check(listen.get(), dialect.get(), from));
      }
    }
    return checks;
  }

  Optional<Settings.Admin> admin() {
    return root.block("admin").flatMap(this::admin);
  }

  private Optional<Settings.Admin> admin(Block block) {
    Optional<InetSocketAddress> listen = listen(block, "127.0.0.1:8081");
    Optional<Text> text = block.text("origin");
    block.refuseUnknown();
    if (listen.isEmpty()) {
      return Optional.empty();
    }
    adminOrigin = text.map(Text::at).orElse(block.at(top));
    if (text.isEmpty()) {
      if (!listen.get().getAddress().isLoopbackAddress() || listen.get().getPort() == 0) {
        source.mistake(
            block.at(top),
            "admin.origin is missing; it is how browsers name this listener: origin:"
                + " https://admin.app.example");
        return Optional.empty();
      }
      String host = listen.get().getAddress().getHostAddress();
      String named = host.contains(":") ? "[::1]" : host;
      return Origin.parse("http://" + named + ":" + listen.get().getPort())
          .map(origin -> new Settings.Admin(listen.get(), origin));
    }
    Optional<Origin> origin = Origin.parse(text.get().value());
    if (origin.filter(o -> o.isSecure() || o.isLoopback()).isEmpty()) {
      source.mistake(
          text.get().at(),
          Values.wrong(
              "origin",
              text.get(),
              "an origin such as https://admin.app.example (http only for localhost)"));
      return Optional.empty();
    }
    return origin.map(o -> new Settings.Admin(listen.get(), o));
  }

  /** Name and cookie of the admin listener must be its own: each listener has keys of its own. */
  void refuseShared(Policy policy, Origin admin) {
    for (Site site : policy.sites()) {
      Origin other = site.origin();
      boolean sameHost = site.isCalled(other.at(admin.host()));
      if (admin.isLoopback() && other.isLoopback() && admin.port() == other.port()) {
        refuseOrigin(
            "%s is %s too, by another name or the same; give it a port of its own", admin, other);
      } else if (sameHost && PolicyReader.cookie(admin).equals(site.cookie())) {
        refuseOrigin(
            "%s would share its cookie with %s, since browsers do not tell ports apart; give it a"
                + " host of its own",
            admin, other);
      }
    }
  }

  private void refuseOrigin(String why, Origin admin, Origin other) {
    if (adminOrigin != null) {
      source.mistake(adminOrigin, "admin.origin: " + why.formatted(admin, other));
    }
  }

  /** C294: Traefik takes the answer to a preflight for leave, so that it cannot be given. */
  void warn(Policy policy) {
    boolean answersPreflights =
        policy.routes().stream()
            .anyMatch(r -> r.cors().isOurs() && r.behind() instanceof Behind.App);
    if (traefik != null && answersPreflights) {
      source.warning(
          traefik,
          "dialect traefik cannot relay the answers of cors: to preflights; let the application or"
              + " Traefik's headers middleware answer them");
    }
  }

  private Optional<InetSocketAddress> listen(Block block, String example) {
    Optional<Text> text = block.text("listen");
    if (text.isEmpty()) {
      source.mistake(block.at(top), "listen is missing; write listen: " + example);
      return Optional.empty();
    }
    Optional<InetSocketAddress> listen = values.listen(text.get(), "listen");
    if (listen.filter(at -> at.getPort() != 0 && !taken.add(at)).isPresent()) {
      source.mistake(
          text.get().at(),
          "listen: %s is taken by another listener of this file".formatted(text.get().value()));
    }
    return listen;
  }

  private Optional<Settings.Dialect> dialect(Block block) {
    List<String> known =
        Arrays.stream(Settings.Dialect.values()).map(Settings.Dialect::word).toList();
    Optional<Text> text = block.text("dialect");
    if (text.isEmpty()) {
      source.mistake(
          block.at(top),
          "dialect is missing; it names the front which asks: " + String.join(", ", known));
      return Optional.empty();
    }
    Optional<Settings.Dialect> dialect = Settings.Dialect.named(text.get().value());
    if (dialect.isEmpty()) {
      source.mistake(
          text.get().at(),
          "unknown dialect \"%s\"%s; it is one of %s (Apache httpd uses nginx)"
              .formatted(
                  text.get().value(),
                  Suggest.among(text.get().value(), new HashSet<>(known)),
                  String.join(", ", known)));
    }
    return dialect;
  }
}
