package dev.doorward.core;

import java.util.Random;

/** Randomness that can be had again: the seed is printed, and taken back by {@code -Dseed=}. */
public final class Seeds {
  private Seeds() {}

  /** A generator for a property of that name. */
  public static Random random(String property) {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println(property + ": -Dseed=" + seed);
    return new Random(seed);
  }
}
