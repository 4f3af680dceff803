package dev.doorward.identity.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.core.may.Reason;
import dev.doorward.core.may.Standing;
import dev.doorward.identity.MovableClock;
import dev.doorward.identity.store.CountingStore;
import dev.doorward.identity.store.Soon;
import dev.doorward.identity.store.StoreException;
import dev.doorward.identity.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {
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
    private final MovableClock clock = new MovableClock();
    private Users users;

    @BeforeEach
    void ready() {
      users = new Users(store, clock);
    }

    @Test
    void aUserIsKeptAsAdded() {
      User added =
          users.add(
              " Alice ",
              Optional.of("Alice A."),
              Optional.of("alice@app.example"),
              List.of("user", "editor", "user"),
              Optional.of("hash"),
              true);

      assertThat(added.id()).matches("usr_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab].*");
      assertThat(added.name()).isEqualTo("alice");
      assertThat(added.roles()).containsExactly("editor", "user");
      assertThat(added.mustChange()).isTrue();
      assertThat(added.created()).isEqualTo(clock.instant());
      assertThat(users.byName("ALICE")).contains(added);
      assertThat(users.byId(added.id())).contains(added);
      assertThat(new Users(store, clock).byId(added.id())).contains(added);
      assertThat(users.all()).containsExactly(added);
      assertThat(added.toString()).doesNotContain("hash");
    }

    @Test
    void aUserWithoutAPasswordMailOrRolesHasNone() {
      User eva = add("eva", Optional.empty());

      assertThat(eva.password()).isEmpty();
      assertThat(eva.email()).isEmpty();
      assertThat(eva.roles()).isEmpty();
    }

    @Test
    void aNameIsOneUsersAndOfFewCharacters() {
      add("alice", Optional.empty());

      assertThatThrownBy(() -> add("Alice", Optional.empty()))
          .isInstanceOf(Refused.class)
          .hasMessage("there is a user alice already");
      for (String wrong :
          List.of("", " ", "a b", "a:b", "\u00e4", "x".repeat(65), "a\u0000", "a/b")) {
        assertThatThrownBy(() -> add(wrong, Optional.empty()))
            .isInstanceOf(Refused.class)
            .hasMessageContaining("is not a user name; use 1 to 64 of a-z 0-9 . _ @ -");
        assertThat(users.byName(wrong)).isEmpty();
      }
      assertThat(users.all()).hasSize(1);
    }

    /** To find the small letters of a text with many of these takes the JDK seconds. */
    @Test
    void c157_aNameLongerThanAnyStandsAsItIs() {
      String sigmas = "\u03a3".repeat(30_000);
      assertThat(Users.canonical(sigmas)).isSameAs(sigmas);
      assertThat(users.byName(sigmas)).isEmpty();
      assertThat(Users.canonical(" " + "A".repeat(64))).isEqualTo("a".repeat(64));
    }

    @Test
    void c080_aRemovedUserLeavesATombstoneAndHisNameRestsFor30Days() {
      User dan = add("dan", Optional.of("hash"));
      assertThat(users.setState(dan.id(), User.State.REMOVED)).isTrue();

      assertThat(users.byName("dan")).isEmpty();
      assertThat(users.all()).isEmpty();
      User tombstone = users.byId(dan.id()).orElseThrow();
      assertThat(tombstone.state()).isEqualTo(User.State.REMOVED);
      assertThat(tombstone.password()).isEmpty();
      clock.move(Duration.ofDays(30).minusMillis(1));
      assertThatThrownBy(() -> add("dan", Optional.empty()))
          .isInstanceOf(Refused.class)
          .hasMessage("the name dan was removed less than 30 days ago; use another");
      clock.move(Duration.ofMillis(1));
      User next = add("dan", Optional.empty());
      assertThat(next.id()).isNotEqualTo(dan.id());
      assertThat(users.byName("dan")).contains(next);
    }

    @Test
    void nobodyComesBackFromTheDead() {
      User dan = add("dan", Optional.empty());
      users.setState(dan.id(), User.State.REMOVED);

      assertThat(users.setState(dan.id(), User.State.ACTIVE)).isFalse();
      assertThat(users.setState(dan.id(), User.State.REMOVED)).isFalse();
      assertThat(users.byId(dan.id()).orElseThrow().state()).isEqualTo(User.State.REMOVED);
    }

    @Test
    void c118_suspensionHoldsFromTheNextCallUntilItIsLifted() throws InterruptedException {
      User sue = add("sue", Optional.empty());
      assertThat(users.byId(sue.id())).isPresent();

      assertThat(users.setState(sue.id(), User.State.SUSPENDED)).isTrue();
      assertThat(users.recall(sue.id())).isEmpty();
      assertThat(Standings.of(users.byId(sue.id()).orElseThrow())).isEqualTo(Reason.Bar.SUSPENDED);
      Soon.holds(() -> {
        users.byId(sue.id());
        return users.recall(sue.id()).isPresent();
      });
      assertThat(users.setState(sue.id(), User.State.SUSPENDED)).isFalse();
      assertThat(users.setState(sue.id(), User.State.ACTIVE)).isTrue();
      assertThat(Standings.of(users.byId(sue.id()).orElseThrow())).isEqualTo(Standing.Good.GOOD);
    }

    @Test
    void aRoleThatIsTakenAwayIsGoneAtTheNextCall() {
      User alice = add("alice", Optional.empty());

      assertThat(users.grant(alice.id(), "admin")).isTrue();
      assertThat(users.grant(alice.id(), "admin")).isFalse();
      assertThat(Standings.roles(users.byId(alice.id()).orElseThrow())).hasToString("admin");
      assertThat(users.revoke(alice.id(), "admin")).isTrue();
      assertThat(users.revoke(alice.id(), "admin")).isFalse();
      assertThat(users.byName("alice").orElseThrow().roles()).isEmpty();
    }

    @Test
    void c121_aNewPasswordIsDueUntilItIsSet() {
      User mo = add("mo", Optional.of("old"));
      users.requireNewPassword(mo.id());
      assertThat(Standings.of(users.byId(mo.id()).orElseThrow()))
          .isEqualTo(Reason.Bar.NEW_PASSWORD_DUE);

      users.setPassword(mo.id(), "new", false);

      User now = users.byId(mo.id()).orElseThrow();
      assertThat(now.password()).contains("new");
      assertThat(Standings.of(now)).isEqualTo(Standing.Good.GOOD);
    }

    @Test
    void c154_theStoreIsAskedTheSameForAKnownNameAndAnUnknownOne() {
      add("alice", Optional.empty());
      AtomicInteger statements = new AtomicInteger();
      Users counted = new Users(new CountingStore(store, statements), clock);
      counted.byName("alice");

      int before = statements.get();
      counted.byName("alice");
      int known = statements.get() - before;
      counted.byName("nobody");

      assertThat(known).isEqualTo(1);
      assertThat(statements.get() - before - known).isEqualTo(known);
    }

    @Test
    void whatStandsSoAlreadyIsNoChange() {
      User alice = add("alice", Optional.empty());
      long before = changes();

      users.setState(alice.id(), User.State.ACTIVE);
      users.revoke(alice.id(), "admin");
      users.setPassword("usr_none", "hash", false);

      assertThat(changes()).isEqualTo(before);
    }

    private long changes() {
      return store
          .<Optional<Long>>read(
              rows -> rows.first("select count(*) from change", row -> row.getLong(1)))
          .orElseThrow();
    }

    @Test
    void nobodyOfThatNameIsNobody() {
      assertThat(users.byName("nobody")).isEmpty();
      assertThat(users.byId("usr_none")).isEmpty();
      assertThatThrownBy(() -> users.grant("usr_none", "admin")).isInstanceOf(StoreException.class);
    }

    private User add(String name, Optional<String> password) {
      return users.add(name, Optional.empty(), Optional.empty(), List.of(), password, false);
    }
  }
}
