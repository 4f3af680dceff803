package dev.doorward.cli.naive;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Addresses as big numbers, read by the JDK. */
final class NaiveAddress {
  private static final String OCTET = "(0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
  private static final String IPV4 = "(" + OCTET + "\\.){3}" + OCTET;

  private NaiveAddress() {}

  /** Whether one of the blocks has that address. */
  static boolean in(List<String> blocks, InetAddress address) {
    return blocks.stream().anyMatch(block -> in(block, address));
  }

  private static boolean in(String block, InetAddress address) {
    String[] parts = block.split("/");
    InetAddress first = InetAddress.ofLiteral(parts[0]);
    int size = first instanceof Inet4Address ? 32 : 128;
    int free = size - (parts.length < 2 ? size : Integer.parseInt(parts[1]));
    return first.getClass() == address.getClass()
        && number(first).shiftRight(free).equals(number(address).shiftRight(free));
  }

  private static BigInteger number(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }

  /**
   * For whom the peer speaks: the right-most of the chain that is no trusted proxy, or its left end
   * (C205–C209).
   *
   * @return empty where the entry that decides is none
   */
  static Optional<InetAddress> client(String peer, List<String> lines, List<String> trusted) {
    InetAddress left = InetAddress.ofLiteral(peer);
    List<String> chain = new ArrayList<>();
    lines.forEach(line -> chain.addAll(List.of(line.split(","))));
    chain.replaceAll(String::strip);
    chain.removeIf(String::isEmpty);
    Collections.reverse(chain);
    for (String hop : chain) {
      if (!in(trusted, left)) {
        return Optional.of(left);
      }
      Optional<InetAddress> read = read(hop);
      if (read.isEmpty()) {
        return read;
      }
      left = read.get();
    }
    return Optional.of(left);
  }

  private static Optional<InetAddress> read(String hop) {
    if (hop.matches(IPV4 + "(:[0-9]{1,5})?")) {
      return Optional.of(InetAddress.ofLiteral(hop.replaceFirst(":.*", "")));
    }
    String bare = hop.replaceFirst("^\\[(.*)](:[0-9]{1,5})?$", "$1").replaceFirst("%.*", "");
    if (!bare.matches("[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(" + IPV4 + ")?")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
