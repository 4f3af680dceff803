package dev.doorward.identity.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** One SQLite file: WAL, synchronous=FULL. A lock beside it keeps a second process out. */
public final class Sqlite implements Database {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;
  private final FileChannel lockFile;
  private final FileLock lock;

  private Sqlite(Path file, FileChannel lockFile, FileLock lock) {
    this.file = file;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Takes a file, made when it is not there.
   *
   * @throws StoreException when another process has it, or it cannot be made
   */
  public static Sqlite at(Path file) {
    Path lockPath = file.resolveSibling(file.getFileName() + ".lock");
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              lockPath, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), made());
      Files.setPosixFilePermissions(lockPath, OWNER_ONLY); // where it was there already
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw inUse(file, Files.readString(lockPath), new IOException("locked"));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      if (Files.notExists(file)) {
        Files.createFile(file, made());
      }
      return new Sqlite(file, channel, lock);
    } catch (OverlappingFileLockException e) {
      close(channel);
      throw inUse(file, Long.toString(ProcessHandle.current().pid()), e);
    } catch (IOException | UnsupportedOperationException e) {
      close(channel);
      throw new StoreException("cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Connection connect(boolean readOnly) throws SQLException {
    Connection connection = source().getConnection();
    if (!readOnly) {
      connection.setAutoCommit(false);
    }
    return connection;
  }

  @Override
  public void begin(Connection connection) {
    // The lock beside the file keeps every other writer out; JDBC begins by itself.
  }

  @Override
  public DataSource dataSource() {
    return source();
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public void close() {
    try {
      lock.release();
    } catch (IOException e) {
      throw new StoreException("cannot release the lock of " + file, e);
    } finally {
      close(lockFile);
    }
  }

  private SQLiteDataSource source() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(2000);
    config.enforceForeignKeys(true);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setGetGeneratedKeys(false); // nobody asks for them, and each insert would
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private static FileAttribute<Set<PosixFilePermission>> made() {
    return PosixFilePermissions.asFileAttribute(OWNER_ONLY);
  }

  /** The lock file tells whose it is; empty where that is not written yet. */
  private static StoreException inUse(Path file, String pid, Exception cause) {
    return new StoreException(
        "%s is in use by another process%s; stop it, or run the command beside its doorward.yaml"
            .formatted(file, pid.isEmpty() ? "" : " (" + pid.strip() + ")"),
        cause);
  }

  private static void close(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new StoreException("cannot close a lock file", e);
      }
    }
  }
}
