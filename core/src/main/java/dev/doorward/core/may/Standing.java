package dev.doorward.core.may;

/** How an account stands: good, or a bar before everything. */
public sealed interface Standing permits Standing.Good, Reason.Bar {
  /** Nothing stands in the way. */
  enum Good implements Standing {
    GOOD
  }
}
