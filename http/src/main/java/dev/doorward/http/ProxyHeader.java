package dev.doorward.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The header by which a balancer says for whom it connects: the PROXY protocol of HAProxy, versions
 * 1 and 2. Read by the letter, since the address decides who is let in; Netty's own decoder takes
 * {@code 010.0.0.1}, zones, brackets and {@code +80}.
 */
sealed interface ProxyHeader {
  /** More octets are needed. */
  enum Unfinished implements ProxyHeader {
    UNFINISHED
  }

  /** It is none, or breaks the grammar, or speaks of something else than TCP. */
  enum Bad implements ProxyHeader {
    BAD
  }

  /**
   * A whole one.
   *
   * @param length in octets; what follows is the client's
   * @param client empty where the balancer speaks for itself or knows no address: the peer counts
   */
  record Complete(int length, Optional<InetSocketAddress> client) implements ProxyHeader {}

  /** Of version 1, line end included (§2.1). */
  int LONGEST_LINE = 107;

  /** Of version 2: what must fit into the smallest TCP segment (§2). */
  int LONGEST_BLOCK = 536;

  /** Reads without taking anything. */
  static ProxyHeader read(ByteBuf in) {
    int from = in.readerIndex();
    int there = in.readableBytes();
    if (startsLike(in, Block.SIGNATURE)) {
      return there < Block.FIXED
          ? Unfinished.UNFINISHED
          : Block.read(ByteBufUtil.getBytes(in, from, Math.min(there, LONGEST_BLOCK)));
    }
    if (!startsLike(in, Line.START)) {
      return Bad.BAD;
    }
    int lf = in.indexOf(from, from + Math.min(there, LONGEST_LINE), (byte) '\n');
    if (lf < 0) {
      return there < LONGEST_LINE ? Unfinished.UNFINISHED : Bad.BAD;
    }
    return Line.read(in.toString(from, lf + 1 - from, StandardCharsets.ISO_8859_1));
  }

  private static boolean startsLike(ByteBuf in, byte[] start) {
    for (int i = 0; i < Math.min(start.length, in.readableBytes()); i++) {
      if (in.getByte(in.readerIndex() + i) != start[i]) {
        return false;
      }
    }
    return true;
  }

  /** Version 1, for people's eyes (§2.1). */
  final class Line {
    private static final byte[] START = "PROXY ".getBytes(StandardCharsets.US_ASCII);

    private Line() {}

    private static ProxyHeader read(String line) {
      if (!line.endsWith("\r\n")) {
        return Bad.BAD;
      }
      String[] words = line.substring(0, line.length() - 2).split(" ", -1);
      if (words[1].equals("UNKNOWN")) {
        return new Complete(line.length(), Optional.empty()); // whatever follows the word
      }
      boolean four = words[1].equals("TCP4");
      if (words.length != 6
          || !(four || words[1].equals("TCP6"))
          || !isAddress(words[2], four)
          || !isAddress(words[3], four)
          || !isPort(words[4])
          || !isPort(words[5])) {
        return Bad.BAD;
      }
      byte[] address = NetUtil.createByteArrayFromIpAddressString(words[2]);
      return new Complete(line.length(), Optional.of(socket(address, Integer.parseInt(words[4]))));
    }

    private static boolean isAddress(String text, boolean four) {
      return four ? isFour(text) : isSix(text);
    }

    private static boolean isFour(String text) {
      String[] parts = text.split("\\.", -1);
      for (String part : parts) {
        if (!isNumber(part, 3, 255)) {
          return false;
        }
      }
      return parts.length == 4;
    }

    private static boolean isSix(String text) {
      boolean letters = text.chars().allMatch(c -> c == ':' || c == '.' || hex(c));
      int dot = text.indexOf('.');
      return letters
          && NetUtil.isValidIpV6Address(text)
          && (dot < 0 || isFour(text.substring(text.lastIndexOf(':') + 1)));
    }

    private static boolean hex(int c) {
      return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private static boolean isPort(String text) {
      return isNumber(text, 5, 65535);
    }

    /** Decimal digits without a zero before them. */
    private static boolean isNumber(String text, int digits, int most) {
      return !text.isEmpty()
          && text.length() <= digits
          && text.chars().allMatch(c -> c >= '0' && c <= '9')
          && (text.length() == 1 || text.charAt(0) != '0')
          && Integer.parseInt(text) <= most;
    }
  }

  /** Version 2, in binary (§2.2). */
  final class Block {
    private static final byte[] SIGNATURE = {
      0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
    };
    private static final int FIXED = 16;
    private static final int CHECKSUM = 0x03;

    private Block() {}

    private static ProxyHeader read(byte[] octets) {
      int length = FIXED + number(octets, 14, 2);
      int command = octets[12] & 0xff;
      if (length > LONGEST_BLOCK || command != 0x20 && command != 0x21) {
        return Bad.BAD;
      }
      if (octets.length < length) {
        return Unfinished.UNFINISHED;
      }
      if (command == 0x20) {
        return new Complete(length, Optional.empty()); // its family is not looked at
      }
      int family = octets[13] & 0xff;
      int address =
          switch (family) {
            case 0x00 -> 0;
            case 0x11 -> 4;
            case 0x21 -> 16;
            default -> -1;
          };
      int more = FIXED + (address > 0 ? 2 * address + 4 : 0);
      if (address < 0 || length < more || family != 0 && !isSound(octets, more, length)) {
        return Bad.BAD;
      }
      return new Complete(
          length, family == 0 ? Optional.empty() : Optional.of(client(octets, address)));
    }

    private static InetSocketAddress client(byte[] octets, int address) {
      byte[] source = new byte[address];
      System.arraycopy(octets, FIXED, source, 0, address);
      return socket(source, number(octets, FIXED + 2 * address, 2));
    }

    /** Whether what follows the addresses can be walked to its end, and the sum is right (§2.2). */
    private static boolean isSound(byte[] octets, int from, int to) {
      int at = from;
      while (at < to) {
        if (to - at < 3 || to - at - 3 < number(octets, at + 1, 2)) {
          return false;
        }
        int length = number(octets, at + 1, 2);
        if (octets[at] == CHECKSUM && (length != 4 || !isSum(octets, at + 3, to))) {
          return false;
        }
        at += 3 + length;
      }
      return true;
    }

    private static boolean isSum(byte[] octets, int at, int to) {
      CRC32C sum = new CRC32C();
      sum.update(octets, 0, at);
      sum.update(new byte[4]);
      sum.update(octets, at + 4, to - at - 4);
      return (int) sum.getValue() == number(octets, at, 4);
    }

    private static int number(byte[] octets, int at, int size) {
      int number = 0;
      for (int i = 0; i < size; i++) {
        number = number << 8 | octets[at + i] & 0xff;
      }
      return number;
    }
  }

  private static InetSocketAddress socket(byte[] address, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 octets are an address", e);
    }
  }
}
