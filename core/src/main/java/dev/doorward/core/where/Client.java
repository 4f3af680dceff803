package dev.doorward.core.where;

/** Where a request comes from: the peer, or whom a trusted proxy speaks for. */
public sealed interface Client {
  /**
   * Somebody with an address.
   *
   * @param proxied whether a trusted proxy named it
   */
  record Known(Address address, boolean proxied) implements Client {}

  /** What a trusted proxy named is no address (RFC 7239 §6.2, §6.3; C209). */
  enum Unusable implements Client {
    JUNK
  }
}
