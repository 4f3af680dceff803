package dev.doorward.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.doorward.core.answer.SetCookies;
import dev.doorward.core.request.Header;
import dev.doorward.core.route.Origin;
import dev.doorward.core.route.Realm;
import dev.doorward.core.route.Site;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Byte for byte: browsers and the contract (C125, C158, C354) read them. */
class SetCookiesTest {
  private static final Site SECURE = Sample.site(Sample.HOME);
  private static final Origin LOOPBACK = new Origin("http", "127.0.0.1:8080");
  private static final Site PLAIN =
      new Site(LOOPBACK, LOOPBACK, "dw-8080", 0, new Realm("doorward"));

  @Test
  void forThisVisit() {
    assertThat(SetCookies.of(SECURE, "", "k", Optional.empty()))
        .isEqualTo(header("__Host-dw=k; Path=/; Secure; HttpOnly; SameSite=Lax"));
  }

  @Test
  void forLonger() {
    assertThat(SetCookies.of(SECURE, "-walk", "k", Optional.of(Duration.ofMinutes(10))))
        .isEqualTo(header("__Host-dw-walk=k; Max-Age=600; Path=/; Secure; HttpOnly; SameSite=Lax"));
  }

  @Test
  void cleared() {
    assertThat(SetCookies.cleared(SECURE, ""))
        .isEqualTo(header("__Host-dw=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax"));
  }

  @Test
  void withoutSecureOnPlainLoopback() {
    assertThat(SetCookies.of(PLAIN, "", "k", Optional.empty()))
        .isEqualTo(header("dw-8080=k; Path=/; HttpOnly; SameSite=Lax"));
  }

  private static Header header(String value) {
    return new Header("Set-Cookie", value);
  }
}
