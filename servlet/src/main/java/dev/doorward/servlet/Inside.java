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
import dev.doorward.core.request.Header;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.route.Behind;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.face.FileTimes;
import dev.doorward.face.Fixed;
import dev.doorward.face.Watch;
import dev.doorward.face.shared.Content;
import dev.doorward.face.shared.Face;
import dev.doorward.face.shared.Facts;
import dev.doorward.face.shared.Pulse;
import dev.doorward.face.shared.Said;
import dev.doorward.face.shared.Witness;
import dev.doorward.identity.store.StoreException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Doorward inside one application: its own store, sign-in pages and admin API. */
final class Inside implements Door, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Inside.class);
  private static final long SWEEP_EVERY = 60;

  private final ServletContext context;
  private final ConfigFile file;
  private final Map<String, String> environment;
  private final Rules rules;
  private final InstantSource clock = InstantSource.system();
  private final Facts facts = new Facts(clock);
  private final Pulse pulse = new Pulse();
  private final Ground ground;
  private final Watch watch;
  private volatile InForce inForce;
  private volatile boolean stopping;
  private volatile boolean lastReloadGood = true;
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
    pulse.stopsWhen(() -> stopping);
    Supplier<Settings> now = () -> inForce.settings();
    ground =
        settings.trust().isPresent()
            ? new TrustedGround(settings, settings.trust().get(), pulse, more)
            : OwnGround.open(settings, now, clock, pulse, more);
    FileTimes times = new FileTimes(() -> inForce.settings().files());
    watch = new Watch(() -> round(times));
    ground.note(
        Event.of(Event.Kind.CONFIG_LOADED, clock.instant()).reason(settings.counts().toString()));
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

  Ground ground() {
    return ground;
  }

  Settings settings() {
    return inForce.settings();
  }

  @Override
  public Handlers handlers() {
    return inForce.handlers();
  }

  /** What is wrong, in words for an operator; empty when nothing is. */
  Optional<String> trouble() {
    return ground
        .trouble()
        .or(() ->
            lastReloadGood
                ? Optional.empty()
                : Optional.of(
                    "the configuration as it stands is refused, the one before is in force"));
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
    Verdict routed =
        Judge.recall(policy, f, ground.mind())
            .orElseGet(() -> Judge.judge(policy, f, ground.mind()));
    Verdict v = narrowed(now, routed, request);
    ground.witness().decided(Face.INSIDE, v, System.nanoTime() - begun);
    switch (policy.answers().answer(v)) {
      case Answer.Say say -> ServletWriter.write(request, response, said(policy, v, say));
      case Answer.Serve(_, var own) ->
          ServletWriter.write(request, response, served(now.settings(), v, own, f, request));
      case Answer.Through _ -> through(now, policy, v, fields, request, response, chain);
      case Answer.Permit _ -> throw new IllegalStateException("nobody asks inside an application");
    }
  }

  private Said served(
      Settings now, Verdict v, Behind.Own own, RequestFacts f, HttpServletRequest request)
      throws IOException {
    Content content = ServletWriter.content(request);
    Supplier<Verdict> again = () -> Judge.judge(now.policy(), f, ground.mind());
    if (own.endpoint().isOfApi()) {
      return ground
          .api()
          .orElseThrow(() -> new IllegalStateException("no route leads to an API here"))
          .serve(now, now.policy(), v, own, content, again);
    }
    return ground
        .endpoints()
        .serve(Face.INSIDE, now.policy(), v, ServletWriter.agent(request), content, again);
  }

  /** Lets a later dispatch of a request through, under what was decided for it. */
  void inherit(
      Visit visit, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    GuardedResponse guarded = new GuardedResponse(response, visit.verdict());
    chain.doFilter(new GuardedRequest(request, guarded, visit), guarded);
  }

  /**
   * Lets an asynchronous dispatch through, and answers what the application refuses in it: nobody
   * is above it who would.
   */
  void resume(
      Visit visit, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      chain.doFilter(request, response);
    } catch (AccessRefused | ServletException e) {
      Optional<AccessRefused> refused = refusal(e);
      if (refused.isEmpty() || response.isCommitted()) {
        throw e;
      }
      refuse(visit, refused.get().verdict(), request, response);
    }
  }

  private Verdict narrowed(InForce now, Verdict v, HttpServletRequest request) {
    return v.decision() instanceof Decision.Allow
            && v.trail().route().behind() instanceof Behind.App
            && !v.trail().facts().isPreflight() // C185
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
      ground.witness().upstream(System.nanoTime() - decided);
      ground.witness().answered(Face.INSIDE, policy, v, response.getStatus());
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

  @Override
  public void refuse(
      Visit visit, Verdict v, HttpServletRequest request, HttpServletResponse response)
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
    ground.witness().decided(Face.INSIDE, v, 0); // the application's verdict, after the route's
    ServletWriter.write(request, response, said(policy, v, policy.answers().say(v)));
    if (request.isAsyncStarted()) {
      request.getAsyncContext().complete(); // what was to answer later has nothing to say any more
    }
  }

  private Said said(Policy policy, Verdict v, Answer.Say say) {
    ground.witness().answered(Face.INSIDE, policy, v, say.status());
    return ground.writer().say(v.trail(), say);
  }

  /** Something of ours failed before an answer began. */
  void failed(HttpServletRequest request, HttpServletResponse response, Exception bug)
      throws IOException {
    Policy policy = inForce.settings().policy();
    var trail = policy.trail(ServletFacts.of(facts, request, ServletFacts.fields(request)));
    LOG.error("request {} failed", trail.facts().id(), bug);
    ServletWriter.write(
        request,
        response,
        ground.writer().say(trail, policy.answers().failure(trail, Failure.INTERNAL)));
  }

  private void round(FileTimes times) {
    times.look(this::reload);
    if (++rounds % SWEEP_EVERY == 0) {
      try {
        ground.sweep();
      } catch (StoreException e) {
        LOG.warn("what is long over is not swept away, and tried again: {}", e.getMessage());
      }
    }
  }

  private void reload() {
    ground.reopen();
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
    ground.adopt(next);
    inForce = new InForce(next, handlers);
    lastReloadGood = true;
    next.warnings().forEach(LOG::warn);
    LOG.info("configuration loaded: {}", next.counts());
    ground.note(
        Event.of(Event.Kind.CONFIG_LOADED, clock.instant()).reason(next.counts().toString()));
  }

  private void refused(List<String> mistakes) {
    lastReloadGood = false;
    LOG.error(
        "the configuration is refused, the old one stays in force:\n{}",
        String.join("\n", mistakes));
    ground.note(Event.of(Event.Kind.CONFIG_REFUSED, clock.instant()).why(mistakes));
  }

  @Override
  public void close() {
    stopping = true;
    watch.close();
    ground.close();
  }
}
