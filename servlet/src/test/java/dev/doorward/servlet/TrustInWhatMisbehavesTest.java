package dev.doorward.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Doorward which is trusted, or what stands between, answers otherwise than was promised. */
class TrustInWhatMisbehavesTest extends FalseDoorward {
  @Test
  void aBodyWhichNeverComesIs503InTime() throws Exception {
    verification = this::stall;
    long begun = System.nanoTime();
    HttpResponse<String> refused = ask(TOKEN);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    verification = exchange -> say(exchange, 200, good("user"));
    Soon.holds(() -> assertThat(ask(TOKEN).statusCode()).isEqualTo(200));
  }

  @Test
  void aFeedWhoseBodyNeverComesIsFollowedAgain() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    changes =
        exchange -> {
          asked.incrementAndGet();
          stall(exchange);
        };
    Soon.holds(() -> assertThat(asked.get()).isPositive());
    changes = exchange -> say(exchange, 200, QUIET);
    Soon.holds(() -> {
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      int before = verifications.get();
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      assertThat(verifications.get()).as("remembered again").isEqualTo(before);
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "null",
        "{\"active\":\"yes\"}",
        "{\"active\":null}",
        "\"epoch\":\"e1\"=>\"epoch\":\"a b\"",
        "\"epoch\":\"e1\"=>\"epoch\":7",
        "\"last\":0,=>",
        "\"last\":0=>\"last\":-1",
        "\"iat\":1=>\"iat\":1e300",
        "\"exp\":=>\"exp\":9999999999999999999",
        "[\"user\"]=>[null]",
        "[\"user\"]=>\"admin\"",
        "\"user_id\":\"usr_1\"=>\"user_id\":7",
        "\"suspended\":false,=>",
        "\"must_change\":false=>\"must_change\":\"no\"",
        "urn:dw:pwd=>urn:dw:other",
        "{\"active\"=><html>{\"active\"",
      })
  void anAnswerWhichIsNotThePromisedOneIs503(String wrong) throws Exception {
    String[] change = wrong.split("=>", -1);
    String said = change.length == 1 ? wrong : good("user").replace(change[0], change[1]);
    verification = exchange -> say(exchange, 200, said);
    assertThat(ask(TOKEN).statusCode()).as(said).isEqualTo(503);
  }

