package dev.doorward.identity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.core.who.Acr;
import dev.doorward.identity.MovableClock;
import dev.doorward.identity.people.Users;
import dev.doorward.identity.store.Ids;
import dev.doorward.identity.store.Soon;
import dev.doorward.identity.store.StoreException;
import dev.doorward.identity.store.Stores;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
  @Nested
  class OnSqlite extends Contract {
    @TempDir private Path folder;

    @Override
    protected Stores stores() throws Exception {
      return Stores.sqlite(folder);
    }
  }

  @Nested
  @Tag("needs-postgresql")
  class OnPostgres extends Contract {
    @Override
    protected Stores stores() throws Exception {
      return Stores.postgres();
    }
  }

  abstract static class Contract extends Stores.Each {
    private static final String HOST = "app.example";
    private static final Lifetimes LIFETIMES =
        new Lifetimes(
            Duration.ofHours(8), Duration.ofHours(24), Duration.ofDays(14), Duration.ofDays(30));

    private final MovableClock clock = new MovableClock();
    private Sessions sessions;
    private String alice;

    @BeforeEach
    void ready() {
      sessions = new Sessions(store, clock, LIFETIMES);
      alice =
          new Users(store, clock)
              .add("alice", Optional.empty(), Optional.empty(), List.of(), Optional.empty(), false)
              .id();
    }

    @Test
    void aKeyOpensItsSessionOnItsHostOnly() {
      Sessions.Opened opened = open(false);

      Key key = sessions.find(opened.key(), HOST).orElseThrow();
      assertThat(key.session()).isEqualTo(opened.session().id());
      assertThat(key.user()).isEqualTo(alice);
      assertThat(key.acr()).isEqualTo(Acr.PWD);
      assertThat(key.authTime()).isEqualTo(clock.instant());
      assertThat(sessions.find(opened.key(), "other.example")).isEmpty(); // C358
      assertThat(sessions.find(opened.key() + "x", HOST)).isEmpty(); // C127
      assertThat(sessions.find("", HOST)).isEmpty();
      assertThat(opened.key()).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    void aSessionThatWasSweptAwayStaysOverWhereTheClockIsPutBack() {
      Sessions.Opened opened = open(false);
      assertThat(sessions.find(opened.key(), HOST)).isPresent();
      clock.move(Duration.ofDays(2));
      sessions.sweep();
      store.write(_ -> null); // behind the sweep in the queue
      clock.move(Duration.ofDays(-2));

      assertThat(sessions.list(Optional.of(alice))).isEmpty();
      assertThat(sessions.recall(opened.key(), HOST)).as("nobody could end it").isEmpty();
      assertThat(sessions.find(opened.key(), HOST)).isEmpty();
    }

    @Test
    void useAfterTheClockWasPutBackIsWhatCounts() {
      Sessions.Opened opened = open(true);
      clock.move(Duration.ofDays(1));
      assertThat(sessions.find(opened.key(), HOST)).isPresent();
      clock.move(Duration.ofDays(-1));
      assertThat(sessions.find(opened.key(), HOST)).isPresent();
      store.write(_ -> null);

      assertThat(sessions.byId(opened.session().id()).orElseThrow().lastUsed())
          .isEqualTo(clock.instant());
      clock.move(Duration.ofDays(14));
      assertThat(sessions.find(opened.key(), HOST)).isEmpty();
    }

    @Test
    void theStoreKeepsDigestsOnly() {
      String key = open(false).key();

      assertThat(
              store.<List<String>>read(
                  rows -> rows.all("select digest from session_key", row -> row.getString(1))))
          .hasSize(1)
          .doesNotContain(key);
    }

    @Test
    void c351_aSessionEndsIdleOrAtItsAbsoluteLimitAndLaterWhereItIsRemembered() {
      String plain = open(false).key();
      assertThat(sessions.find(plain, HOST)).isPresent();
      clock.move(Duration.ofHours(8).minusSeconds(1));
      assertThat(sessions.find(plain, HOST)).isPresent();
      clock.move(Duration.ofHours(8));
      assertThat(sessions.find(plain, HOST)).as("idle for 8 h").isEmpty();
      assertThat(sessions.recall(plain, HOST)).isEmpty();

      String used = open(false).key();
      Instant absolute = clock.instant().plus(Duration.ofHours(24));
      while (clock.instant().plus(Duration.ofHours(1)).isBefore(absolute)) {
        clock.move(Duration.ofHours(1));
        assertThat(sessions.find(used, HOST)).isPresent();
      }
      clock.move(Duration.ofHours(1));
      assertThat(sessions.find(used, HOST)).as("24 h old").isEmpty();

      String remembered = open(true).key();
      clock.move(Duration.ofDays(14).minusSeconds(1));
      assertThat(sessions.find(remembered, HOST)).isPresent();
      clock.move(Duration.ofDays(13));
      assertThat(sessions.find(remembered, HOST)).isPresent();
      clock.move(Duration.ofDays(3).plusSeconds(1));
      assertThat(sessions.find(remembered, HOST)).as("30 d old").isEmpty();
      String idle = open(true).key();
      clock.move(Duration.ofDays(14));
      assertThat(sessions.find(idle, HOST)).as("idle for 14 d").isEmpty();
    }

    @Test
    void c351_idlenessCountsFromTheVeryLastUse() {
      sessions.setLifetimes(
          new Lifetimes(
              Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(2)));
      String key = open(false).key();
      for (int i = 0; i < 20; i++) {
        clock.move(Duration.ofSeconds(29));
        assertThat(sessions.find(key, HOST)).isPresent();
      }
      clock.move(Duration.ofSeconds(30));
      assertThat(sessions.find(key, HOST)).isEmpty();
    }

    @Test
    void lastUseIsWrittenAtMostOnceAMinute() {
      Sessions.Opened opened = open(false);
      Instant created = clock.instant();
      for (int i = 0; i < 59; i++) {
        clock.move(Duration.ofSeconds(1));
        sessions.find(opened.key(), HOST);
      }
      assertThat(lastUsed(opened)).isEqualTo(created);
      clock.move(Duration.ofSeconds(1));
      sessions.find(opened.key(), HOST);
      assertThat(lastUsed(opened)).isEqualTo(created.plusSeconds(60));
      clock.move(Duration.ofSeconds(30));
      sessions.recall(opened.key(), HOST);
      assertThat(lastUsed(opened)).isEqualTo(created.plusSeconds(60));
    }

    @Test
    void c357_oneSessionHasAKeyOnEachHostAndEndsOnAll() {
      Sessions.Opened opened = open(false);
      String there = addKey(opened, Acr.MFA).orElseThrow().key();
      assertThat(sessions.find(there, "site").orElseThrow().acr()).isEqualTo(Acr.MFA);
      assertThat(sessions.find(there, HOST)).isEmpty();
      assertThat(sessions.find(opened.key(), HOST).orElseThrow().acr()).isEqualTo(Acr.PWD);

      assertThat(sessions.end(opened.session().id())).isTrue();

      assertThat(sessions.recall(opened.key(), HOST)).isEmpty();
      assertThat(sessions.find(opened.key(), HOST)).isEmpty();
      assertThat(sessions.find(there, "site")).isEmpty();
      assertThat(sessions.end(opened.session().id())).isFalse();
    }

    @Test
    void aSessionInUseOnOneHostIsNotIdleOnAnother() {
      Sessions.Opened opened = open(false);
      String there = addKey(opened, Acr.PWD).orElseThrow().key();
      assertThat(sessions.find(there, "site")).isPresent();
      for (int i = 0; i < 9; i++) {
        clock.move(Duration.ofHours(1));
        assertThat(sessions.find(opened.key(), HOST)).isPresent();
      }
      assertThat(lastUsed(opened)).isEqualTo(clock.instant());

      assertThat(sessions.find(there, "site")).isPresent();
    }

    @Test
    void anEndedSessionGetsNoMoreKeys() {
      Sessions.Opened opened = open(false);
      sessions.end(opened.session().id());

      assertThat(addKey(opened, Acr.PWD)).isEmpty();
    }

    @Test
    void c126_c357_allSessionsOfAUserEndButTheOneThatAsks() {
      Sessions.Opened one = open(false);
      Sessions.Opened two = open(false);
      Sessions.Opened three = open(true);
      sessions.find(one.key(), HOST);
      sessions.find(two.key(), HOST);

      Key asking = sessions.find(two.key(), HOST).orElseThrow();
      assertThat(sessions.endOthers(asking)).isTrue();

      assertThat(sessions.find(one.key(), HOST)).isEmpty();
      assertThat(sessions.find(three.key(), HOST)).isEmpty();
      assertThat(sessions.find(two.key(), HOST)).isPresent();
      assertThat(sessions.list(Optional.of(alice)))
          .extracting(Session::id)
          .containsExactly(two.session().id());
    }

    @Test
    void c122_aSessionThatHasEndedEndsNoOther() {
      Sessions.Opened one = open(false);
      Sessions.Opened two = open(false);
      Key asking = sessions.find(one.key(), HOST).orElseThrow();
      sessions.end(one.session().id());

      assertThat(sessions.endOthers(asking)).isFalse();
      assertThat(sessions.endFor(asking, two.session().id())).isFalse();
      assertThat(sessions.find(two.key(), HOST)).isPresent();
    }

    @Test
    void c357_theSessionThatGoesOnGetsANewKeyAndItsOthersDie() {
      Sessions.Opened opened = open(false);
      String there = addKey(opened, Acr.PWD).orElseThrow().key();
      Key key = sessions.find(opened.key(), HOST).orElseThrow();
      sessions.find(there, "site");

      Users users = new Users(store, clock);
      List<String> revoked = new ArrayList<>();
      Endings endings =
          new Endings(
              store,
              users,
              (_, user) -> {
                revoked.add(user);
                return 1;
              });
      String fresh = endings.setPassword(key, "new hash").orElseThrow();

      assertThat(addKey(opened, Acr.PWD)).isEmpty();
      assertThat(sessions.find(opened.key(), HOST)).isEmpty();
      assertThat(sessions.find(there, "site")).isEmpty();
      Key now = sessions.find(fresh, HOST).orElseThrow();
      assertThat(now.session()).isEqualTo(key.session());
      assertThat(now.authTime()).isEqualTo(key.authTime());
      assertThat(now.dies()).isEqualTo(key.dies());
      assertThat(users.byId(alice).orElseThrow().password()).contains("new hash");
      assertThat(revoked).containsExactly(alice);
    }

    @Test
    void c357_aPasswordIsNotChangedByASessionThatHasEnded() {
      Sessions.Opened opened = open(false);
      Key key = sessions.find(opened.key(), HOST).orElseThrow();
      sessions.end(opened.session().id());
      Users users = new Users(store, clock);

      assertThat(new Endings(store, users, (_, _) -> 0).setPassword(key, "new hash")).isEmpty();

      assertThat(users.byId(alice).orElseThrow().password()).isEmpty();
    }

    @Test
    void c357_aNewPasswordThatCannotEndWhatWasChangesNothing() {
      String key = open(false).key();
      Key found = sessions.find(key, HOST).orElseThrow();
      Users users = new Users(store, clock);
      Endings endings =
          new Endings(
              store,
              users,
              (_, _) -> {
                throw new SQLException("on purpose");
              });

      assertThatThrownBy(() -> endings.setPassword(alice, "new hash", false))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> endings.setPassword(found, "new hash"))
          .isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> endings.remove(alice)).isInstanceOf(StoreException.class);

      assertThat(users.byId(alice).orElseThrow().password()).isEmpty();
      assertThat(users.byName("alice")).isPresent();
      assertThat(sessions.find(key, HOST)).isPresent();
    }

    @Test
    void whatHasEndedAlreadyIsNoChange() {
      String id = open(false).session().id();
      sessions.end(id);
      long before = changes();

      sessions.end(id);

      assertThat(changes()).isEqualTo(before);
    }

    @Test
    void whatIsRecalledNeverBlocksAndIsForgottenAtOnce() throws InterruptedException {
      Sessions.Opened opened = open(false);
      assertThat(sessions.recall(opened.key(), HOST)).isEmpty();
      Key found = sessions.find(opened.key(), HOST).orElseThrow();
      Soon.holds(() -> {
        sessions.find(opened.key(), HOST);
        return sessions.recall(opened.key(), HOST).equals(Optional.of(found));
      });
      assertThat(sessions.recall(opened.key(), "other")).isEmpty();
      sessions.end(opened.session().id());
      assertThat(sessions.recall(opened.key(), HOST)).isEmpty();
    }

    @Test
    void whatIsOverIsSweptAwayAndWhatLivesIsNot() {
      Sessions.Opened old = open(false);
      clock.move(Duration.ofHours(8).plusMinutes(5));
      Sessions.Opened fresh = open(false);

      sessions.sweep();

      store.write(_ -> null); // behind the sweep in the queue
      assertThat(sessions.byId(old.session().id())).isEmpty();
      assertThat(sessions.byId(fresh.session().id())).isPresent();
      assertThat(sessions.find(fresh.key(), HOST)).isPresent();
    }

    @Test
    void aLongAgentIsCut() {
      Sessions.Opened opened =
          sessions.open(alice, HOST, Acr.PWD, false, "127.0.0.1", "x".repeat(5000));

      assertThat(sessions.byId(opened.session().id()).orElseThrow().agent()).hasSize(300);
    }

    private Sessions.Opened open(boolean remember) {
      return sessions.open(alice, HOST, Acr.PWD, remember, "127.0.0.1", "test");
    }

    private Optional<Sessions.Opened> addKey(Sessions.Opened by, Acr acr) {
      return sessions.addKey(Ids.digest(by.key()), "site", acr, clock.instant());
    }

    private long changes() {
      return store
          .<Optional<Long>>read(
              rows -> rows.first("select count(*) from change", row -> row.getLong(1)))
          .orElseThrow();
    }

    private Instant lastUsed(Sessions.Opened opened) {
      store.write(_ -> null); // late writes before this one are done
      return sessions.byId(opened.session().id()).orElseThrow().lastUsed();
    }
  }
}
