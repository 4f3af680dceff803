package dev.doorward.contract;

import dev.doorward.contract.cases.Case;
import dev.doorward.contract.cases.Cases;
import dev.doorward.contract.cases.Step;
import dev.doorward.contract.check.Words;
import dev.doorward.contract.echo.Echo;
import dev.doorward.contract.fixture.FixtureFile;
import dev.doorward.contract.fixture.ForgedTokens;
import dev.doorward.contract.fixture.StoreRelay;
import dev.doorward.contract.wire.Answer;
import dev.doorward.contract.wire.Exchanger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Runs the contract's cases against whoever answers, one after the other.
 *
 * <p>What the server has to be set up with stands in {@link dev.doorward.contract.fixture.Fixture};
 * what the runner has to know of it in the {@link FixtureFile}. A case whose value, feature or
 * variant is absent is skipped and says so.
 */
public final class Runner {

  /** Tags of the contract which this runner can serve wherever it runs. */
  private static final Set<String> SERVED = Set.of("ws", "proxied", "proxy", "grpc");

  private final Exchanger exchanger;
  private final FixtureFile file;
  private final int port;
  private final Map<String, String> tokens;
  private final SignIn signIn;
  private final Sources sources = new Sources();
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, InetAddress> throttledAddresses = new HashMap<>();
  private final Map<String, SignIn.Cookies> throttledCookies = new HashMap<>();
  private final Map<String, Optional<Answer>> answers = new HashMap<>();
  private Cases cases = Cases.shipped();
  private boolean reachesApp = true;
  private Optional<String> front = Optional.empty();
  private Optional<Echo> app = Optional.empty();
  private Optional<StoreRelay> relay = Optional.empty();
  private Optional<UnaryOperator<String>> sessions = Optional.empty();
  private Consumer<Result> listener = _ -> {};

  private Runner(Exchanger exchanger, FixtureFile file, int port) {
    this.exchanger = exchanger;
    this.file = file;
    this.port = port;
    this.signIn = new SignIn(exchanger, file);
    this.tokens = new HashMap<>(file.tokens());
    String ok = tokens.get("T_ok");
    if (ok != null) {
      ForgedTokens.of(ok, Optional.ofNullable(file.keys().get("access")))
          .forEach(tokens::putIfAbsent);
    }
  }

  /** Runs those cases against the server at that URL. */
  public static List<Result> run(URI target, FixtureFile fixture, Filter filter)
      throws IOException {
    try (Target at = Target.of(target, fixture)) {
      return at.runner().run(filter);
    }
  }

  /**
   * A runner against whoever answers.
   *
   * @param port of the listener, for cases which name it
   */
  public static Runner of(Exchanger exchanger, FixtureFile fixture, int port) {
    return new Runner(exchanger, fixture, port);
  }

  /** With these cases in place of the shipped ones. */
  public Runner cases(Cases those) {
    this.cases = those;
    return this;
  }

  /** With the echo application at hand, to see when it is asked. */
  public Runner app(Echo echo) {
    this.app = Optional.of(echo);
    return this;
  }

  /** With the relay before the store, for the variant {@code store-down}. */
  public Runner relay(StoreRelay store) {
    this.relay = Optional.of(store);
    return this;
  }

  /** Through a front of that name, which asks a check listener: its exceptions are skipped. */
  public Runner behind(String name) {
    this.front = Optional.of(name);
    return this;
  }

  /** Without an application behind the door: cases in which it answers are skipped. */
  public Runner withoutApp() {
    this.reachesApp = false;
    return this;
  }

  /** With sessions made elsewhere, where nobody can sign in: a cookie's value for each user. */
  public Runner sessions(UnaryOperator<String> made) {
    this.sessions = Optional.of(made);
    return this;
  }

  /** Told of each result as soon as it is there. */
  public Runner listener(Consumer<Result> told) {
    this.listener = told;
    return this;
  }

  /** Runs those cases, in the order of the contract. */
  public List<Result> run(Filter filter) {
    List<Result> results = new ArrayList<>();
    for (Case each : cases.all()) {
      if (filter.takes(each)) {
        Result result = run(each);
        results.add(result);
        listener.accept(result);
      }
    }
    return List.copyOf(results);
  }

