package dev.doorward.portal;

/** Who answers requests to our own endpoints. */
@FunctionalInterface
public interface Answering {
  /** The answer to a call which the judge let through. May block. */
  Outcome answer(Call call);
}
