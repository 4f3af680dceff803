package dev.doorward.server;

import dev.doorward.config.Config;
import dev.doorward.config.ConfigException;
import dev.doorward.config.Settings;
import dev.doorward.http.HttpServer;
import dev.doorward.http.Limits;
import dev.doorward.http.Listener;
import dev.doorward.http.Timeouts;
import dev.doorward.http.Tls;
import dev.doorward.identity.store.StoreException;
import dev.doorward.portal.Portal;
import dev.doorward.server.control.Commands;
import dev.doorward.server.control.ControlSocket;
import dev.doorward.server.door.Door;
import dev.doorward.server.door.Facts;
import dev.doorward.server.door.Writer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Doorward. */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /** Seconds between sweeps of what is long over. */
  private static final long SWEEP_EVERY = 60;

  private final Services services;
  private final Door door;
  private final HttpServer http;
  private final Checks checks;
  private final ControlSocket control;
  private final Map<String, String> environment;
  private final Watch watch;
  private volatile Settings settings;
  private long ticks;

  private Server(Settings settings, Map<String, String> environment, InstantSource clock)
      throws IOException {
    this.settings = settings;
    this.environment = environment;
    Path socket = settings.file().resolveSibling("doorward.sock");
    ControlSocket.requireUnused(socket); // before the store says less of the same
    services = Services.open(settings, clock);
    HttpServer started = null;
    Checks asked = null;
    try {
      Portal portal = new Portal(services.house());
      Facts facts = new Facts(clock);
      Writer writer = new Writer(portal.pages());
      door = new Door(settings.policy(), services.mind(), portal, facts, writer, clock);
      started = HttpServer.start(listeners(settings), door, limits(settings), timeouts(settings));
      http = started;
      asked = new Checks(settings, door::policy, services.mind(), facts, writer);
      asked.start(limits(settings), timeouts(settings));
      checks = asked;
      door.stopsWhen(http::stopping);
      services.store().onChange(_ -> door.judgeStreamsSoon());
      control =
          ControlSocket.listen(
              socket, new Commands(services.house(), services.mind(), () -> this.settings));
      watch = new Watch(this);
    } catch (IOException | RuntimeException e) {
      if (asked != null) {
        asked.stop(Duration.ZERO);
      }
      if (started != null) {
        started.stop(Duration.ZERO);
      }
      services.close();
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

  /** What stands behind the door. */
  public Services services() {
    return services;
  }

  /** The settings in force. */
  public Settings settings() {
    return settings;
  }

  /**
   * Reads the file again and puts it in force; a bad one leaves the old in force.
   *
   * @return whether it is in force now
   */
  public synchronized boolean reload() {
    Settings next;
    try {
      next = Config.read(settings.file(), environment);
    } catch (ConfigException e) {
      LOG.error("the configuration is refused, the old one stays in force:\n{}", e.getMessage());
      return false;
    }
    List<String> fixed = Fixed.changed(settings, next);
    if (!fixed.isEmpty()) {
      LOG.error(
          "the configuration is refused, the old one stays in force: {} needs a restart",
          String.join(", ", fixed));
      return false;
    }
    try {
      if (tls(next).isPresent()) {
        http.reloadTls(tls(next).get());
      }
    } catch (IOException e) {
      LOG.error("the configuration is refused, the old one stays in force: {}", e.getMessage());
      return false;
    }
    http.adopt(limits(next), timeouts(next));
    checks.adopt(next.checks(), limits(next), timeouts(next));
    services.adopt(next);
    settings = next;
    door.publish(next.policy());
    next.warnings().forEach(LOG::warn);
    LOG.info("configuration loaded: {}", next.counts());
    door.judgeStreamsSoon();
    return true;
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
    control.close();
    http.close();
    checks.stop(settings.timeouts().stop());
    services.close();
  }

  private static List<Listener> listeners(Settings s) {
    List<Listener> listeners = new ArrayList<>();
    listeners.add(new Listener(s.listen(), tls(s)));
    s.tls()
        .flatMap(Settings.Tls::redirectFrom)
        .ifPresent(plain -> listeners.add(Listener.plain(plain)));
    return listeners;
  }

  private static java.util.Optional<Tls> tls(Settings s) {
    return s.tls()
        .map(tls -> {
          Map<String, Tls.Certificate> byName = new HashMap<>();
          s.siteTls()
              .forEach(site ->
                  byName.put(site.host(), new Tls.Certificate(site.certificate(), site.key())));
          return new Tls(new Tls.Certificate(tls.certificate(), tls.key()), byName);
        });
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
