package dev.doorward.core.request;

/**
 * What stands at the other end of the connection. A front proxy which asks on a check listener is
 * believed whom it speaks for (contract G18).
 */
public enum Front {
  /** A client, or a proxy which hands its requests over. */
  NONE,
  /** A front which takes 200 as leave and relays every other answer. */
  RELAYING,
  /** A front which takes any 2xx as leave, so that none may answer a preflight (C294). */
  ANY_2XX_IS_LEAVE;

  /** Whether it asks instead of handing over. */
  public boolean asks() {
    return this != NONE;
  }
}
