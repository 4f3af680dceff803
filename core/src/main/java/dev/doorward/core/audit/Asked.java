package dev.doorward.core.audit;

import dev.doorward.core.request.RequestFacts;
import dev.doorward.core.verdict.Trail;
import dev.doorward.core.where.Client;
import java.util.UUID;

/**
 * The request by which something happened. Neither query nor fields, in which secrets travel.
 *
 * @param id the value of {@code X-Request-Id}
 * @param address the client's, or the peer's where a trusted proxy's word for it is unusable
 * @param method at most {@value #MOST_METHOD} characters of it
 * @param path as sent, at most {@value #MOST_PATH} characters of it
 * @param route {@code file:line}, or a word for routes of our own
 * @param face by which it came
 */
public record Asked(
    UUID id, String address, String method, String path, String route, String face) {
  private static final int MOST_METHOD = 32;
  private static final int MOST_PATH = 2048;

  /** The request of a trail. */
  public static Asked of(Trail t, String face) {
    RequestFacts f = t.facts();
    return new Asked(
        f.id(),
        (t.from() instanceof Client.Known(var address, _) ? address : f.peer().address())
            .toString(),
        cut(f.method().token(), MOST_METHOD),
        cut(f.target().rawPath(), MOST_PATH),
        t.route().place().source(),
        face);
  }

  private static String cut(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }
}
