package dev.doorward.http;

import java.time.Duration;

/**
 * @param header from a request's first octet, or the connection's start, to the end of its head
 * @param idle between requests, and inside a message without an octet either way
 * @param stream without an octet either way on a tunnel or an answer without a known end
 * @param upstream from the request's last octet to the head of the application's answer, and to
 *     connect
 * @param stop how long {@link HttpServer#close} lets requests in flight finish
 */
public record Timeouts(
    Duration header, Duration idle, Duration stream, Duration upstream, Duration stop) {
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofHours(1),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30));
}
