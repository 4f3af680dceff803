package dev.doorward.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.who.Acr;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A ticket carries a session to one host, once, for a minute. */
class WalksTest {
  private static final String HOST = "grafana.example";

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final Walks walks = new Walks(() -> now);

  @Test
  void aTicketTellsWhatItWasMadeFor() {
    assertThat(walks.spend(issue(), HOST, "state"))
        .hasValueSatisfying(ticket -> {
          assertThat(ticket.key()).isEqualTo("digest of a key");
          assertThat(ticket.acr()).isEqualTo(Acr.PWD);
          assertThat(ticket.to()).isEqualTo("/d/1");
        });
  }

  @Test
  void itIsGoodOnce() {
    String ticket = issue();
    assertThat(walks.spend(ticket, HOST, "state")).isPresent();
    assertThat(walks.spend(ticket, HOST, "state")).isEmpty();
  }

  @Test
  void itIsGoodForAMinute() {
    String late = issue();
    String inTime = issue();
    now = now.plus(Duration.ofSeconds(60)).minusNanos(1);
    assertThat(walks.spend(inTime, HOST, "state")).isPresent();
    now = now.plusNanos(1);
    assertThat(walks.spend(late, HOST, "state")).isEmpty();
  }

  @Test
  void atAnotherHostItIsSpentInVain() {
    String ticket = issue();
    assertThat(walks.spend(ticket, "shop.example", "state")).isEmpty();
    assertThat(walks.spend(ticket, HOST, "state")).isEmpty();
  }

  @Test
  void inAnotherBrowserToo() {
    String ticket = issue();
    assertThat(walks.spend(ticket, HOST, "another")).isEmpty();
    assertThat(walks.spend(ticket, HOST, "state")).isEmpty();
  }

  @Test
  void twoTicketsAreTwo() {
    assertThat(issue()).isNotEqualTo(issue()).matches("[A-Za-z0-9_-]{43}");
    assertThat(walks.spend("", HOST, "state")).isEmpty();
    assertThat(walks.spend("guess", HOST, "state")).isEmpty();
  }

  @Test
  void theOldestGiveWayWhereThereAreTooMany() {
    String first = issue();
    for (int i = 0; i < 10_000; i++) {
      issue("another key " + i, "/");
    }
    assertThat(walks.spend(first, HOST, "state")).isEmpty();
    assertThat(walks.spend(issue(), HOST, "state")).isPresent();
  }

  @Test
  void whoAsksForManyPushesOutHisOwn() {
    String anothers = issue("another key", "/");
    String first = issue();
    String second = issue();
    for (int i = 0; i < 63; i++) {
      issue();
    }
    assertThat(walks.spend(first, HOST, "state")).isEmpty();
    assertThat(walks.spend(second, HOST, "state")).isPresent();
    assertThat(walks.spend(anothers, HOST, "state")).isPresent();
  }

  @Test
  void whatIsOverTakesNoRoom() {
    for (int i = 0; i < 9_999; i++) {
      issue("another key " + i, "/");
    }
    now = now.plus(Duration.ofSeconds(30));
    String kept = issue();
    now = now.plus(Duration.ofSeconds(30)); // the first ones are over, this one is not
    for (int i = 0; i < 9_999; i++) {
      issue("a third key " + i, "/");
    }
    assertThat(walks.spend(kept, HOST, "state")).isPresent();
  }

  @Test
  void longAddressesGiveWayEarlier() {
    String to = "/" + "a".repeat(7999);
    String first = issue("digest of a key", to);
    String second = issue("another key", to);
    for (int i = 0; i < 2500; i++) { // 20 million characters
      issue("a third key " + i, to);
    }
    assertThat(walks.spend(first, HOST, "state")).isEmpty();
    String last = issue("a fourth key", to);
    assertThat(walks.spend(second, HOST, "state")).isEmpty();
    assertThat(walks.spend(last, HOST, "state").orElseThrow().to()).isEqualTo(to);
  }

  private String issue() {
    return issue("digest of a key", "/d/1");
  }

  private String issue(String key, String to) {
    return walks.issue(key, Acr.PWD, now, HOST, "state", to);
  }
}