  @Test
  void redirectsAreNotFollowedAndEndlessAnswersEnd() throws Exception {
    verification =
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          say(exchange, 307, "");
        };
    assertThat(ask(TOKEN).statusCode()).isEqualTo(503);
    for (int status : new int[] {401, 403, 404, 500}) {
      verification = exchange -> say(exchange, status, good("admin"));
      assertThat(ask(TOKEN).statusCode()).as("%d there", status).isEqualTo(503);
    }
    verification = exchange -> say(exchange, 200, " ".repeat(2 << 20) + good("admin"));
    assertThat(ask(TOKEN).statusCode()).isEqualTo(503);
    assertThat(verifications.get()).isEqualTo(6);
  }

  @Test
  void aChangeOfAKindWhichOnlyALaterVersionKnowsForgetsAndTheFeedGoesOn() throws Exception {
    Soon.holds(() -> {
      int before = verifications.get();
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      assertThat(verifications.get()).isEqualTo(before);
    });
    verification = exchange -> say(exchange, 200, "{\"active\":false}");
    changes =
        exchange ->
            say(
                exchange,
                200,
                exchange.getRequestURI().getQuery().contains("after=1")
                    ? QUIET.replace("\"last\":0", "\"last\":1")
                    : QUIET
                        .replace("\"last\":0", "\"last\":1")
                        .replace("[]", "[{\"kind\":\"galaxy\",\"id\":\"g1\"}]"));
    Soon.holds(() -> assertThat(ask(TOKEN).statusCode()).isEqualTo(401));
    verification = exchange -> say(exchange, 200, good("user").replace("\"last\":0", "\"last\":1"));
    Soon.holds(() -> {
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      int before = verifications.get();
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      assertThat(verifications.get()).as("remembered again").isEqualTo(before);
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"epoch\":\"e2\",\"last\":9,", "\"epoch\":\"e1\",\"last\":6,"})
  void whatTheFeedWillNotTellToForgetIsNotRemembered(String asOf) throws Exception {
    changes = exchange -> say(exchange, 200, QUIET.replace("\"last\":0", "\"last\":7"));
    String here = "\"epoch\":\"e1\",\"last\":0,";
    String good = good("user").replace(here, here.replace("0", "7"));
    verification = exchange -> say(exchange, 200, good);
    Soon.holds(() -> {
      int before = verifications.get();
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      assertThat(verifications.get()).as("remembered").isEqualTo(before);
    });
    verification = exchange -> say(exchange, 200, good("user").replace(here, asOf));
    int before = verifications.get();
    for (int i = 0; i < 3; i++) {
      assertThat(ask(TOKEN + "2").statusCode()).isEqualTo(200);
    }
    assertThat(verifications.get() - before).as("each asks").isEqualTo(3);
  }

  @Test
  void aNodeWhichIsBehindIsTrustedNoLongerThanItKnows() throws Exception {
    changes = exchange -> say(exchange, 200, QUIET.replace("\"behind_ms\":5", "\"behind_ms\":950"));
    Soon.holds(() -> {
      int before = verifications.get();
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      assertThat(verifications.get()).as("asks again").isEqualTo(before + 1);
    });
    pause(300);
    int before = verifications.get();
    for (int i = 0; i < 5; i++) {
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      pause(20);
    }
    assertThat(verifications.get() - before).isBetween(2, 5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"epoch\":\"a b{\"", "\"epoch\":null", "\"epoch\":\"e1\",\"last\":-9"})
  void oneWrongPageDoesNotEndTheFeed(String wrong) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    String page = QUIET.replace("\"epoch\":\"e1\"", wrong);
    changes =
        exchange -> {
          asked.incrementAndGet();
          say(exchange, 200, wrong.contains("last") ? page.replace(",\"last\":0", "") : page);
        };
    Soon.holds(() -> assertThat(asked.get()).isGreaterThan(1));
    changes =
        exchange -> {
          boolean good = exchange.getRequestURI().getQuery().matches("epoch=(e1)?&after=0&.*");
          say(exchange, good ? 200 : 400, QUIET);
        };
    Soon.holds(() -> {
      int before = verifications.get();
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      assertThat(verifications.get()).as("remembered").isEqualTo(before);
    });
  }

  @Test
  void aPageWhichCannotBeReadToItsEndIsFollowedByForgetting() throws Exception {
    Soon.holds(() -> {
      int before = verifications.get();
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
      assertThat(verifications.get()).as("remembered").isEqualTo(before);
    });
    AtomicInteger fromTheBeginning = new AtomicInteger();
    changes =
        exchange -> {
          if (exchange.getRequestURI().getQuery().contains("epoch=&")) {
            fromTheBeginning.incrementAndGet();
            say(exchange, 200, QUIET.replace("false", "true"));
          } else if (fromTheBeginning.get() > 0) {
            say(exchange, 200, QUIET);
          } else {
            say(exchange, 200, QUIET.replace("[]", "[{\"kind\":\"user\",\"id\":7}]"));
          }
        };
    Soon.holds(() -> assertThat(fromTheBeginning.get()).isEqualTo(1));
    verification = exchange -> say(exchange, 200, "{\"active\":false}");
    Soon.holds(() -> assertThat(ask(TOKEN).statusCode()).isEqualTo(401));
    assertThat(fromTheBeginning.get()).isEqualTo(1);
  }

  @Test
  void ofNodesWhichAnswerInTurnNothingIsRememberedAndNobodyIsFlooded() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    changes =
        exchange ->
            say(exchange, 200, QUIET.replace("\"e1\"", "\"node" + asked.incrementAndGet() + "\""));
    int before = asked.get();
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < Duration.ofSeconds(2).toNanos()) {
      assertThat(ask(TOKEN).statusCode()).isEqualTo(200);
    }
    assertThat(asked.get() - before).isBetween(4, 15);
    verification = exchange -> say(exchange, 200, "{\"active\":false}");
    Soon.holds(() -> assertThat(ask(TOKEN).statusCode()).isEqualTo(401));
  }

  @Test
  void forgedTokensDoNotQueueForKeysWhichDoNotCome() throws Exception {
    keys = this::stall;
    List<CompletableFuture<Integer>> all = new ArrayList<>();
    AtomicInteger slow = new AtomicInteger();
    long first = System.nanoTime();
    for (int i = 0; i < 8; i++) {
      String token = forged("k" + i);
      all.add(
          CompletableFuture.supplyAsync(
              () -> {
                long begun = System.nanoTime();
                try {
                  int status = ask(token).statusCode();
                  if (System.nanoTime() - begun > Duration.ofMillis(2500).toNanos()) {
                    slow.incrementAndGet();
                  }
                  return status;
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              },
              threads));
    }
    for (CompletableFuture<Integer> each : all) {
      assertThat(each.get()).isEqualTo(503);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - first)).isLessThan(Duration.ofSeconds(7));
    assertThat(slow.get()).as("who waits for the keys").isLessThanOrEqualTo(1);
  }

  private static String forged(String key) {
    String head = "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"" + key + "\"}";
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString(head.getBytes(StandardCharsets.UTF_8))
        + "."
        + base64.encodeToString("{}".getBytes(StandardCharsets.UTF_8))
        + "."
        + base64.encodeToString(new byte[64]);
  }
}
