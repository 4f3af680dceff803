package dev.doorward.contract.echo;

/** An application of the contract, wherever it stands: it counts what it is asked. */
public interface Echo {
  /** How many requests have arrived so far. */
  long count();
}
