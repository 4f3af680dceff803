package dev.doorward.face.shared;

import dev.doorward.core.request.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
  public static boolean isAsked(String method, String target) {
    return target.startsWith(PATH)
        && (target.length() == PATH.length() || target.charAt(PATH.length()) == '?')
        && (method.equals("GET") || method.equals("HEAD"));
  }

  /** 200, or 503 once the server is about to end. */
  public Said answer() {
    boolean ends = stopping.getAsBoolean();
    return new Said(
        ends ? 503 : 200,
        List.of(
            new Header("Content-Type", "text/plain"),
            new Header("Cache-Control", "no-store"),
            new Header("X-Request-Id", ids.next().toString())),
        (ends ? "stopping\n" : "ok\n").getBytes(StandardCharsets.US_ASCII));
  }
}
