package dev.doorward.oauth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.identity.store.JdbcStore;
import dev.doorward.identity.store.Sqlite;
import dev.doorward.identity.store.Store;
import dev.doorward.identity.store.StoreException;
import dev.doorward.identity.store.Work;
import dev.doorward.oauth.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
  private final MovableClock clock = new MovableClock();
  @TempDir private Path folder;
  private JdbcStore store;
  private KeyFile seal;

  @BeforeEach
  void open() throws IOException {
    store = JdbcStore.open(Sqlite.at(folder.resolve("doorward.db")), 1);
    seal = KeyFile.at(folder.resolve("doorward.key"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theKeyFileIsItsOwnersAloneAndReadAgain() throws Exception {
    Path file = folder.resolve("doorward.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    byte[] sealed = seal.seal("name", new byte[] {1, 2, 3});

    assertThat(KeyFile.at(file).open("name", sealed)).containsExactly(1, 2, 3);
    assertThat(seal.seal("name", new byte[] {1, 2, 3})).isNotEqualTo(sealed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-", "rwx------"})
  void aKeyFileThatOthersCanReadIsRefused(String permissions) throws IOException {
    Path file = folder.resolve("doorward.key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    assertThatThrownBy(() -> KeyFile.at(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("run: chmod 600 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "short", "!!!", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nx"})
  void whatIsNoKeyIsRefused(String text) throws IOException {
    Path file = folder.resolve("doorward.key");
    Files.writeString(file, text);

    assertThatThrownBy(() -> KeyFile.at(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not a key; put back the one made with this store");
  }

  @Test
  void whatWasChangedOrRenamedDoesNotOpen() {
    byte[] sealed = seal.seal("name", new byte[] {1, 2, 3});
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> seal.open("name", changed))
          .isInstanceOf(GeneralSecurityException.class);
    }
    assertThatThrownBy(() -> seal.open("other", sealed))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> seal.open("name", new byte[5]))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> seal.open("name", new byte[12]))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void aKeyIsMadeOnceAndSealedInTheStore() {
    SigningKey first = new Keys(store, seal, clock).current();
    SigningKey again = new Keys(store, seal, clock).current();

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.jwk()).isEqualTo(first.jwk());
    List<byte[]> sealed =
        store.read(rows -> rows.all("select sealed from signing_key", row -> row.getBytes(1)));
    assertThat(new String(sealed.getFirst(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("crv");
  }

  @Test
  void anotherKeyFileIsToldAtStart() throws IOException {
    new Keys(store, seal, clock);
    Files.delete(folder.resolve("doorward.key"));
    KeyFile other = KeyFile.at(folder.resolve("doorward.key"));

    assertThatThrownBy(() -> new Keys(store, other, clock))
        .isInstanceOf(StoreException.class)
        .hasMessage("the store was made with another doorward.key; put that one back");
  }

  @Test
  void aTamperedKeyIsToldAtStart() {
    new Keys(store, seal, clock);
    store.write(rows -> rows.update("update signing_key set sealed = ?", new byte[] {1, 2, 3}));

    assertThatThrownBy(() -> new Keys(store, seal, clock)).isInstanceOf(StoreException.class);
  }

  @Test
  void anOldKeyVerifiesForAWhileAfterItsSuccessorSigns() {
    Keys keys = new Keys(store, seal, clock);
    SigningKey first = keys.current();
    clock.move(Duration.ofDays(1));

    SigningKey second = keys.rotate();

    assertThat(keys.current().id()).isEqualTo(second.id()).isNotEqualTo(first.id());
    assertThat(keys.byId(first.id()).orElseThrow().retired()).contains(clock.instant());
    assertThat(keys.all()).extracting(SigningKey::id).containsExactly(second.id(), first.id());
    clock.move(Keys.OVERLAP.minusMillis(1));
    assertThat(keys.byId(first.id())).isPresent();
    clock.move(Duration.ofMillis(1));
    assertThat(keys.byId(first.id())).isEmpty();
    assertThat(keys.all()).extracting(SigningKey::id).containsExactly(second.id());
    assertThat(keys.jwks()).contains(second.id()).doesNotContain(first.id());
    clock.move(Duration.ofMillis(1));
    keys.sweep();
    assertThat(store.<Integer>write(rows -> rows.update("delete from signing_key"))).isEqualTo(1);
  }

  @Test
  void onlyThePublicHalvesAreShown() {
    Keys keys = new Keys(store, seal, clock);
    keys.rotate();

    assertThat(keys.jwks())
        .contains("\"keys\"", "\"P-256\"", "\"ES256\"", keys.current().id())
        .doesNotContain("\"d\"");
  }

  @Test
  void aKeyOfAnotherNodeIsAskedForOnceASecondAtMost() throws InterruptedException {
    Deaf deaf = new Deaf(store);
    Keys here = new Keys(deaf, seal, clock);
    SigningKey fresh = new Keys(store, seal, clock).rotate();
    int before = deaf.reads;
    for (int i = 0; i < 100; i++) {
      here.byId("key_nobody" + i);
      here.byId("nobody");
    }
    assertThat(deaf.reads - before).isLessThanOrEqualTo(1);

    Thread.sleep(1100);
    assertThat(here.byId(fresh.id())).isPresent();
    assertThat(here.current().id()).isEqualTo(fresh.id());
  }

  @Test
  void everyNodeHearsOfARotation() throws InterruptedException {
    Keys here = new Keys(store, seal, clock);
    SigningKey fresh = new Keys(store, seal, clock).rotate();

    for (int i = 0; i < 500 && !here.current().id().equals(fresh.id()); i++) {
      Thread.sleep(10);
    }
    assertThat(here.current().id()).isEqualTo(fresh.id());
  }

  /** A store which tells nobody of changes, as that of another node before its next poll. */
  private static final class Deaf implements Store {
    private final Store store;
    private int reads;

    Deaf(Store store) {
      this.store = store;
    }

    @Override
    public <T extends @Nullable Object> T write(Work<T> work) {
      return store.write(work);
    }

    @Override
    public void writeLater(Work<?> work) {
      store.writeLater(work);
    }

    @Override
    public <T extends @Nullable Object> T read(Work<T> work) {
      reads++;
      return store.read(work);
    }

    @Override
    public void onChange(Consumer<News> listener) {}

    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public Duration behind() {
      return Duration.ZERO;
    }

    @Override
    public void sweep() {}

    @Override
    public void close() {}
  }
}
