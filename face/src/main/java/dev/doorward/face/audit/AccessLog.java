package dev.doorward.face.audit;

import dev.doorward.core.Policy;
import dev.doorward.core.audit.Event;
import dev.doorward.core.verdict.Verdict;
import dev.doorward.face.shared.Face;
import dev.doorward.face.shared.Witness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The access log: a line for every request. Lines may be lost, and are counted. */
public final class AccessLog implements Witness, AutoCloseable {
  private final LineWriter lines;

  private AccessLog(Path path) {
    this.lines = new LineWriter(path);
  }

  /**
   * Opens it.
   *
   * @throws IOException when the file cannot be opened for appending
   */
  public static AccessLog open(Path path) throws IOException {
    AccessLog log = new AccessLog(path);
    try {
      log.lines.open();
    } catch (IOException e) {
      throw new IOException("cannot open the access log " + path + ": " + e.getMessage(), e);
    }
    return log;
  }

  @Override
  public void answered(Face face, Policy policy, Verdict v, int status) {
    // The kind is not written.
    lines.offer(() -> Json.request(Event.of(Event.Kind.REFUSED, v, face.word(), status)));
  }

  @Override
  public void signInFailed(Face face, Policy policy, Verdict v, int status, Optional<String> name) {
    answered(face, policy, v, status);
  }

  /** Has the file opened anew, after a rotation. */
  public void reopen() {
    lines.reopen();
  }

  /** How many lines were lost, since the start. */
  public long dropped() {
    return lines.lost();
  }

  /** Writes what waits, for a while, and lets go of the file. */
  @Override
  public void close() {
    lines.close();
  }
}
