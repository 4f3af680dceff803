import { pause } from "./abort.js";
import type { Call } from "./call.js";
import type { KnownProblem, Problem } from "./problem.js";
import { refusal } from "./refusal.js";
import { retryAfter } from "./retry-after.js";
import type { Sequence } from "./single-flight.js";

type Fetch = typeof globalThis.fetch;

/** What was answered at last. */
export interface Answered {
  readonly response: Response;
  /** Where it is a refusal by Doorward; then nobody reads the response any more. */
  readonly problem: KnownProblem | undefined;
  /** When it was sent, so that one can say whether a credential is newer. */
  readonly sent: number;
}

/** Sends until there is an answer which no waiting would change. */
export class Sender {
  readonly origin: string;
  readonly maxWait: number;
  readonly maxRepeats: number;
  readonly credentials: RequestInit["credentials"];
  readonly fetch: Fetch;
  readonly sequence: Sequence;
  readonly mayFollow: (url: string) => boolean;

  constructor(parts: Pick<Sender, Exclude<keyof Sender, "answer">>) {
    this.origin = parts.origin;
    this.maxWait = parts.maxWait;
    this.maxRepeats = parts.maxRepeats;
    this.credentials = parts.credentials;
    this.fetch = parts.fetch;
    this.sequence = parts.sequence;
    this.mayFollow = parts.mayFollow;
  }

  /** @param token asked anew each time: it may have been replaced while we waited */
  async answer(call: Call, token: () => string | undefined): Promise<Answered> {
    let repeats = 0;
    let early = false;
    for (;;) {
      const sent = this.sequence.now;
      const response = await call.send(this.fetch, token(), this.credentials);
      const problem = await this.#problem(call, response);
      const wait = this.#wait(call, response, problem);
      if (response.status === 425 && call.isRepeatable && !early) {
        early = true; // RFC 8470 §5.2
        discard(response);
      } else if (wait !== undefined && repeats < this.maxRepeats) {
        repeats++;
        discard(response);
        await pause(wait, call.signal);
      } else {
        if (problem) {
          discard(response);
        }
        return { response, problem, sent };
      }
    }
  }

  async #problem(call: Call, response: Response): Promise<KnownProblem | undefined> {
    // A redirect may have led elsewhere; a fetch of the caller's may name no address.
    const isOurs = response.url === "" || new URL(response.url).origin === this.origin;
    return isOurs
      ? ((await refusal(response, call, this.mayFollow)) as KnownProblem | undefined)
      : undefined;
  }

  /** Milliseconds after which the request may be sent again; nothing if it may not. */
  #wait(call: Call, response: Response, problem: Problem | undefined): number | undefined {
    // What Doorward refuses the application never saw; what the application did is not known.
    const isHarmless = call.isRepeatable && (problem !== undefined || call.isIdempotent);
    if (!isHarmless || (response.status !== 429 && response.status !== 503)) {
      return undefined;
    }
    const wait = retryAfter(response.headers);
    return wait !== undefined && wait <= this.maxWait ? wait : undefined;
  }
}

/** Nobody reads it: its connection is free again. */
export function discard(response: Response): void {
  void response.body?.cancel().catch(() => {});
}
