package dev.doorward.oauth;

import dev.doorward.core.where.Address;
import dev.doorward.core.where.PrefixSet;
import dev.doorward.core.who.Acr;
import dev.doorward.identity.people.User;
import dev.doorward.identity.people.Users;
import dev.doorward.identity.store.JdbcStore;
import dev.doorward.identity.store.Sqlite;
import dev.doorward.identity.throttle.Rate;
import dev.doorward.identity.throttle.Throttle;
import dev.doorward.oauth.key.KeyFile;
import dev.doorward.oauth.key.Keys;
import dev.doorward.oauth.token.JwtReader;
import dev.doorward.oauth.token.JwtWriter;
import dev.doorward.oauth.token.Order;
import dev.doorward.oauth.token.TokenIdentify;
import dev.doorward.oauth.token.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A store with a user, keys and tokens. */
public final class House implements AutoCloseable {
  public static final String ISSUER = "https://app.example";
  public static final Address HOME = Address.parse("198.51.100.7").orElseThrow();

  /** A file with our tables, made once. */
  private static final Path TEMPLATE = template();

  public final MovableClock clock = new MovableClock();
  public final JdbcStore store;
  public final Users users;
  public final User alice;
  public final Keys keys;
  public final Tokens tokens;
  public final JwtReader reader;
  public final TokenIdentify identify;

  public House(Path folder) throws IOException {
    if (Files.notExists(folder.resolve("doorward.db"))) {
      Files.copy(TEMPLATE, folder.resolve("doorward.db"));
    }
    store = JdbcStore.open(Sqlite.at(folder.resolve("doorward.db")), 2);
    users = new Users(store, clock);
    alice =
        users
            .byName("alice")
            .orElseGet(() ->
                users.add(
                    "alice",
                    Optional.empty(),
                    Optional.empty(),
                    List.of("user"),
                    Optional.empty(),
                    false));
    keys = new Keys(store, KeyFile.at(folder.resolve("doorward.key")), clock);
    tokens = new Tokens(store, new JwtWriter(keys, ISSUER), clock);
    reader = new JwtReader(keys, ISSUER);
    Rate five = new Rate(5, Duration.ofMinutes(5));
    Throttle throttle =
        new Throttle(clock, new Throttle.Rules(five, five, five, five, PrefixSet.EMPTY));
    identify = new TokenIdentify(tokens, reader, users, throttle, Duration.ofSeconds(30));
  }

  /** Alice's, for five minutes. */
  public Order order(boolean opaque) {
    Instant now = clock.instant();
    return order(opaque, Optional.empty(), now, now.plus(Duration.ofMinutes(5)));
  }

  public Order order(boolean opaque, Optional<Instant> notBefore, Instant issued, Instant expires) {
    return new Order(
        alice.id(),
        List.of("reports:read", "x"),
        List.of(ISSUER),
        Acr.PWD,
        Optional.of(issued),
        notBefore,
        issued,
        expires,
        opaque,
        Optional.of("test"));
  }

  private static Path template() {
    try {
      Path file = Files.createTempDirectory("doorward-oauth").resolve("template.db");
      JdbcStore.open(Sqlite.at(file), 1).close();
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
