package dev.doorward.http;

/** An answer that goes on: an upgraded connection, or content without a known end. Thread-safe. */
public interface Stream {
  /** True for a WebSocket. */
  boolean tunnel();

  /**
   * Ends it from our side; again is without effect. A WebSocket gets a close frame at the next
   * frame boundary towards the client (RFC 6455 §7.4.1); if none comes within 5 s the connection is
   * closed. Of anything else the connection is closed, an event stream being ended properly before.
   *
   * @param webSocketCode such as 1008 (policy violation) or 1001 (going away)
   */
  void end(int webSocketCode);

  /**
   * Runs when it has ended, whoever ended it; at once if it has. On the event loop: must not block.
   */
  void onClose(Runnable action);
}
