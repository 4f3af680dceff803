package dev.doorward.http;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What to do with a request. */
public sealed interface Reply {
  /**
   * Our own answer. The edge adds Date, Content-Length and Connection, and leaves the content out
   * where HTTP does (HEAD, 204, 304): a HEAD is answered with the content of its GET.
   *
   * @param status a final one, 200 to 599
   * @param body not copied, so it must not change any more
   * @param trailers fields after the content (RFC 9110 §6.5); HTTP/1.1 leaves them out
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Whole(int status, Headers headers, byte[] body, Headers trailers) implements Reply {
    public Whole(int status, Headers headers, byte[] body) {
      this(status, headers, body, Headers.empty());
    }

    public Whole {
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException("no final status: " + status);
      }
    }
  }

  /**
   * The application's answer: the request's content is piped to it and its answer back.
   *
   * @param headers the end-to-end fields as the application shall see them, Host included; start
   *     from {@link Hops#strip}. The edge adds framing and nothing else
   * @param rewrite turns the final answer's head, or a 101's, into what the client gets; runs on
   *     the event loop
   * @param failed the answer when there is none from the application; runs on the event loop
   * @param opened is told of a tunnel, or of an answer without a known end which is still going on
   *     after its first octets; runs on the event loop
   */
  record Forward(
      Upstream upstream,
      String method,
      String target,
      Headers headers,
      UnaryOperator<ResponseHead> rewrite,
      Function<UpstreamFailure, Whole> failed,
      Consumer<Stream> opened)
      implements Reply {}
}
