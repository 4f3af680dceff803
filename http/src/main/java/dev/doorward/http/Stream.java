package dev.doorward.http;

/**
 * An exchange that goes on: an upgraded connection, or content without a known end, the answer's or
 * the request's. Thread-safe.
 */
public interface Stream {
  /** True for a WebSocket. */
  boolean tunnel();

  /**
   * Ends it from our side; again is without effect. A WebSocket gets a close frame at the next
   * frame boundary towards the client (RFC 6455 §7.4.1); if none comes within 5 s the connection is
   * closed. An event stream is ended properly; anything else as the ending has it, or it is cut.
   */
  void end(Ending ending);

  /**
   * Runs when it has ended, whoever ended it; at once if it has. On the event loop: must not block.
   */
  void onClose(Runnable action);
}
