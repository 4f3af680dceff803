package dev.doorward.config;

import dev.doorward.config.Block.Text;
import dev.doorward.core.Policy;
import dev.doorward.core.route.Origin;
import dev.doorward.core.where.PrefixSet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code doorward.yaml} into {@link Settings}, or tells every mistake in it at once. */
public final class Config {
  private static final long MOST_BYTES = 4 << 20;

  /** What an application's own server does. */
  private static final List<String> LISTENERS =
      List.of("listen", "proxy-protocol", "upstream", "check", "admin", "tls", "timeouts");

  private final Source source;
  private final Values values;
  private final Block root;
  private final Node top;

  private Config(Source source, MappingNode top) {
    this.source = source;
    this.values = new Values(source);
    this.root = new Block(source, "", top);
    this.top = top;
  }

  /**
   * Reads a file.
   *
   * @param environment variables named {@code DOORWARD_…} win over the file
   * @throws ConfigException with all mistakes, each with its place and remedy
   */
  public static Settings read(Path file, Map<String, String> environment) throws ConfigException {
    return read(new Source(file, environment, false));
  }

  /**
   * As {@link #read(Path, Map)}, for a face inside an application: that is what stands behind every
   * route, the admin API lies at {@link dev.doorward.core.route.ApiRoutes#INSIDE}, and nothing
   * listens.
   *
   * @throws ConfigException with all mistakes, each with its place and remedy
   */
  public static Settings inside(Path file, Map<String, String> environment) throws ConfigException {
    return read(new Source(file, environment, true));
  }

  /**
   * As {@link #inside(Path, Map)}, of a text which is no file.
   *
   * @param named how mistakes call it; relative paths, the key and the store lie beside it
   */
  public static Settings inside(Path named, String text, Map<String, String> environment)
      throws ConfigException {
    Source source = new Source(named, environment, true);
    source.onDisk = false;
    return read(source, text);
  }

