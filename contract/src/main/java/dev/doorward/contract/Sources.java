package dev.doorward.contract;

import java.net.InetAddress;
import java.security.SecureRandom;

/** Source addresses: a fresh one for each case, so that throttles do not meet. */
final class Sources {

  private static final int ADDRESSES = 1 << 16;

  private int next = new SecureRandom().nextInt(ADDRESSES);

  /** The next {@code 127.1.x.y}. A run begins anywhere, so that two runs seldom meet either. */
  InetAddress fresh() {
    next = (next + 1) % ADDRESSES;
    return InetAddress.ofLiteral("127.1." + (next >> 8) + "." + (next & 0xff));
  }
}
