package dev.doorward.bench;

import com.nimbusds.jwt.SignedJWT;
import dev.doorward.config.Settings;
import dev.doorward.core.may.Identity;
import dev.doorward.core.where.PrefixSet;
import dev.doorward.core.who.Acr;
import dev.doorward.face.Services;
import dev.doorward.identity.people.User;
import dev.doorward.identity.throttle.Rate;
import dev.doorward.identity.throttle.Throttle;
import dev.doorward.oauth.token.JwtReader;
import dev.doorward.oauth.token.Order;
import dev.doorward.oauth.token.TokenIdentify;
import dev.doorward.portal.House;
import java.nio.file.Files;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The first sight of an ES256 token, beside the platform's signature check alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10, batchSize = TokenBench.MANY)
@Measurement(iterations = 15, batchSize = TokenBench.MANY)
@Fork(2)
public class TokenBench {
  static final int MANY = 1000;

  private final InstantSource clock = InstantSource.system();
  private final String[] tokens = new String[MANY];
  private final byte[][] signed = new byte[MANY][];
  private final byte[][] signatures = new byte[MANY][];
  private @Nullable Services services;
  private @Nullable TokenIdentify identify;
  private @Nullable ECPublicKey key;
  private int next;

  /** Issues the tokens, in a throw-away store. */
  @Setup(Level.Trial)
  public void issue() throws Exception {
    Settings settings = Policies.of(Files.createTempDirectory("doorward-bench"), 10, 10, "");
    Services opened = Services.open(settings, clock);
    services = opened;
    House house = opened.house();
    User alice =
        house
            .users()
            .add("alice", Optional.empty(), Optional.empty(), List.of(), Optional.empty(), false);
    key = house.keys().current().jwk().toECPublicKey();
    Instant now = clock.instant();
    for (int i = 0; i < MANY; i++) {
      Order order =
          new Order(
              alice.id(),
              List.of(),
              List.of(settings.origin().toString()),
              Acr.PWD,
              Optional.of(now),
              Optional.empty(),
              now,
              now.plus(Duration.ofHours(1)),
              false,
              Optional.empty());
      tokens[i] = house.tokens().issue(order).token();
      SignedJWT jwt = SignedJWT.parse(tokens[i]);
      signed[i] = jwt.getSigningInput();
      signatures[i] = jwt.getSignature().decode();
    }
  }

  /** Nothing is remembered when an iteration begins. */
  @Setup(Level.Iteration)
  public void forget() {
    House house = java.util.Objects.requireNonNull(services).house();
    Rate rate = new Rate(1_000_000, Duration.ofMinutes(1));
    Throttle throttle =
        new Throttle(clock, new Throttle.Rules(rate, rate, rate, rate, PrefixSet.EMPTY));
    identify =
        new TokenIdentify(
            house.tokens(),
            new JwtReader(house.keys(), "http://127.0.0.1:4080"),
            house.users(),
            throttle,
            Duration.ofSeconds(30));
    next = 0;
  }

  /** Ends the store. */
  @TearDown(Level.Trial)
  public void close() {
    java.util.Objects.requireNonNull(services).close();
  }

  /** From the text of the token to whom it proves. */
  @Benchmark
  public Identity firstSight() {
    Identity who =
        java.util.Objects.requireNonNull(identify)
            .identify(tokens[next++ % MANY], clock.instant(), Optional.empty());
    if (!(who instanceof Identity.Proven)) {
      throw new IllegalStateException("a good token is not taken");
    }
    return who;
  }

  /** What cannot be left out. */
  @Benchmark
  public boolean signatureAlone() throws Exception {
    Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
    check.initVerify(key);
    int i = next++ % MANY;
    check.update(signed[i]);
    if (!check.verify(signatures[i])) {
      throw new IllegalStateException("a good signature is not taken");
    }
    return true;
  }
}
