package dev.doorward.core.who;

/** Who calls: nobody known, or a principal. */
public sealed interface Caller permits Caller.Anonymous, Principal {
  /** Nobody known. */
  enum Anonymous implements Caller {
    ANONYMOUS
  }
}
