package dev.doorward.servlet;

import dev.doorward.config.ConfigException;
import dev.doorward.config.Mistake;
import dev.doorward.config.Settings;
import dev.doorward.core.Judge;
import dev.doorward.core.Policy;
import dev.doorward.core.answer.Answer;
import dev.doorward.core.answer.Failure;
import dev.doorward.core.audit.Event;
import dev.doorward.core.may.Decision;
import dev.doorward.core.may.Requirement;
import dev.doorward.core.request.Header;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.route.ApiRoutes;
import dev.doorward.core.route.Behind;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.face.FileTimes;
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
import dev.doorward.face.shared.Said;
import dev.doorward.face.shared.Witness;
import dev.doorward.face.shared.Writer;
import dev.doorward.identity.store.StoreException;
import dev.doorward.portal.Portal;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Doorward inside one application: its own store, sign-in pages and admin API. */
final class Inside implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Inside.class);
  private static final long SWEEP_EVERY = 60;

  private final ServletContext context;
  private final ConfigFile file;
  private final Map<String, String> environment;
  private final Rules rules;
  private final InstantSource clock = InstantSource.system();
  private final Services services;
  private final Optional<AccessLog> accessLog;
  private final Witness witness;
  private final Facts facts;
  private final Writer writer;
  private final Pulse pulse;
  private final Endpoints endpoints;
  private final Api api;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private volatile InForce inForce;
  private volatile boolean stopping;
  private long rounds;

  /** What a request is judged by, together. */
  private record InForce(Settings settings, Handlers handlers) {}

  private Inside(
      ServletContext context, ConfigFile file, Map<String, String> environment, Witness more)
      throws IOException, ConfigException {
    this.context = context;
    this.file = file;
    this.environment = environment;
    this.rules = Rules.of(context);
    Settings settings = file.read(environment);
    settings.warnings().forEach(LOG::warn);
    Handlers handlers = new Handlers(context, settings);
    handlers.check();
    this.inForce = new InForce(settings, handlers);
    Path socket = settings.file().resolveSibling("doorward.sock");
    ControlSocket.requireUnused(socket);
    try {
      services = keep(Services.open(settings, clock));
      accessLog =
          settings.accessLog().isPresent()
              ? Optional.of(keep(AccessLog.open(settings.accessLog().get())))
              : Optional.empty();
      List<Witness> witnesses = new ArrayList<>(List.of(more));
      services.auditLog().ifPresent(log -> witnesses.add(new AuditWitness(log, services.mind())));
      accessLog.ifPresent(witnesses::add);
      witness = Witness.all(witnesses);
      Portal portal = new Portal(services.house());
      facts = new Facts(clock);
      writer = new Writer(portal.pages());
      pulse = new Pulse();
      pulse.stopsWhen(() -> stopping);
      endpoints = new Endpoints(portal, pulse, writer, witness);
      api = new Api(Face.INSIDE, ApiRoutes.INSIDE, services.house(), services.mind(), witness);
      keep(
          ControlSocket.listen(
              socket, new Commands(services.house(), services.mind(), () -> inForce.settings())));
      FileTimes times = new FileTimes(() -> inForce.settings().files());
      keep(new Watch(() -> round(times)));
      note(
          Event.of(Event.Kind.CONFIG_LOADED, clock.instant()).reason(settings.counts().toString()));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens it.
   *
   * @param more is told of every verdict and answer too
   * @throws IOException when a file cannot be used
   * @throws ConfigException with every mistake in the configuration
   */
  static Inside open(
      ServletContext context, ConfigFile file, Map<String, String> environment, Witness more)
      throws IOException, ConfigException {
    return new Inside(context, file, environment, more);
  }

  Services services() {
    return services;
  }

  Settings settings() {
    return inForce.settings();
  }

  Handlers handlers() {
    return inForce.handlers();
  }

  /** Answers a request, or lets it through to the application. */
  void serve(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (Pulse.isAsked(request.getMethod(), request.getRequestURI())) {
      ServletWriter.write(request, response, pulse.answer());
      return;
    }
    InForce now = inForce;
    Policy policy = now.settings().policy();
    long begun = System.nanoTime();
    List<Header> fields = ServletFacts.fields(request);
    RequestFacts f = ServletFacts.of(facts, request, fields);
    Verdict v =
        Judge.recall(policy, f, services.mind())
            .orElseGet(() -> Judge.judge(policy, f, services.mind()));
    v = narrowed(now, v, request);
    witness.decided(Face.INSIDE, v, System.nanoTime() - begun);
    switch (policy.answers().answer(v)) {
      case Answer.Say say -> ServletWriter.write(request, response, said(policy, v, say));
      case Answer.Serve(_, var own) -> {
        Verdict allowed = v;
        Said said =
            own.endpoint().isOfApi()
                ? api.serve(
                    now.settings(),
                    policy,
                    allowed,
                    own,
                    ServletWriter.content(request),
                    () -> Judge.judge(policy, f, services.mind()))
                : endpoints.serve(
                    Face.INSIDE,
                    policy,
                    allowed,
                    Optional.ofNullable(request.getHeader("User-Agent")).orElse(""),
                    ServletWriter.content(request));
        ServletWriter.write(request, response, said);
      }
      case Answer.Through _ -> through(now, policy, v, fields, request, response, chain);
      case Answer.Permit _ -> throw new IllegalStateException("nobody asks inside an application");
    }
  }

  /** Lets a later dispatch of a request through, under what was decided for it. */
  void inherit(
      Visit visit, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    GuardedResponse guarded = new GuardedResponse(response, visit.verdict());
    chain.doFilter(new GuardedRequest(request, guarded, visit), guarded);
  }

  private Verdict narrowed(InForce now, Verdict v, HttpServletRequest request) {
    return v.decision() instanceof Decision.Allow
            && v.trail().route().behind() instanceof Behind.App
        ? now.handlers().of(request).map(more -> Judge.narrow(v, more)).orElse(v)
        : v;
  }

  private void through(
      InForce now,
      Policy policy,
      Verdict v,
      List<Header> fields,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    Caller caller = new Caller(v, now.handlers().demands(), rules);
    Visit visit = new Visit(this, policy, v, fields, caller);
    visit.begins(request);
    long decided = System.nanoTime();
    try {
      inherit(visit, request, response, chain);
    } catch (AccessRefused e) {
      refuse(policy, e.verdict(), request, response, e);
      return;
    } catch (ServletException e) {
      Optional<AccessRefused> refused = refusal(e);
      if (refused.isEmpty()) {
        throw e;
      }
      refuse(policy, refused.get().verdict(), request, response, e);
      return;
    }
    if (!visit.isRefused()) {
      witness.upstream(System.nanoTime() - decided);
      witness.answered(Face.INSIDE, policy, v, response.getStatus());
    }
  }

  private static Optional<AccessRefused> refusal(Throwable e) {
    int depth = 0;
    for (Throwable each = e; each != null && depth < 16; each = each.getCause(), depth++) {
      if (each instanceof AccessRefused refused) {
        return Optional.of(refused);
      }
    }
    return Optional.empty();
  }

  private <E extends Exception> void refuse(
      Policy policy, Verdict v, HttpServletRequest request, HttpServletResponse response, E thrown)
      throws IOException, E {
    if (response.isCommitted()) {
      throw thrown; // the answer has begun: its connection ends
    }
    response.reset();
    say(policy, v, request, response);
  }

  /**
   * Holds a request which its route let through against more.
   *
   * @return false when the answer to that is written
   */
  boolean admits(
      Visit visit, Requirement more, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Verdict v = Judge.narrow(visit.verdict(), more);
    if (v.decision() instanceof Decision.Allow) {
      return true;
    }
    refuse(visit, v, request, response);
    return false;
  }

  /** Writes the answer to a verdict which the application itself came to. */
  void refuse(Visit visit, Verdict v, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      throw new IllegalStateException("the answer has begun, so that it cannot become a refusal");
    }
    HttpServletResponse bare = GuardedResponse.bare(response);
    bare.reset();
    visit.refused();
    say(visit.policy(), v, request, bare);
  }

  private void say(
      Policy policy, Verdict v, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ServletWriter.write(request, response, said(policy, v, policy.answers().say(v)));
  }

  private Said said(Policy policy, Verdict v, Answer.Say say) {
    witness.answered(Face.INSIDE, policy, v, say.status());
    return writer.say(v.trail(), say);
  }

  /** Something of ours failed before an answer began. */
  void failed(HttpServletRequest request, HttpServletResponse response, Exception bug)
      throws IOException {
    Policy policy = inForce.settings().policy();
    var trail = policy.trail(ServletFacts.of(facts, request, ServletFacts.fields(request)));
    LOG.error("request {} failed", trail.facts().id(), bug);
    ServletWriter.write(
        request, response, writer.say(trail, policy.answers().failure(trail, Failure.INTERNAL)));
  }

  private void round(FileTimes times) {
    times.look(this::reload);
    if (++rounds % SWEEP_EVERY == 0) {
      try {
        services.sweep();
      } catch (StoreException e) {
        LOG.warn("what is long over is not swept away, and tried again: {}", e.getMessage());
      }
    }
  }

  private void reload() {
    services.auditLog().ifPresent(AuditLog::reopen);
    accessLog.ifPresent(AccessLog::reopen);
    Settings next;
    Handlers handlers;
    try {
      next = file.read(environment);
      handlers = new Handlers(context, next);
      handlers.check();
    } catch (ConfigException e) {
      refused(e.mistakes().stream().map(Mistake::toString).toList());
      return;
    } catch (IllegalArgumentException e) {
      refused(List.of(String.valueOf(e.getMessage())));
      return;
    }
    List<String> fixed = Fixed.changed(inForce.settings(), next);
    if (!fixed.isEmpty()) {
      refused(List.of(String.join(", ", fixed) + " needs a restart"));
      return;
    }
    services.adopt(next);
    inForce = new InForce(next, handlers);
    next.warnings().forEach(LOG::warn);
    LOG.info("configuration loaded: {}", next.counts());
    note(Event.of(Event.Kind.CONFIG_LOADED, clock.instant()).reason(next.counts().toString()));
  }

  private void refused(List<String> mistakes) {
    LOG.error(
        "the configuration is refused, the old one stays in force:\n{}",
        String.join("\n", mistakes));
    note(Event.of(Event.Kind.CONFIG_REFUSED, clock.instant()).why(mistakes));
  }

  private void note(Event event) {
    services.house().audit().note(event);
  }

  private <T extends AutoCloseable> T keep(T opened) {
    open.push(opened);
    return opened;
  }

  /** Lets go of everything, the last first. */
  @Override
  public void close() {
    stopping = true;
    for (AutoCloseable each = open.poll(); each != null; each = open.poll()) {
      try {
        each.close();
      } catch (Exception e) {
        LOG.warn("closing {} failed", each.getClass().getName(), e);
      }
    }
  }
}