  private Result run(Case c) {
    Optional<String> why = reasonToSkip(c);
    if (why.isPresent()) {
      return Result.skipped(c.id(), c.title(), why.get());
    }
    CaseRun one;
    try {
      one = new CaseRun(this, c);
    } catch (Words.Missing e) {
      return Result.skipped(c.id(), c.title(), String.valueOf(e.getMessage()));
    } catch (UncheckedIOException | IllegalStateException e) {
      return Result.broken(c.id(), c.title(), String.valueOf(e.getMessage()));
    }
    try {
      Result result = one.run();
      answers.put(c.id(), one.lastAnswer());
      return result;
    } catch (Words.Missing | Exchanger.CannotSend e) {
      return Result.skipped(c.id(), c.title(), String.valueOf(e.getMessage()));
    } catch (IOException
        | UncheckedIOException
        | IllegalStateException
        | IllegalArgumentException e) {
      return one.broken(e.getMessage() == null ? e.toString() : e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return one.broken("interrupted");
    }
  }

  private Optional<String> reasonToSkip(Case c) {
    for (String tag : c.tags()) {
      boolean served =
          switch (tag) {
            case "tls" -> file.isTls();
            case "plain" -> !file.isTls();
            case "relay" -> relay.isPresent();
            case "h2" -> exchanger.http2();
            default -> SERVED.contains(tag);
          };
      if (!served) {
        return Optional.of("needs " + (tag.equals("plain") ? "the plain run" : "[" + tag + "]"));
      }
    }
    Optional<String> exempt = front.flatMap(f -> Fronts.shipped().exempt(c, f));
    if (exempt.isPresent()) {
      return exempt;
    }
    if (!exchanger.choosesSource() && c.steps().stream().anyMatch(Runner::needsAnAddress)) {
      return Optional.of("needs a server on 127.0.0.1");
    }
    // The TLS run is the default fixture with more hosts.
    String runs = file.variant().equals("tls") ? "default" : file.variant();
    if (!c.fixture().equals(runs)) {
      return Optional.of("needs fixture: " + c.fixture());
    }
    return !reachesApp && c.steps().stream().anyMatch(s -> s.reachesApp())
        ? Optional.of("needs the application")
        : Optional.empty();
  }

  /** From an address that means something, or so often that it is refused for it. */
  private static boolean needsAnAddress(Step step) {
    return step.setting("from").isPresent()
        || step.setting("throttled").isPresent()
        || step.setting("repeat").isPresent();
  }

  /** The answer to another case's last request; that case is run if it has not been. */
  Answer answerTo(String id) {
    if (!answers.containsKey(id)) {
      run(cases.find(id).orElseThrow(() -> new IllegalStateException("no case " + id)));
    }
    return answers
        .getOrDefault(id, Optional.empty())
        .orElseThrow(() -> new IllegalStateException("no answer to " + id + " to compare with"));
  }

  /** The one address from which that user has been guessed at in this run. */
  InetAddress throttledAddress(String user) {
    InetAddress known = throttledAddresses.get(user);
    if (known != null) {
      return known;
    }
    InetAddress address = fresh();
    // His session is older than the guesses. A name which nobody has gets the same treatment.
    if (file.users().containsKey(user)) {
      throttledCookies.put(user, signIn.cookies(user, address));
    }
    signIn.guess(user, address, run);
    throttledAddresses.put(user, address);
    return address;
  }

  Optional<SignIn.Cookies> throttledCookies(String user) {
    return Optional.ofNullable(throttledCookies.get(user));
  }

  String session(String user, InetAddress from) {
    return sessions.map(s -> s.apply(user)).orElseGet(() -> signIn.session(user, from));
  }

  void store(String what) throws IOException {
    StoreRelay store = relay.orElseThrow(() -> new Words.Missing("[relay]"));
    if (what.equals("cut")) {
      store.cut();
    } else {
      store.mend();
    }
  }

  Optional<String> front() {
    return front;
  }

  long appCount() {
    return app.map(Echo::count).orElse(0L);
  }

  InetAddress fresh() {
    return sources.fresh();
  }

  Exchanger exchanger() {
    return exchanger;
  }

  FixtureFile file() {
    return file;
  }

  Map<String, String> tokens() {
    return tokens;
  }

  SignIn signIn() {
    return signIn;
  }

  String run() {
    return run;
  }

  int port() {
    return port;
  }
}
