package dev.doorward.core.who;

/** What the client needs back beside the answer. */
public enum Upkeep {
  NONE,
  /** The cookie is of no use: a navigation's answer clears it (C122, C123). */
  MAY_CLEAR
}
