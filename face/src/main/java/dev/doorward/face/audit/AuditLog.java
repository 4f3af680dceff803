package dev.doorward.face.audit;

import dev.doorward.core.audit.Audit;
import dev.doorward.core.audit.Event;
import dev.doorward.core.audit.NotKept;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** The audit log: a file of events. */
public final class AuditLog implements Audit, AutoCloseable {
  private final Path path;
  private final LineWriter lines;

  private AuditLog(Path path) {
    this.path = path;
    this.lines = new LineWriter(path);
  }

  /**
   * Opens it.
   *
   * @throws IOException when the file cannot be opened for appending
   */
  public static AuditLog open(Path path) throws IOException {
    AuditLog log = new AuditLog(path);
    try {
      log.lines.open();
    } catch (IOException e) {
      throw new IOException("cannot open the audit log " + path + ": " + e.getMessage(), e);
    }
    return log;
  }

  @Override
  public void ready() {
    try {
      lines.probe();
    } catch (IOException e) {
      throw new NotKept("nothing was changed: the audit log " + path + unwritable(e));
    }
  }

  @Override
  public void keep(Event event) {
    try {
      // A sign-in that could not be kept is undone, so it must not stand in the log later.
      lines.write(Json.event(event), event.kind() != Event.Kind.SIGN_IN);
    } catch (IOException e) {
      throw new NotKept(
          "it is done, but not yet written down: the audit log " + path + unwritable(e));
    }
  }

  @Override
  public void note(Event event) {
    note(() -> event);
  }

  /** As {@link Audit#note}, for an event which is made when there is time for it. */
  void note(Supplier<Event> event) {
    lines.offer(() -> Json.event(event.get()));
  }

  /** Has the file opened anew, after a rotation. */
  public void reopen() {
    lines.reopen();
  }

  /** How many events were lost, since the start. */
  public long dropped() {
    return lines.lost();
  }

  /** Why the last event could not be written, if so. */
  public Optional<String> trouble() {
    return lines.trouble();
  }

  /** Writes what waits, for a while, and lets go of the file. */
  @Override
  public void close() {
    lines.close();
  }

  private static String unwritable(IOException e) {
    return " cannot be written (" + e.getMessage() + ")";
  }
}
