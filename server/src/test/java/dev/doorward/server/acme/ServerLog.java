package dev.doorward.server.acme;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What is logged meanwhile; it appears as ever too. */
final class ServerLog implements AutoCloseable {
  private final PrintStream before = System.err;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  ServerLog() {
    System.setErr(
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int octet) {
                before.write(octet);
                synchronized (kept) {
                  kept.write(octet);
                }
              }
            },
            true,
            StandardCharsets.UTF_8));
  }

  String said() {
    synchronized (kept) {
      return kept.toString(StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    System.setErr(before);
  }
}
