package dev.doorward.server.admin;

import dev.doorward.http.Exchange;
import dev.doorward.http.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.json.JsonMapper;

/** Whether this process lives, and whether it should be sent requests. */
public final class Health {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final BooleanSupplier stopping;
  private final Map<String, BooleanSupplier> needs;
  private final Map<String, BooleanSupplier> worries;
  private List<String> failing = List.of();
  private long checkedAt;
  private boolean checked;

  /**
   * By these signs, each true while something is wrong; they may block.
   *
   * @param stopping whether the server is about to end
   * @param needs without which no request should come here
   * @param worries which somebody should look at, while requests are answered
   */
  public Health(
      BooleanSupplier stopping,
      Map<String, BooleanSupplier> needs,
      Map<String, BooleanSupplier> worries) {
    this.stopping = stopping;
    this.needs = new LinkedHashMap<>(needs);
    this.worries = new LinkedHashMap<>(worries);
  }

  /** {@code /health/live}: that it answers is the answer. */
  public Reply.Whole live(Exchange exchange, UUID id) {
    return AdminAnswers.isRead(exchange)
        ? AdminAnswers.text(200, id, "text/plain", "ok\n")
        : AdminAnswers.notAllowed(id);
  }

  /** {@code /health/ready}: 200, or 503 with what fails. */
  public Reply.Whole ready(Exchange exchange, UUID id) {
    if (!AdminAnswers.isRead(exchange)) {
      return AdminAnswers.notAllowed(id);
    }
    List<String> fails = new ArrayList<>();
    if (stopping.getAsBoolean()) {
      fails.add("stopping");
    }
    fails.addAll(failing());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("ready", fails.isEmpty());
    document.put("fails", fails);
    document.put("warnings", wrong(worries));
    return AdminAnswers.text(
        fails.isEmpty() ? 200 : 503,
        id,
        "application/json",
        JSON.writeValueAsString(document) + "\n");
  }

  /** Nobody need prove who he is to ask, so asking often must not reach further. */
  private synchronized List<String> failing() {
    long now = System.nanoTime();
    if (!checked || now - checkedAt > FRESH.toNanos()) {
      failing = wrong(needs);
      checkedAt = System.nanoTime();
      checked = true;
    }
    return failing;
  }

  private static List<String> wrong(Map<String, BooleanSupplier> signs) {
    List<String> wrong = new ArrayList<>();
    signs.forEach((name, sign) -> {
      if (sign.getAsBoolean()) {
        wrong.add(name);
      }
    });
    return wrong;
  }
}
