package dev.doorward.core.where;

import static dev.doorward.core.where.AddressTest.parsed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.doorward.core.Seeds;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8",
    "0.0.0.0/0, 0.0.0.0/0",
    "127.0.0.2, 127.0.0.2/32",
    "127.0.0.2/32, 127.0.0.2/32",
    "2001:db8::/32, 2001:db8::/32",
    "::/0, ::/0",
    "::1, ::1/128",
    "::ffff:10.0.0.0/104, 10.0.0.0/8",
    "::ffff:a00:5, 10.0.0.5/32",
  })
  void aPrefixIsReadInEitherFamily(String text, String canonical) {
    assertThat(Prefix.parse(text).orElseThrow()).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0.0/8/8",
        "10.0.0.0/ 8",
        "10.0.0.0/1000",
        "10.0.0.1/8",
        "10.0.0/8",
        "010.0.0.0/8",
        "2001:db8::/129",
        "2001:db8::1/32",
        "fe80::%eth0/64",
        "fe80::1%eth0",
        "::ffff:10.0.0.0/8",
        "10.0.0.0\\8",
        "10.0.0.0/\uff18"
      })
  void aBrokenPrefixIsRefused(String text) {
    assertThat(Prefix.parse(text)).isEmpty();
  }

  @Test
  void bitsBehindTheLengthAreNotCanonical() {
    assertThatThrownBy(() -> new Prefix(parsed("10.0.0.1"), 120)).hasMessageContaining("canonical");
    assertThatThrownBy(() -> new Prefix(parsed("::"), 129)).hasMessageContaining("canonical");
    assertThatThrownBy(() -> new Prefix(parsed("::"), -1)).hasMessageContaining("canonical");
  }

  @Test
  void aPrefixReadsBackAndHoldsJustItsRange() {
    Random random = Seeds.random("prefix range");
    for (int i = 0; i < 20_000; i++) {
      Prefix prefix = any(random);

      assertThat(Prefix.parse(prefix.toString())).contains(prefix);
      for (Address edge : edges(prefix)) {
        boolean inRange =
            number(edge).compareTo(number(prefix.first())) >= 0
                && number(edge).compareTo(number(prefix.last())) <= 0;
        assertThat(prefix.contains(edge)).as("%s in %s", edge, prefix).isEqualTo(inRange);
      }
    }
  }

  @Test
  void aSetIsTheUnionOfItsPrefixes() {
    Random random = Seeds.random("prefix set");
    for (int round = 0; round < 60; round++) {
      List<Prefix> list = new ArrayList<>();
      for (int n = 1 + random.nextInt(round < 20 ? 12 : 600); n > 0; n--) {
        list.add(any(random));
      }
      if (round % 3 == 0) {
        list.removeIf(prefix -> prefix.length() < 4); // else nearly everything is inside
      }
      PrefixSet set = PrefixSet.of(list);

      List<Address> asked = new ArrayList<>();
      list.forEach(prefix -> asked.addAll(edges(prefix)));
      for (int n = 0; n < 200; n++) {
        asked.add(AddressTest.any(random));
      }
      for (Address address : asked) {
        boolean naive = list.stream().anyMatch(prefix -> prefix.contains(address));
        assertThat(set.contains(address)).as("%s in %s", address, list).isEqualTo(naive);
      }
      assertThat(set.size()).isEqualTo(list.size());
    }
  }

  @Test
  void aLargeSetOfNeighboursKnowsItsGaps() {
    List<Prefix> list = new ArrayList<>();
    for (int i = 0; i < 20_000; i += 2) {
      Address address = new Address(0, 0xffff_0a00_0000L | i);
      list.add(new Prefix(address, 128));
      list.add(new Prefix(new Address(0x2001_0db8_0000_0000L + i, 0), 64));
    }
    PrefixSet set = PrefixSet.of(list);

    for (int i = 0; i < 20_000; i++) {
      boolean even = i % 2 == 0;
      assertThat(set.contains(new Address(0, 0xffff_0a00_0000L | i))).isEqualTo(even);
      assertThat(set.contains(new Address(0x2001_0db8_0000_0000L + i, 77))).isEqualTo(even);
    }
  }

  @Test
  void theEmptySetHoldsNothingAndTheWholeOneEverything() {
    assertThat(PrefixSet.EMPTY.isEmpty()).isTrue();
    assertThat(PrefixSet.EMPTY.contains(parsed("::1"))).isFalse();
    PrefixSet all = PrefixSet.of(List.of(Prefix.parse("::/0").orElseThrow()));
    assertThat(all.isEmpty()).isFalse();
    assertThat(all.contains(parsed("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"))).isTrue();
    assertThat(all.contains(parsed("10.0.0.1"))).isTrue();
  }

  @Test
  void c211_aMappedAddressMeetsTheRuleOfItsIpv4Network() {
    PrefixSet office = PrefixSet.of(List.of(Prefix.parse("10.0.0.0/8").orElseThrow()));

    assertThat(office.contains(parsed("::ffff:10.0.0.5"))).isTrue();
    assertThat(office.contains(parsed("::ffff:a00:5"))).isTrue();
    assertThat(office.contains(parsed("64:ff9b::a00:5"))).isFalse(); // C213
    assertThat(office.contains(parsed("::10.0.0.5"))).isFalse();
  }

  private static Prefix any(Random random) {
    Address address = AddressTest.any(random);
    boolean v4 = address.isV4() && random.nextInt(10) > 0;
    int length = v4 ? 96 + random.nextInt(33) : random.nextInt(129);
    BigInteger bits = number(address).shiftRight(128 - length).shiftLeft(128 - length);
    return new Prefix(address(bits), length);
  }

  /** The ends of a block, their neighbours, and something between. */
  private static List<Address> edges(Prefix prefix) {
    BigInteger first = number(prefix.first());
    BigInteger last = number(prefix.last());
    BigInteger top = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
    return List.of(
        prefix.first(),
        prefix.last(),
        address(first.subtract(BigInteger.ONE).max(BigInteger.ZERO)),
        address(last.add(BigInteger.ONE).min(top)),
        address(first.add(last).shiftRight(1)));
  }

  private static BigInteger number(Address address) {
    byte[] bytes = ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();
    return new BigInteger(1, bytes);
  }

  private static Address address(BigInteger number) {
    return new Address(number.shiftRight(64).longValue(), number.longValue());
  }
}
