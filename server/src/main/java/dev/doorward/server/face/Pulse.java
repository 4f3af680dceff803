package dev.doorward.server.face;

import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import dev.doorward.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * {@code /.doorward/health}, for balancers. Answered before everything, so that a balancer's own
 * address as Host does not matter (C348). Never blocks.
 */
public final class Pulse {
  private static final String PATH = "/.doorward/health";

  private final RequestIds ids = new RequestIds();
  private volatile BooleanSupplier stopping = () -> false;

  /** Tells what is said. */
  public void stopsWhen(BooleanSupplier condition) {
    stopping = condition;
  }

  /** Whether a request asks for it. */
  public static boolean isAsked(RequestHead head) {
    String target = head.target();
    return target.startsWith(PATH)
        && (target.length() == PATH.length() || target.charAt(PATH.length()) == '?')
        && (head.method().equals("GET") || head.method().equals("HEAD"));
  }

  /** 200, or 503 once the server is about to end. */
  public Reply.Whole answer() {
    boolean ends = stopping.getAsBoolean();
    return new Reply.Whole(
        ends ? 503 : 200,
        Headers.of(
            "Content-Type", "text/plain",
            "Cache-Control", "no-store",
            "X-Request-Id", ids.next().toString()),
        (ends ? "stopping\n" : "ok\n").getBytes(StandardCharsets.US_ASCII));
  }
}
