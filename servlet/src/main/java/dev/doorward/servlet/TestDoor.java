package dev.doorward.servlet;

import dev.doorward.config.ConfigException;
import dev.doorward.config.Settings;
import dev.doorward.core.Judge;
import dev.doorward.core.Policy;
import dev.doorward.core.answer.Answer;
import dev.doorward.core.may.Identify;
import dev.doorward.core.may.Identity;
import dev.doorward.core.may.Standing;
import dev.doorward.core.request.Header;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.where.Client;
import dev.doorward.core.who.Credential;
import dev.doorward.core.who.Upkeep;
import dev.doorward.face.shared.Facts;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an application in a test with mock requests, in place of {@link DoorwardFilter}. It
 * judges by the routes of {@code doorward.yaml}, without a store and without anybody's password:
 * the test says who calls. Before a request of a real server it lets nobody in.
 */
public final class TestDoor implements Filter, Door {
  private static final String MOCKS = "org.springframework.mock.web.";

  private final String named;
  private final Supplier<Optional<TestCaller>> who;
  private final InstantSource clock = InstantSource.system();
  private final Facts facts = new Facts(clock);
  private @Nullable InForce inForce;

  private record InForce(Settings settings, Handlers handlers, Rules rules) {}

  /**
   * By that file.
   *
   * @param config a path, or a name behind {@code classpath:}; empty for the file it finds
   * @param who calls, asked for each request; empty for a stranger
   */
  public TestDoor(String config, Supplier<Optional<TestCaller>> who) {
    this.named = config;
    this.who = who;
  }

  @Override
  public void init(FilterConfig config) throws ServletException {
    var context = config.getServletContext();
    try {
      ClassLoader loader =
          Optional.ofNullable(context.getClassLoader())
              .orElseGet(() -> TestDoor.class.getClassLoader());
      Settings settings = ConfigFile.find(named, loader).read(System.getenv());
      inForce = new InForce(settings, new Handlers(context, settings), Rules.of(context));
    } catch (ConfigException e) {
      throw new ServletException("the configuration is refused:\n" + e.getMessage(), e);
    } catch (IOException e) {
      throw new ServletException("Doorward cannot start: " + e.getMessage(), e);
    }
  }

  private InForce inForce() {
    InForce now = inForce;
    if (now == null) {
      throw new IllegalStateException("the test's door is not initialised");
    }
    return now;
  }

  @Override
  public Handlers handlers() {
    return inForce().handlers();
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest req)
        || !(response instanceof HttpServletResponse res)
        || !isMock(request)) {
      throw new ServletException("this door is for tests with mock requests: nobody comes in");
    }
    Optional<Visit> before = Visit.of(req);
    if (before.isPresent()) {
      chain.doFilter(req, res);
      return;
    }
    InForce now = inForce();
    Policy policy = now.settings().policy();
    Optional<TestCaller> caller = who.get();
    List<Header> fields = new ArrayList<>(ServletFacts.fields(req));
    if (req.getHeader("Host") == null) {
      fields.add(new Header("Host", now.settings().origin().authority()));
    }
    if (caller.isPresent()) {
      fields.add(new Header("Authorization", "Bearer test"));
    }
    RequestFacts f = ServletFacts.of(facts, new Hosted(req, now), List.copyOf(fields));
    Verdict v = Judge.judge(policy, f, new Told(caller));
    switch (policy.answers().answer(v)) {
      case Answer.Say say -> write(req, res, say);
      case Answer.Through _ -> through(now, policy, v, fields, req, res, chain);
      case Answer.Serve _, Answer.Permit _ ->
          throw new ServletException(
              "Doorward's own pages have no part in a test with mock requests");
    }
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
    Caller caller = new Caller(v, now.handlers().demands(), now.rules());
    Visit visit = new Visit(this, policy, v, fields, caller);
    visit.begins(request);
    chain.doFilter(new GuardedRequest(request, response, visit), response);
  }

  private static boolean isMock(ServletRequest request) {
    ServletRequest each = request;
    while (each instanceof ServletRequestWrapper wrapper) {
      each = wrapper.getRequest();
    }
    return each.getClass().getName().startsWith(MOCKS);
  }

  @Override
  public void refuse(
      Visit visit, Verdict v, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.reset();
    visit.refused();
    write(request, response, visit.policy().answers().say(v));
  }

  /** Status and fields of the answer; its page is not drawn. */
  private static void write(
      HttpServletRequest request, HttpServletResponse response, Answer.Say say) {
    response.setStatus(say.sent());
    for (Header field : say.fields()) {
      response.addHeader(field.name(), field.value());
    }
  }

  /** Everybody is whom the test says. */
  private final class Told implements Identify {
    private final Optional<TestCaller> caller;

    Told(Optional<TestCaller> caller) {
      this.caller = caller;
    }

    @Override
    public Optional<Identity> recall(
        Credential.Presented credential, RequestFacts facts, Client from) {
      return Optional.of(identify(credential, facts, from));
    }

    @Override
    public Identity identify(Credential.Presented credential, RequestFacts facts, Client from) {
      return new Identity.Proven(
          caller.orElseThrow().principal(facts.at()), Standing.Good.GOOD, Upkeep.NONE);
    }
  }

  /** A mock request names no host; it comes by the file's origin. */
  private static final class Hosted extends jakarta.servlet.http.HttpServletRequestWrapper {
    private final InForce now;

    Hosted(HttpServletRequest request, InForce now) {
      super(request);
      this.now = now;
    }

    @Override
    public @Nullable String getHeader(String name) {
      String own = super.getHeader(name);
      return own == null && name.equalsIgnoreCase("Host")
          ? now.settings().origin().authority()
          : own;
    }

    @Override
    public boolean isSecure() {
      return super.isSecure() || now.settings().origin().isSecure();
    }
  }
}
