package dev.doorward.http;

import java.util.Optional;

/**
 * What a client is told when we end its stream.
 *
 * @param webSocketCode such as 1008 (policy violation) or 1001 (going away)
 * @param refusal the answer, where none has begun
 * @param last the end of an answer which has begun and whose form has one to say that more should
 *     have come, as gRPC's has; without it such an answer is cut
 */
public record Ending(int webSocketCode, Reply.Whole refusal, Optional<Last> last) {
  /**
   * Content and trailers.
   *
   * @param content not copied, so it must not change any more
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Last(byte[] content, Headers trailers) {}
}
