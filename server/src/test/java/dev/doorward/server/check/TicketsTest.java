package dev.doorward.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.http.Headers;
import dev.doorward.http.Reply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TicketsTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // the clock may run over
  private final Tickets tickets = new Tickets(now::get);

  @Test
  void c300_aTicketIsGoodOnceAndForTenSeconds() {
    Reply.Whole one = answer(401);
    Reply.Whole two = answer(403);
    String first = tickets.keep(one);
    String second = tickets.keep(two);
    assertThat(first).matches("[A-Za-z0-9_-]{22}").isNotEqualTo(second);

    assertThat(tickets.take(first)).containsSame(one);
    assertThat(tickets.take(first)).isEmpty();
    assertThat(tickets.take("unknown")).isEmpty();

    now.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(tickets.take(second)).isEmpty();

    String third = tickets.keep(one);
    now.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
    assertThat(tickets.take(third)).containsSame(one);
  }

  @Test
  void theOldestGivesWay() {
    String oldest = tickets.keep(answer(401));
    String next = tickets.keep(answer(401));
    for (int i = 2; i <= Tickets.MOST; i++) {
      tickets.keep(answer(401));
    }
    assertThat(tickets.take(oldest)).isEmpty();
    assertThat(tickets.take(next)).isPresent();
  }

  private static Reply.Whole answer(int status) {
    return new Reply.Whole(status, Headers.empty(), new byte[0]);
  }
}
