package dev.doorward.core.where;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.core.Seeds;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.5, 10.0.0.5",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "::ffff:10.0.0.5, 10.0.0.5",
    "::ffff:a00:5, 10.0.0.5",
    "::FFFF:A00:5, 10.0.0.5",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "64:ff9b::10.0.0.5, 64:ff9b::a00:5",
    "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
    "fe80::1%eth0, fe80::1",
  })
  void everySpellingOfOneAddressIsOneValue(String text, String canonical) {
    Address address = Address.parse(text).orElseThrow();

    assertThat(address).hasToString(canonical);
    assertThat(Address.parse(canonical)).contains(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "010.0.0.1",
        "00.0.0.1",
        "0x7f.0.0.1",
        "256.0.0.1",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1.2.3.-4",
        "1.2.3.+4",
        "1.2.3.1000",
        "4294967295",
        "unknown",
        "_hidden",
        "localhost",
        ":",
        ":::",
        "::1::",
        "1::2::3",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "12345::",
        "g::",
        "::-1",
        "::1.2.3",
        "::1.2.3.4.5",
        "::01.2.3.4",
        "::1.2.3.4:5",
        "1.2.3.4::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "[::1]",
        "::1/128",
        "\uff11.2.3.4",
        "::\uff11",
        "%eth0",
        "0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000"
      })
  void whatIsNoAddressIsNeverGuessed(String text) {
    assertThat(Address.parse(text)).isEmpty();
  }

  @Test
  void textsReadBackAsTheSameAddressWhichJavaReadsToo() throws UnknownHostException {
    Random random = Seeds.random("address round trip");
    for (int i = 0; i < 20_000; i++) {
      Address address = any(random);
      byte[] bytes = ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();

      assertThat(Address.parse(address.toString())).contains(address);
      assertThat(Address.of(bytes)).isEqualTo(address);
      assertThat(Address.of(InetAddress.getByName(address.toString()).getAddress()))
          .isEqualTo(address);
    }
  }

  @Test
  void noTextMakesTheReaderThrow() {
    Random random = Seeds.random("address noise");
    String alphabet = "0123456789abcdefABCDEF.:%/[] gx\u0000\uff11";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(45); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Address.parse(text.toString());
      Prefix.parse(text.toString());
    }
  }

  @Test
  void loopbackIsOneNetworkInIpv4AndOneAddressInIpv6() {
    assertThat(parsed("127.0.0.1").isLoopback()).isTrue();
    assertThat(parsed("127.9.9.9").isLoopback()).isTrue();
    assertThat(parsed("::ffff:127.0.0.1").isLoopback()).isTrue();
    assertThat(parsed("::1").isLoopback()).isTrue();
    assertThat(parsed("::2").isLoopback()).isFalse();
    assertThat(parsed("128.0.0.1").isLoopback()).isFalse();
    assertThat(parsed("1::1").isLoopback()).isFalse();
  }

  @Test
  void c156_guessesAreCountedByOneIpv4AddressOrOneIpv6Slash64() {
    assertThat(parsed("2001:db8::1").block()).isEqualTo(parsed("2001:db8::ffff:1").block());
    assertThat(parsed("2001:db8:0:1::").block()).isNotEqualTo(parsed("2001:db8::").block());
    assertThat(parsed("10.0.0.1").block()).isNotEqualTo(parsed("10.0.0.2").block());
  }

  @Test
  void anAddressHas4Or16Bytes() {
    assertThatThrownBy(() -> Address.of(new byte[5])).isInstanceOf(IllegalArgumentException.class);
    assertThat(Address.of(new byte[] {10, 0, 0, (byte) 200})).hasToString("10.0.0.200");
  }

  /** Any address: IPv4, IPv6, with runs of zeros, near the ends of ranges. */
  static Address any(Random random) {
    long v4 = 0xffff_0000_0000L | random.nextInt() & 0xffff_ffffL;
    return switch (random.nextInt(6)) {
      case 0, 1 -> new Address(0, v4);
      case 2 -> new Address(random.nextLong(), random.nextLong());
      case 3 -> new Address(1L << random.nextInt(64), random.nextLong() & 0xffff_0000_0000_ffffL);
      case 4 -> new Address(0, random.nextLong());
      default -> new Address(0x2001_0db8_0000_0000L | random.nextInt(4), random.nextLong());
    };
  }

  static Address parsed(String text) {
    return Address.parse(text).orElseThrow();
  }
}
