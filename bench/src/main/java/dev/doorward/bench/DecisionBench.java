package dev.doorward.bench;

import dev.doorward.config.Settings;
import dev.doorward.core.Judge;
import dev.doorward.core.Policy;
import dev.doorward.core.may.Identity;
import dev.doorward.core.may.Standing;
import dev.doorward.core.request.Field;
import dev.doorward.core.request.Fields;
import dev.doorward.core.request.Front;
import dev.doorward.core.request.Method;
import dev.doorward.core.request.Peer;
import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.request.Target;
import dev.doorward.core.verdict.Ask;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.core.where.Address;
import dev.doorward.core.who.Acr;
import dev.doorward.core.who.Audience;
import dev.doorward.core.who.Principal;
import dev.doorward.core.who.Roles;
import dev.doorward.core.who.Scopes;
import dev.doorward.core.who.SignIn;
import dev.doorward.core.who.Subject;
import dev.doorward.core.who.Upkeep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A whole decision of the core, over growing numbers of routes and of denied prefixes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecisionBench {
  /** How many routes stand in the file. */
  @Param({"10", "100", "1000", "10000"})
  public int routes;

  /** How many prefixes are denied. */
  @Param({"100"})
  public int prefixes;

  private Policy policy = none();
  private RequestFacts[] facts = {};
  private Identity alice = none();
  private int next;

  /** Compiles the policy. */
  @Setup
  public void compile() throws Exception {
    Path folder = Files.createTempDirectory("doorward-bench");
    Settings settings = Policies.of(folder, routes, prefixes, "");
    policy = settings.policy();
    alice =
        new Identity.Proven(
            new Principal(
                new Subject("usr_1", "alice"),
                Audience.Everything.EVERYTHING,
                Roles.NONE,
                Scopes.Unlimited.ALL,
                new SignIn.At(Acr.PWD, Instant.EPOCH)),
            Standing.Good.GOOD,
            Upkeep.NONE);
    facts = new RequestFacts[1024];
    for (int i = 0; i < facts.length; i++) {
      int route = (int) ((long) i * routes / facts.length);
      facts[i] = request("/r" + route + "/b/c", i);
    }
  }

  /** Facts in, verdict out. */
  @Benchmark
  public Verdict decide() {
    RequestFacts f = facts[next++ & 1023];
    return switch (Judge.begin(policy, f)) {
      case Verdict v -> v;
      case Ask a -> Judge.resume(a, alice);
    };
  }

  private static RequestFacts request(String path, int number) {
    Peer peer =
        new Peer(
            Address.parse("192.0.2." + (number & 255)).orElseThrow(),
            4080,
            true,
            false,
            Optional.empty(),
            Front.NONE);
    return new RequestFacts(
        number,
        new UUID(0, number),
        Instant.EPOCH,
        new Method("GET"),
        Target.of(path, Optional.of("127.0.0.1:4080")),
        peer,
        new Bearer());
  }

  /** Set before anything reads it. */
  @SuppressWarnings({"TypeParameterUnusedInFormals", "NullAway"})
  private static <T> T none() {
    return null;
  }

  private record Bearer() implements Fields {
    private static final List<String> TOKEN = List.of("Bearer " + "a".repeat(700));

    @Override
    public List<String> all(Field field) {
      return field == Field.AUTHORIZATION ? TOKEN : List.of();
    }
  }
}
