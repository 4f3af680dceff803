package dev.doorward.identity.linear;

import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every answer of many threads at once is one that a single thread could have had, in an order
 * which the clients' own order allows (linearizability): so a change that was acknowledged is seen
 * by whatever begins after it.
 */
class LinearizabilityTest {
  private static StressOptions options(int iterations, int invocations) {
    return new StressOptions()
        .threads(3)
        .actorsPerThread(4)
        .actorsBefore(1)
        .actorsAfter(2)
        .iterations(iterations)
        .invocationsPerIteration(invocations);
  }

  @Test
  void lockOutAndQuota() {
    options(30, 500).sequentialSpecification(LockOutByOne.class).check(LockOut.class);
  }

  @Test
  void revocation() {
    options(8, 20).sequentialSpecification(RevocationByOne.class).check(Revocation.class);
  }

  @Test
  @Tag("heavy")
  void both_longer() {
    options(100, 2000).sequentialSpecification(LockOutByOne.class).check(LockOut.class);
    options(60, 100).sequentialSpecification(RevocationByOne.class).check(Revocation.class);
  }
}
