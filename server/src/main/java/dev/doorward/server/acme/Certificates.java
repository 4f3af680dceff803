package dev.doorward.server.acme;

import dev.doorward.config.Settings;
import dev.doorward.http.Handler;
import dev.doorward.http.HttpServer;
import dev.doorward.http.Tls;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of a running server: gets what is missing, renews what ends, puts it in force.
 * What is in force stays so until there is something better.
 */
public final class Certificates implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private static final Duration REMIND_EVERY = Duration.ofDays(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final HttpChallenges tokens = new HttpChallenges();
  private final AtomicLong failures = new AtomicLong();
  private final Map<String, Instant> reminded = new HashMap<>();
  private volatile Plan plan;
  private @Nullable HttpServer server;
  private @Nullable Thread worker;
  private boolean closed;

  /** What is planned could not be put in force yet. */
  private boolean pending;

  /**
   * As those settings want them. Asks no CA.
   *
   * @throws IOException when what is to be kept cannot be
   */
  public Certificates(Settings settings, InstantSource clock) throws IOException {
    this.clock = clock;
    this.plan = Plan.of(settings, clock.instant(), false);
  }

  /** What the listeners speak; empty for plain HTTP. */
  public Optional<Tls> tls() {
    return plan.tls();
  }

  /** The door with the answers to a CA before it. */
  public Handler before(Handler door) {
    return tokens.before(door);
  }

  /** From now on that server gets what comes. */
  public synchronized void serve(HttpServer http) {
    server = http;
    plan.held()
        .forEach((host, what) ->
            what.lifetime()
                .ifPresent(l ->
                    LOG.info(
                        "the certificate of {} is good until {}, and renewed from {} on",
                        host,
                        l.notAfter(),
                        l.renewAt())));
  }

  /**
   * Takes over other settings.
   *
   * @throws IOException when a certificate cannot be used; everything is as before then
   */
  public synchronized void adopt(Settings next) throws IOException {
    Plan planned = Plan.of(next, clock.instant(), true);
    if (planned.tls().isPresent() && server != null) {
      server.reloadTls(planned.tls().get());
    }
    plan = planned;
    pending = false;
  }

  /** The hosts whose certificates a CA gives. */
  public Set<String> hosts() {
    return plan.held().keySet();
  }

  /** Seconds until the certificate of that host ends; 0 or less where there is none. */
  public double secondsLeft(String host) {
    Held held = plan.held().getOrDefault(host, Held.NOTHING);
    return held.lifetime().map(l -> l.left(clock.instant()).toMillis() / 1000.0).orElse(0.0);
  }

  /** How often no certificate was got. */
  public long failures() {
    return failures.get();
  }

  /** Whether one is near its end, though it should have been renewed. */
  public boolean isOneNearItsEnd() {
    Instant now = clock.instant();
    return plan.held().values().stream().anyMatch(held -> held.isNearEnd(now));
  }

  /** Work that comes around; does not block. */
  public synchronized void tick() {
    Instant now = clock.instant();
    remind(now);
    enforceWhatIsPending();
    boolean busy = worker != null && worker.isAlive();
    if (!closed && !busy && server != null && !plan.due(now).isEmpty()) {
      worker = Thread.ofVirtual().name("doorward-acme").start(this::work);
    }
  }

  private void remind(Instant now) {
    plan.held()
        .forEach((host, held) -> {
          Instant last = reminded.getOrDefault(host, Instant.MIN);
          if (held.isNearEnd(now) && last.isBefore(now.minus(REMIND_EVERY))) {
            reminded.put(host, now);
            LOG.warn(
                "the certificate of {} ends at {} and is not renewed yet; it is tried at {}",
                host,
                held.lifetime().map(Lifetime::notAfter).orElse(now),
                seconds(held.next()));
          }
        });
  }

  private void work() {
    Plan begun = plan;
    Plan.Acme acme = begun.acme().orElseThrow();
    List<String> due = begun.due(clock.instant());
    try (Authority authority = new Authority(acme.by(), acme.folder(), clock)) {
      Optional<AcmeFailure> forAll = Optional.empty();
      for (String host : due) {
        if (isDropped(acme, host)) {
          continue;
        }
        try {
          if (forAll.isPresent()) {
            throw forAll.get();
          }
          LOG.info("asking {} for a certificate for {}", acme.by().directory(), host);
          probe(acme.folder());
          put(acme, host, authority.issue(host, validation(begun)));
        } catch (AcmeFailure e) {
          failed(acme, host, e);
          forAll = Optional.of(e).filter(AcmeFailure::isUnreachable);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server stops
    } catch (IOException e) {
      AcmeFailure why = new AcmeFailure(String.valueOf(e.getMessage()), "Put it right.");
      due.forEach(host -> failed(acme, host, why));
    }
  }

  private static void probe(AcmeFolder folder) throws AcmeFailure {
    try {
      folder.probe();
    } catch (IOException e) {
      throw unkept(e);
    }
  }

  /** Other settings came meanwhile, and the host or the CA is no longer in them. */
  private boolean isDropped(Plan.Acme acme, String host) {
    Plan now = plan;
    return !now.held().containsKey(host)
        || !now.acme().map(Plan.Acme::by).equals(Optional.of(acme.by()));
  }

  private Validation validation(Plan of) {
    HttpServer http = java.util.Objects.requireNonNull(server);
    return of.settings()
        .tls()
        .flatMap(Settings.Tls::redirectFrom)
        .<Validation>map(at -> new Validation.ByHttp(tokens, at))
        .orElseGet(() -> new Validation.ByTls(http, of.settings().listen(), clock));
  }

  private synchronized void put(Plan.Acme acme, String host, KeyAndChain got) throws AcmeFailure {
    // An interrupted thread could not write the file, and the certificate would be lost.
    boolean interrupted = Thread.interrupted();
    Lifetime lifetime = Lifetime.of(got.leaf());
    try {
      acme.folder().write(host, got);
    } catch (IOException e) {
      throw unkept(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (isDropped(acme, host)) {
      return;
    }
    plan = plan.with(host, new Held(Optional.of(lifetime), clock.instant(), Optional.empty()));
    reminded.remove(host);
    LOG.info(
        "a new certificate of {} came, good until {}, and renewed from {} on",
        host,
        lifetime.notAfter(),
        lifetime.renewAt());
    try {
      enforce();
      acme.folder().noStandIn(host);
    } catch (IOException e) {
      pending = true;
      LOG.error(
          "it is kept, and put in force as soon as every other certificate can be read: {}",
          e.getMessage());
    }
  }

  private static AcmeFailure unkept(IOException e) {
    return new AcmeFailure(
        "what the CA gives cannot be kept: " + e,
        "Look at the folder acme: it must belong to the server's user, and the disk have room.");
  }

  private void enforce() throws IOException {
    java.util.Objects.requireNonNull(server).reloadTls(plan.tls().orElseThrow());
    pending = false;
  }

  private void enforceWhatIsPending() {
    if (pending) {
      try {
        enforce();
        LOG.info("the new certificates are in force");
      } catch (IOException e) {
        LOG.debug("not yet: {}", e.getMessage());
      }
    }
  }

  private synchronized void failed(Plan.Acme acme, String host, AcmeFailure why) {
    if (closed || isDropped(acme, host)) {
      return;
    }
    Instant now = clock.instant();
    Held before = plan.held().getOrDefault(host, Held.NOTHING);
    int count = before.failures() + 1;
    double random = ThreadLocalRandom.current().nextDouble();
    Retry retry =
        new Retry(
            count,
            now,
            Backoff.next(now, count, random, why.retryAfter()),
            why.retryAfter().isPresent());
    plan = plan.with(host, before.failed(retry));
    try {
      acme.folder().write(host, retry);
    } catch (IOException e) {
      LOG.warn("after a restart the CA is asked too early: {}", e.getMessage());
    }
    String meanwhile =
        before
            .lifetime()
            .map(l ->
                l.isOver(now)
                    ? "the one in force ended at " + l.notAfter()
                    : "the one in force stays, good until " + l.notAfter())
            .orElse("one which nobody trusts stands in meanwhile");
    String line = "no new certificate for {}: {}. {} It is tried again at {}; {}";
    Object[] said = {host, why.getMessage(), why.remedy(), seconds(retry.at()), meanwhile};
    if (before.lifetime().isEmpty() || before.isNearEnd(now)) {
      reminded.put(host, now);
      LOG.error(line, said);
    } else {
      LOG.warn(line, said);
    }
    failures.incrementAndGet();
  }

  private static Instant seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }

  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = worker;
      if (running != null) {
        running.interrupt(); // never while a file is written
      }
    }
    if (running != null) {
      try {
        running.join(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
