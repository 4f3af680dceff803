package dev.doorward.identity.store;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where data is kept. Blocks; JDBC runs on platform threads of the store's own. */
public interface Store extends AutoCloseable {
  /**
   * Changes data, and returns once it is committed and durable.
   *
   * @throws StoreException when it could not be done; then nothing of it was
   */
  <T extends @Nullable Object> T write(Work<T> work);

  /** Changes data some time soon; what it loses in a crash must not matter. */
  void writeLater(Work<?> work);

  /**
   * Reads data.
   *
   * @throws StoreException when nobody could tell
   */
  <T extends @Nullable Object> T read(Work<T> work);

  /**
   * Has a listener told of every change, of this node before {@link #write} returns, of others as
   * the feed brings it; or that changes were missed.
   */
  void onChange(Consumer<News> listener);

  /** Whether memory may still be trusted: the feed of other nodes' changes is not behind. */
  boolean isCurrent();

  /**
   * How long ago it was, at most, that everything which other nodes had changed was told here; zero
   * where there are no other nodes.
   */
  Duration behind();

  /** Removes the records of changes which every node that is not away has long followed. */
  void sweep();

  @Override
  void close();

  /** What a listener is told of. */
  sealed interface News {}

  /** Something that changed. */
  record Change(Kind kind, String id) implements News {}

  /**
   * Nobody can tell what changed, since this node was away for too long, has only begun to listen,
   * or the database is another one than before: forget everything.
   */
  enum Missed implements News {
    MISSED
  }
}
