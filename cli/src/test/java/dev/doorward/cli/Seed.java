package dev.doorward.cli;

/** A seed that can be had again: it is printed, and taken back by {@code -Dseed=}. */
final class Seed {
  private Seed() {}

  static long of(Class<?> test) {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println(test.getSimpleName() + ": -Dseed=" + seed);
    return seed;
  }
}
