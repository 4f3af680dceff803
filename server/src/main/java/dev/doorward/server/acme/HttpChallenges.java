package dev.doorward.server.acme;

import dev.doorward.http.Exchange;
import dev.doorward.http.Fault;
import dev.doorward.http.Handler;
import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import dev.doorward.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers a CA which asks by plain HTTP for the token it gave (http-01, RFC 8555 §8.3), before
 * anything else does. What it did not ask for goes on to the door.
 */
final class HttpChallenges {
  private static final String PATH = "/.well-known/acme-challenge/";

  private record Asked(String host, String token) {}

  private final Map<Asked, byte[]> answers = new ConcurrentHashMap<>();

  void put(String host, String token, String answer) {
    answers.put(new Asked(host, token), answer.getBytes(StandardCharsets.US_ASCII));
  }

  void remove(String host, String token) {
    answers.remove(new Asked(host, token));
  }

  /** The door with this before it. */
  Handler before(Handler door) {
    return new Handler() {
      @Override
      public @Nullable Reply immediately(RequestHead head) {
        Reply answer = answer(head);
        return answer == null ? door.immediately(head) : answer;
      }

      @Override
      public Reply handle(Exchange exchange) throws Exception {
        return door.handle(exchange);
      }

      @Override
      public Reply.Whole faulty(RequestHead head, Fault fault) {
        return door.faulty(head, fault);
      }

      @Override
      public Reply.Whole failed(RequestHead head, Throwable bug) {
        return door.failed(head, bug);
      }
    };
  }

  private @Nullable Reply answer(RequestHead head) {
    if (head.connection().tls() || answers.isEmpty() || !head.target().startsWith(PATH)) {
      return null;
    }
    boolean reads = head.method().equals("GET") || head.method().equals("HEAD");
    String host = head.headers().first("host").orElse("").toLowerCase(Locale.ROOT);
    int colon = host.indexOf(':');
    byte[] answer =
        answers.get(
            new Asked(
                colon < 0 ? host : host.substring(0, colon),
                head.target().substring(PATH.length())));
    return answer == null || !reads
        ? null
        : new Reply.Whole(
            200,
            Headers.of("Content-Type", "application/octet-stream", "Cache-Control", "no-store"),
            answer);
  }
}
