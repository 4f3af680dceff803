import { abortable } from "./abort.js";

/** Counts what happens, so that one can say what was first. */
export class Sequence {
  #now = 0;

  get now(): number {
    return this.#now;
  }

  next(): number {
    return ++this.#now;
  }
}

/** Work which is done once for all who need it at the same time; it says whether it helped. */
export class SingleFlight {
  readonly #sequence: Sequence;
  #ended = -1;
  #outcome: Promise<boolean> = Promise.resolve(false);
  #running: Promise<boolean> | undefined;

  constructor(sequence: Sequence) {
    this.#sequence = sequence;
  }

  /** The work that is being done, which those who come now should wait for. */
  get running(): Promise<boolean> | undefined {
    return this.#running;
  }

  /**
   * What came of the work since then: of that which has ended, is being done, or begins now. Fails
   * as the work does.
   */
  done(
    since: number,
    work: () => Promise<boolean>,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    if (!this.#running && this.#ended > since) {
      return this.#outcome;
    }
    this.#running ??= this.#start(work);
    return abortable(this.#running, signal);
  }

  /** Somebody else has done it. */
  helped(): void {
    this.#outcome = Promise.resolve(true);
    this.#ended = this.#sequence.next();
  }

  #start(work: () => Promise<boolean>): Promise<boolean> {
    const outcome = Promise.resolve()
      .then(work)
      .finally(() => {
        this.#outcome = outcome;
        this.#ended = this.#sequence.next();
        this.#running = undefined;
      });
    // Everybody who waited may have gone away.
    outcome.catch(() => {});
    return outcome;
  }
}