  private static Settings read(Source source) throws ConfigException {
    Path file = source.file;
    String text;
    if (Files.isDirectory(file)) {
      throw refused(
          source, 0, 0, "is a folder; name the file in it: -c " + file.resolve("doorward.yaml"));
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw refused(
            source, 0, 0, "is larger than 4 MiB; address lists go into files of their own");
      }
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw refused(source, 0, 0, "is not UTF-8; save it as such");
    } catch (AccessDeniedException e) {
      throw refused(source, 0, 0, "may not be read by this user; run this as the one who may");
    } catch (IOException e) {
      throw refused(
          source, 0, 0, "cannot be read; name another with -c FILE, or run: doorward init DIR");
    }
    return read(source, text);
  }

  private static Settings read(Source source, String text) throws ConfigException {
    LoadSettings load =
        LoadSettings.builder()
            .setAllowNonScalarKeys(true) // refused below, with their place
            .setCodePointLimit(1 << 23)
            .build();
    Optional<Node> node;
    try {
      node = new Compose(load).composeString(text);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(1);
      int column = e.getProblemMark().map(m -> m.getColumn() + 1).orElse(1);
      throw refused(source, line, column, "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw refused(source, 1, 1, "not YAML: " + e.getMessage());
    } catch (StackOverflowError e) {
      throw refused(source, 1, 1, "not YAML for us: blocks lie too deep in each other");
    }
    if (node.isEmpty() || !(node.get() instanceof MappingNode mapping)) {
      throw refused(source, 1, 1, "must be a block of keys such as listen: 127.0.0.1:8080");
    }
    Config config = new Config(source, mapping);
    Optional<Settings> settings = config.settings();
    if (!source.mistakes.isEmpty() || settings.isEmpty()) {
      source.mistakes.sort(
          Comparator.comparing((Mistake m) -> !m.file().equals(source.name()))
              .thenComparing(Mistake::line)
              .thenComparing(Mistake::column));
      throw new ConfigException(source.mistakes);
    }
    return settings.get();
  }

  private static ConfigException refused(Source source, int line, int column, String text) {
    return new ConfigException(List.of(new Mistake(source.name(), line, column, text)));
  }

  private Optional<Settings> settings() {
    Optional<InetSocketAddress> listen =
        root.text("listen")
            .map(text -> values.listen(text, "listen"))
            .orElseGet(() -> Optional.of(new InetSocketAddress("127.0.0.1", 8080)));
    source.door = listen;
    Optional<Origin> origin = origin();
    AddressSets addresses = new AddressSets(source, root.block("addresses"));
    Rights rights = new Rights(source, root.block("roles"));
    for (String key : List.of("issuers", "oauth")) {
      root.notBuilt(key);
    }
    boolean proxyProtocol = values.flag(root, "proxy-protocol");
    source.warnOfTheContainers(root, LISTENERS);
    FaceReader faces = new FaceReader(source, root, top, addresses, listen);
    List<Settings.Check> checks = faces.checks();
    Optional<Settings.Admin> admin = faces.admin();
    TlsReader tlsReader = new TlsReader(source, top);
    Optional<Settings.Tls> tls = root.block("tls").flatMap(tlsReader::read);
    Optional<Text> written = root.text("origin");
    if (tls.isPresent() && origin.isPresent() && written.isPresent()) {
      tlsReader.refuseOrigin(tls.get(), origin.get(), written.get().at());
    }
    if (origin.filter(Origin::isSecure).isPresent()) {
      warnOfPlainHttp(proxyProtocol);
    }
    Settings.StoreAt store = store();
    Optional<Block> trusted = root.block("trust");
    source.trusts = trusted.isPresent();
    Optional<Settings.Trust> trust = trusted.flatMap(new TrustReader(source, top)::read);
    LogPaths logs = new LogPaths(source, root, store, tls);
    Optional<Path> audit = logs.log("audit");
    Optional<Path> accessLog = logs.log("access-log");
    Settings.Session session = session();
    Settings.Tokens tokens = tokens();
    Settings.Passwords passwords = passwords();
    Settings.Throttle throttle = throttle(addresses);
    Settings.Limits limits = limits();
    Settings.Timeouts timeouts = timeouts();
    PolicyReader reader = new PolicyReader(source, root, top, addresses, rights, limits.ownBody());
    reader.acme =
        !source.inside
            && tls.filter(t -> t.certificates() instanceof Settings.Certificates.ByAcme)
                .isPresent();
    // With a placeholder the rest is read all the same, so that its mistakes are told too.
    Origin named = origin.orElse(new Origin("https", "origin.invalid"));
    Optional<Policy> policy =
        reader.read(
            named,
            trust.map(Settings.Trust::origin).orElse(named),
            admin.stream().map(Settings.Admin::origin).collect(Collectors.toSet()));
    policy.ifPresent(faces::warn);
    policy.ifPresent(door -> admin.ifPresent(a -> faces.refuseShared(door, a.origin())));
    Optional<Policy> adminPolicy =
        policy.flatMap(
            door -> admin.map(a -> AdminPolicy.beside(door, a.origin(), rights, limits.ownBody())));
    root.refuseUnknown();
    source.refuseUnusedVariables();
    if (policy.isEmpty()
        || listen.isEmpty()
        || origin.isEmpty()
        || (trusted.isPresent() && trust.isEmpty())) {
      return Optional.empty();
    }
    List<Path> files = new ArrayList<>(addresses.files);
    if (source.onDisk) {
      files.add(source.file.toAbsolutePath());
    }
    return Optional.of(
        new Settings(
            source.file.toAbsolutePath(),
            listen.get(),
            proxyProtocol,
            origin.get(),
            checks,
            admin,
            audit,
            accessLog,
            store,
            trust,
            tls,
            reader.siteTls,
            session,
            tokens,
            passwords,
            throttle,
            limits,
            timeouts,
            rights.roles,
            reader.scopes,
            reader.resources,
            policy.get(),
            adminPolicy,
            List.copyOf(source.warnings),
            files,
            new Settings.Counts(reader.routes, rights.roles.size(), addresses.prefixes)));
  }

  private Optional<Origin> origin() {
    Optional<Text> text = root.text("origin");
    if (text.isEmpty()) {
      source.mistake(
          top, "origin is missing; it is how browsers name this door: origin: https://app.example");
      return Optional.empty();
    }
    Optional<Origin> origin = Origin.parse(text.get().value());
    if (origin.isEmpty()) {
      source.mistake(
          text.get().at(),
          Values.wrong("origin", text.get(), "scheme and host such as https://app.example"));
      return Optional.empty();
    }
    if (!origin.get().isSecure() && !origin.get().isLoopback()) {
      source.mistake(
          text.get().at(),
          "origin must be https, since cookies and passwords travel to it; plain http is for"
              + " localhost only");
    }
    return origin;
  }

  private void warnOfPlainHttp(boolean proxyProtocol) {
    if (source.inside || root.has("tls") || root.has("trusted-proxies")) {
      return;
    }
    String proxy =
        proxyProtocol
            ? ""
            : ", or name the proxy that speaks it, such as trusted-proxies: [ 127.0.0.1/32 ]";
    source.warning(
        root.keyAt("origin"),
        "origin is https, and nobody speaks TLS here, so that whoever comes to listen is sent away;"
            + " have certificates got with tls: { acme: you@example.org }"
            + proxy);
  }

  private Settings.StoreAt store() {
    Optional<Text> text = root.text("store");
    String where = text.map(Text::value).orElse("doorward.db");
    Node at = text.map(Text::at).orElse(top);
    if (!where.contains("://")) {
      return new Settings.StoreAt.Sqlite(source.beside(at, where));
    }
    if (!isPostgres(where)) {
      // Not repeated: it may hold a password.
      source.mistake(at, "store: this is neither a file nor postgresql://host/database");
    }
    return new Settings.StoreAt.Postgres(where);
  }

  private static boolean isPostgres(String url) {
    try {
      URI uri = URI.create(url);
      return List.of("postgresql", "postgres").contains(uri.getScheme())
          && uri.getHost() != null
          && uri.getPath().length() > 1;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Settings.Session session() {
    Block b = root.block("session").orElseGet(() -> new Block(source, "session", null));
    Settings.Session session =
        new Settings.Session(
            values.duration(b, "idle", Duration.ofHours(8)),
            values.duration(b, "absolute", Duration.ofHours(24)),
            values.duration(b, "remember-idle", Duration.ofDays(14)),
            values.duration(b, "remember-absolute", Duration.ofDays(30)));
    b.refuseUnknown();
    return session;
  }

  private Settings.Tokens tokens() {
    Block b = root.block("tokens").orElseGet(() -> new Block(source, "tokens", null));
    Duration leeway = values.duration(b, "leeway", Duration.ofSeconds(30));
    if (leeway.compareTo(Duration.ofSeconds(300)) > 0) {
      b.text("leeway")
          .ifPresent(t -> source.mistake(t.at(), "leeway: 300s is the most (RFC 9068 §4)"));
    }
    Settings.Tokens tokens =
        new Settings.Tokens(
            values.duration(b, "access", Duration.ofMinutes(5)),
            values.duration(b, "opaque", Duration.ofDays(90)),
            leeway);
    // Read and checked here, used by the grants which a later release brings.
    values.duration(b, "refresh", Duration.ofDays(30));
    values.duration(b, "overlap", Duration.ofSeconds(45));
    b.text("dpop-nonce")
        .filter(t -> !t.value().equals("off"))
        .ifPresent(
            t -> source.mistake(t.at(), "dpop-nonce is not built in this release; write off"));
    b.refuseUnknown();
    return tokens;
  }

  private Settings.Passwords passwords() {
    Block b = root.block("passwords").orElseGet(() -> new Block(source, "passwords", null));
    Settings.Passwords passwords =
        new Settings.Passwords(
            values.count(b, "min", 8, 8, 64),
            values.count(b, "parallel", 2, 1, 64),
            values.count(b, "queue", 64, 0, 100_000));
    b.refuseUnknown();
    return passwords;
  }

  private Settings.Throttle throttle(AddressSets addresses) {
    Block b = root.block("throttle").orElseGet(() -> new Block(source, "throttle", null));
    Settings.Throttle throttle =
        new Settings.Throttle(
            values.rate(b, "pair", new Settings.Rate(5, Duration.ofMinutes(15))),
            values.rate(b, "user", new Settings.Rate(20, Duration.ofHours(1))),
            values.rate(b, "address", new Settings.Rate(100, Duration.ofMinutes(10))),
            values.rate(b, "tokens", new Settings.Rate(300, Duration.ofMinutes(5))),
            b.texts("exempt")
                .map(names -> addresses.union("exempt", names))
                .orElse(PrefixSet.EMPTY));
    b.refuseUnknown();
    return throttle;
  }

  private Settings.Limits limits() {
    Block b = root.block("limits").orElseGet(() -> new Block(source, "limits", null));
    Settings.Limits limits =
        new Settings.Limits(
            values.size(b, "target", 8 << 10),
            values.size(b, "field", 16 << 10),
            values.size(b, "headers", 32 << 10),
            values.count(b, "fields", 200, 10, 10_000),
            values.size(b, "own-body", 64 << 10),
            values.count(b, "connections", 10_000, 1, 1_000_000));
    b.refuseUnknown();
    return limits;
  }

  private Settings.Timeouts timeouts() {
    Block b = root.block("timeouts").orElseGet(() -> new Block(source, "timeouts", null));
    Settings.Timeouts timeouts =
        new Settings.Timeouts(
            values.duration(b, "header", Duration.ofSeconds(10)),
            values.duration(b, "idle", Duration.ofSeconds(60)),
            values.duration(b, "stream", Duration.ofHours(1)),
            values.duration(b, "upstream", Duration.ofSeconds(60)),
            values.duration(b, "stop", Duration.ofSeconds(30)));
    b.refuseUnknown();
    return timeouts;
  }
}
