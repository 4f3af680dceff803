package dev.doorward.server;

import dev.doorward.config.Config;
import dev.doorward.config.ConfigException;
import dev.doorward.config.Mistake;
import dev.doorward.config.Settings;
import dev.doorward.core.audit.Audit;
import dev.doorward.core.audit.Event;
import dev.doorward.core.route.ApiRoutes;
import dev.doorward.face.Fixed;
import dev.doorward.face.Services;
import dev.doorward.face.Watch;
import dev.doorward.face.api.Api;
import dev.doorward.face.audit.AccessLog;
import dev.doorward.face.audit.AuditLog;
import dev.doorward.face.audit.AuditWitness;
import dev.doorward.face.control.Commands;
import dev.doorward.face.control.ControlSocket;
import dev.doorward.face.shared.Endpoints;
import dev.doorward.face.shared.Face;
import dev.doorward.face.shared.Facts;
import dev.doorward.face.shared.Pulse;
import dev.doorward.face.shared.Witness;
import dev.doorward.face.shared.Writer;
import dev.doorward.http.HttpServer;
import dev.doorward.http.Limits;
import dev.doorward.http.Listener;
import dev.doorward.http.Timeouts;
import dev.doorward.http.Tls;
import dev.doorward.identity.store.Store;
import dev.doorward.identity.store.StoreException;
import dev.doorward.portal.Portal;
import dev.doorward.server.acme.Certificates;
import dev.doorward.server.admin.AdminDoor;
import dev.doorward.server.admin.AdminFace;
import dev.doorward.server.admin.Sections;
import dev.doorward.server.door.Door;
import dev.doorward.server.metrics.Metrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Doorward. */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /** Few ask there, and none of them much. */
  private static final Limits ADMIN_LIMITS = new Limits(2048, 8192, 16 << 10, 100, 100);

  /** Until the listener which tells that the rest has stopped stops too. */
  private static final Duration ADMIN_GRACE = Duration.ofSeconds(1);

  /** Seconds between sweeps of what is long over. */
  private static final long SWEEP_EVERY = 60;

  private final InstantSource clock;
  private final Services services;
  private final Optional<AccessLog> accessLog;
  private final Optional<Metrics> metrics;
  private final Door door;
  private final Certificates certificates;
  private final HttpServer http;
  private final Checks checks;
  private final Optional<HttpServer> admin;
  private final ControlSocket control;
  private final Map<String, String> environment;
  private final Watch watch;
  private volatile Settings settings;
  private long ticks;

  private Server(Settings settings, Map<String, String> environment, InstantSource clock)
      throws IOException {
    this.settings = settings;
    this.environment = environment;
    this.clock = clock;
    Path socket = settings.file().resolveSibling("doorward.sock");
    ControlSocket.requireUnused(socket); // before the store says less of the same
    metrics = settings.admin().map(_ -> new Metrics());
    services =
        Services.open(
            settings,
            clock,
            metrics.map(Server::measured).orElseGet(() -> new Services.Gauges() {}));
    Deque<Runnable> undo = new ArrayDeque<>();
    undo.push(services::close);
    try {
      accessLog =
          settings.accessLog().isPresent()
              ? Optional.of(AccessLog.open(settings.accessLog().get()))
              : Optional.empty();
      accessLog.ifPresent(log -> undo.push(log::close));
      List<Witness> witnesses = new ArrayList<>();
      metrics.ifPresent(witnesses::add);
      services.auditLog().ifPresent(log -> witnesses.add(new AuditWitness(log, services.mind())));
      accessLog.ifPresent(witnesses::add);
      Witness witness = Witness.all(witnesses);
      Portal portal = new Portal(services.house());
      Facts facts = new Facts(clock);
      Writer writer = new Writer(portal.pages());
      Pulse pulse = new Pulse();
      Endpoints endpoints = new Endpoints(portal, pulse, writer, witness);
      door =
          new Door(
              settings.policy(), services.mind(), endpoints, pulse, facts, writer, clock, witness);
      certificates = new Certificates(settings, clock);
      HttpServer started =
          HttpServer.start(
              listeners(settings, certificates.tls()),
              certificates.before(door),
              limits(settings),
              timeouts(settings));
      http = started;
      undo.push(() -> started.stop(Duration.ZERO));
      certificates.serve(http);
      Checks asked = new Checks(settings, door::policy, services.mind(), facts, writer, witness);
      undo.push(() -> asked.stop(Duration.ZERO));
      asked.start(limits(settings), timeouts(settings));
      checks = asked;
      pulse.stopsWhen(http::stopping);
      if (settings.admin().isPresent() && metrics.isPresent()) {
        Settings.Admin at = settings.admin().get();
        AdminFace face =
            new AdminFace(
                () -> this.settings,
                services.mind().at(at.origin()),
                facts,
                writer,
                endpoints,
                new Api(
                    Face.ADMIN,
                    ApiRoutes.LISTENER,
                    services.house(),
                    services.mind(),
                    services.store(),
                    witness),
                witness);
        admin = Optional.of(admin(at, metrics.get(), pulse, face));
      } else {
        admin = Optional.empty();
      }
      admin.ifPresent(listener -> undo.push(() -> listener.stop(Duration.ZERO)));
      services.store().onChange(_ -> door.judgeStreamsSoon());
      control =
          ControlSocket.listen(
              socket, new Commands(services.house(), services.mind(), () -> this.settings));
      watch = new Watch(new Rounds(this));
      note(
          Event.of(Event.Kind.CONFIG_LOADED, clock.instant()).reason(settings.counts().toString()));
    } catch (IOException | RuntimeException e) {
      undo.forEach(Runnable::run); // the last first
      throw e;
    }
  }

  /**
   * Starts a server.
   *
   * @throws IOException when an address cannot be bound, or a file not be read
   * @throws dev.doorward.identity.store.StoreException when the store cannot be opened
   */
  public static Server start(
      Settings settings, Map<String, String> environment, InstantSource clock) throws IOException {
    return new Server(settings, environment, clock);
  }

  /** Where the door listens. */
  public InetSocketAddress address() {
    return http.address();
  }

  /** Where the check faces listen, in the order of the file. */
  public List<InetSocketAddress> checks() {
    return checks.addresses();
  }

  /** Where the admin listener listens, if there is one. */
  public Optional<InetSocketAddress> adminAddress() {
    return admin.map(HttpServer::address);
  }

  /** What stands behind the door. */
  public Services services() {
    return services;
  }

  /** The settings in force. */
  public Settings settings() {
    return settings;
  }

  /**
   * Reads the file again and puts it in force; a bad one leaves the old in force. Logs are opened
   * anew.
   *
   * @return whether it is in force now
   */
  public synchronized boolean reload() {
    services.auditLog().ifPresent(AuditLog::reopen);
    accessLog.ifPresent(AccessLog::reopen);
    Settings next;
    try {
      next = Config.read(settings.file(), environment);
    } catch (ConfigException e) {
      LOG.error("the configuration is refused, the old one stays in force:\n{}", e.getMessage());
      return refused(e.mistakes().stream().map(Mistake::toString).toList());
    }
    List<String> fixed = Fixed.changed(settings, next);
    if (!fixed.isEmpty()) {
      LOG.error(
          "the configuration is refused, the old one stays in force: {} needs a restart",
          String.join(", ", fixed));
      return refused(List.of(String.join(", ", fixed) + " needs a restart"));
    }
    try {
      certificates.adopt(next);
    } catch (IOException e) {
      LOG.error("the configuration is refused, the old one stays in force: {}", e.getMessage());
      return refused(List.of(String.valueOf(e.getMessage())));
    }
    http.adopt(limits(next), timeouts(next));
    checks.adopt(next.checks(), limits(next), timeouts(next));
    services.adopt(next);
    settings = next;
    door.publish(next.policy());
    metrics.ifPresent(m -> Supervision.register(m, certificates));
    next.warnings().forEach(LOG::warn);
    LOG.info("configuration loaded: {}", next.counts());
    note(Event.of(Event.Kind.CONFIG_LOADED, clock.instant()).reason(next.counts().toString()));
    metrics.ifPresent(m -> m.reloaded(true));
    door.judgeStreamsSoon();
    return true;
  }

  private boolean refused(List<String> mistakes) {
    metrics.ifPresent(m -> m.reloaded(false));
    note(Event.of(Event.Kind.CONFIG_REFUSED, clock.instant()).why(mistakes));
    return false;
  }

  private void note(Event event) {
    services.house().audit().note(event);
  }

  /** Reads certificates again when their files changed. */
  void reloadTls() {
    try {
      http.reloadTls();
      LOG.info("certificates loaded");
    } catch (IOException e) {
      LOG.error("a certificate is refused, the old one stays in force: {}", e.getMessage());
    }
  }

  /** Work that comes around. */
  void tick() {
    certificates.tick();
    door.judgeStreamsSoon();
    if (++ticks % SWEEP_EVERY == 0) {
      Thread.startVirtualThread(this::sweep); // which may wait for the store
    }
  }

  private void sweep() {
    try {
      services.sweep();
    } catch (StoreException e) {
      LOG.warn("what is long over is not swept away, and tried again: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    watch.close();
    certificates.close();
    control.close();
    http.close();
    checks.stop(settings.timeouts().stop());
    admin.ifPresent(listener -> listener.stop(ADMIN_GRACE));
    accessLog.ifPresent(AccessLog::close);
    services.close();
  }

  private HttpServer admin(Settings.Admin at, Metrics metrics, Pulse pulse, AdminFace judged)
      throws IOException {
    Supervision.register(metrics, services, accessLog);
    Supervision.register(metrics, certificates);
    metrics.counter(
        "doorward.certificate.failures",
        "Times that no certificate was got by ACME",
        certificates::failures);
    AdminDoor handler =
        new AdminDoor(
            at.origin(),
            pulse,
            Sections.of(
                metrics, Supervision.health(metrics, services, certificates, http::stopping)),
            judged);
    return HttpServer.start(
        List.of(Listener.plain(at.listen())), handler, ADMIN_LIMITS, Timeouts.DEFAULT);
  }

  private static Services.Gauges measured(Metrics metrics) {
    return new Services.Gauges() {
      @Override
      public Store store(Store store) {
        return metrics.timed(store);
      }

      @Override
      public Audit audit(Audit audit) {
        return metrics.counting(audit);
      }
    };
  }

  private static List<Listener> listeners(Settings s, Optional<Tls> tls) {
    List<Listener> listeners = new ArrayList<>();
    listeners.add(new Listener(s.listen(), tls, s.proxyProtocol()));
    s.tls()
        .flatMap(Settings.Tls::redirectFrom)
        .ifPresent(
            plain -> listeners.add(new Listener(plain, Optional.empty(), s.proxyProtocol())));
    return listeners;
  }

  private static Limits limits(Settings s) {
    Settings.Limits l = s.limits();
    return new Limits(l.target(), l.field(), l.headers(), l.fields(), l.connections());
  }

  private static Timeouts timeouts(Settings s) {
    Settings.Timeouts t = s.timeouts();
    return new Timeouts(t.header(), t.idle(), t.stream(), t.upstream(), t.stop());
  }
}
