package dev.doorward.core.where;

import static dev.doorward.core.where.AddressTest.parsed;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  private static final Address FRONT = parsed("127.0.0.7");
  private static final PrefixSet TRUSTED =
      PrefixSet.of(List.of(Prefix.parse("127.0.0.7/32").orElseThrow()));
  private final TrustedProxies lists =
      new TrustedProxies(TRUSTED, TrustedProxies.Style.X_FORWARDED_FOR);
  private final TrustedProxies forwarded =
      new TrustedProxies(TRUSTED, TrustedProxies.Style.FORWARDED);

  @Test
  void c205_aPeerWhichIsNotTrustedSpeaksForNobodyElse() {
    Address peer = parsed("198.51.100.1");

    assertThat(lists.client(peer, List.of("10.0.0.5"))).isEqualTo(new Client.Known(peer, false));
    assertThat(lists.client(peer, List.of("junk"))).isEqualTo(new Client.Known(peer, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C206 right-most untrusted   | 10.0.0.5, 203.0.113.9              | 203.0.113.9",
        "C206 two lines are joined   | 10.0.0.5 & 203.0.113.9             | 203.0.113.9",
        "C206 the port is cut off    | 203.0.113.9:4711                   | 203.0.113.9",
        "C206 and behind brackets    | [2001:db8::7]:4711                 | 2001:db8::7",
        "C206 brackets alone         | [2001:db8::7]                      | 2001:db8::7",
        "C207 two trusted in a chain | 203.0.113.9, 127.0.0.7             | 203.0.113.9",
        "C208 all trusted: left-most | 127.0.0.7, 127.0.0.7               | 127.0.0.7",
        "C211 mapped                 | ::ffff:10.0.0.5                    | 10.0.0.5",
        "C211 mapped in hex          | ::ffff:a00:5                       | 10.0.0.5",
        "C212 the zone is removed    | fe80::1%eth0                       | fe80::1",
        "C213 NAT64 is not unwrapped | 64:ff9b::a00:5                     | 64:ff9b::a00:5",
        "empty elements do not count | , 203.0.113.9 , ,                  | 203.0.113.9",
        "junk left of the client     | unknown, 203.0.113.9               | 203.0.113.9",
      })
  void theClientIsFoundFromTheRight(String row, String lines, String client) {
    assertThat(lists.client(FRONT, List.of(lines.split(" & ", -1))))
        .isEqualTo(new Client.Known(parsed(client), true));
  }

  @Test
  void c206_withoutTheFieldTheProxyItselfIsTheClient() {
    assertThat(lists.client(FRONT, List.of())).isEqualTo(new Client.Known(FRONT, false));
    assertThat(lists.client(FRONT, List.of(""))).isEqualTo(new Client.Known(FRONT, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown",
        "_hidden",
        "1.2.3",
        "010.0.0.1",
        "10.0.0.5, 1.2.3",
        "1.2.3.4:",
        "1.2.3.4:port",
        "1.2.3.4:123456",
        "[::1",
        "[::1]x",
        "[::1]:",
        "[]",
        "1.2.3.4, unknown, 127.0.0.7",
        "\"10.0.0.5\"",
        "for=10.0.0.5"
      })
  void c209_whatIsNoAddressInTheDecisivePlaceIsJunk(String line) {
    assertThat(lists.client(FRONT, List.of(line))).isEqualTo(Client.Unusable.JUNK);
  }

  @Test
  void aListOfMoreHopsThanAnybodyHasIsJunk() {
    String hops = String.join(",", Collections.nCopies(65, "127.0.0.7"));

    assertThat(lists.client(FRONT, List.of(hops))).isEqualTo(Client.Unusable.JUNK);
    assertThat(lists.client(FRONT, List.of(hops.substring(10)))).isInstanceOf(Client.Known.class);
    assertThat(lists.client(FRONT, Collections.nCopies(10_000, "1.2.3.4,")))
        .isEqualTo(Client.Unusable.JUNK);
    assertThat(lists.client(FRONT, List.of(",".repeat(10_000) + "1.2.3.4")))
        .isEqualTo(new Client.Known(parsed("1.2.3.4"), true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C210           | for=\"[2001:db8::7]:4711\";proto=https  | 2001:db8::7",
        "any order      | proto=https; For=203.0.113.9           | 203.0.113.9",
        "right-most     | for=10.0.0.5, for=203.0.113.9;by=x     | 203.0.113.9",
        "over trusted   | for=203.0.113.9, for=127.0.0.7         | 203.0.113.9",
        "quoted IPv4    | for=\"203.0.113.9:80\"                 | 203.0.113.9",
        "two lines      | for=10.0.0.5 & for=203.0.113.9         | 203.0.113.9",
        "open quote     | for=\"evil, for=203.0.113.9            | 203.0.113.9",
      })
  void forwardedIsReadByItsForParameter(String row, String lines, String client) {
    assertThat(forwarded.client(FRONT, List.of(lines.split(" & ", -1))))
        .isEqualTo(new Client.Known(parsed(client), true));
  }

  /** RFC 7239 §4: what a proxy quotes, a client's Host for one, may look like a parameter. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "proto=http;host=\"evil;for=10.0.0.5;x\";for=203.0.113.9",
        "for=203.0.113.9;host=\"evil,for=10.0.0.5;x\"",
        "proto=http;host=\"e,for=10.0.0.5;x\";for=203.0.113.9",
        "for=203.0.113.9;host=\"evil,for=10.0.0.5\"",
        "host=\"a\\\";for=10.0.0.5;b=\\\"c\";for=203.0.113.9",
      })
  void whatStandsInQuotesIsNoAddress(String line) {
    assertThat(forwarded.client(FRONT, List.of(line))).isEqualTo(Client.Unusable.JUNK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for=unknown",
        "for=_x",
        "proto=https",
        "203.0.113.9",
        "for=",
        "for=\"\"",
        "=",
        "for=203.0.113.9;for=10.0.0.5"
      })
  void forwardedWithoutAnAddressIsJunk(String line) {
    assertThat(forwarded.client(FRONT, List.of(line))).isEqualTo(Client.Unusable.JUNK);
  }

  @Test
  void aRuleWithoutAnAddressToHoldAgainstItCannotTell() {
    PrefixSet none = PrefixSet.EMPTY;

    assertThat(Perimeter.Open.OPEN.cannotTell(Client.Unusable.JUNK)).isFalse();
    assertThat(Perimeter.Open.OPEN.admits(Client.Unusable.JUNK)).isTrue();
    assertThat(new Perimeter.AllBut(none).cannotTell(Client.Unusable.JUNK)).isTrue();
    assertThat(new Perimeter.AllBut(none).admits(Client.Unusable.JUNK)).isFalse();
    assertThat(new Perimeter.Only(TRUSTED).cannotTell(Client.Unusable.JUNK)).isTrue();
    assertThat(new Perimeter.Only(TRUSTED).admits(new Client.Known(FRONT, true))).isTrue();
    assertThat(new Perimeter.AllBut(TRUSTED).admits(new Client.Known(FRONT, true))).isFalse();
  }
}
