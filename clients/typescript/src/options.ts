import type { KnownProblem, Problem, ProblemMembers } from "./problem.js";

/** Somebody must sign in before the request can be answered. */
export interface SignInRequest {
  readonly problem: KnownProblem;
  /** The sign-in page, which leads back here; absent where there is none which may be followed. */
  readonly loginUrl?: string;
}

/** Somebody must sign in anew, more strongly or more recently (RFC 9470). */
export interface StepUpRequest extends SignInRequest {
  readonly problem: Problem<"insufficient_user_authentication"> &
    ProblemMembers["insufficient_user_authentication"];
}

/** How to reach one Doorward, and who comes. */
export interface DoorwardOptions {
  /**
   * Scheme, host and port of the application behind Doorward. Default: those of the page. Requests
   * elsewhere go out untouched, without token, and nobody reacts to their answers.
   */
  readonly origin?: string;
  /**
   * Gives an access token. Called before the first request, and again with the refusal when the
   * token is not accepted any more: then it must give another one. Never called twice at a time.
   * It must not use the `fetch` of this client, which waits for it.
   */
  readonly token?: (refusal?: KnownProblem) => string | Promise<string>;
  /**
   * Asks the person to sign in, with a session; done when it resolves. Default: the page goes to
   * the sign-in page, which leads back. `false`: the refusal goes to the caller.
   */
  readonly signIn?: ((request: SignInRequest) => void | Promise<void>) | false;
  /**
   * Leads through a stronger or fresher sign-in. A text that it gives is the new access token.
   * Default: as for `signIn`, unless there is `token`. `false`: the refusal goes to the caller.
   */
  readonly stepUp?:
    | ((request: StepUpRequest) => void | string | Promise<void | string>)
    | false;
  /**
   * Origins of sign-in pages which may be followed, beside `origin` and the page's own; needed on a
   * site whose people sign in at another host.
   */
  readonly loginOrigins?: readonly string[];
  /** Where the sign-in page leads back to. Default: path and query of the page, no fragment. */
  readonly returnTo?: () => string;
  /** Whether cookies go along, where a request does not say so itself. Default: as `fetch`. */
  readonly credentials?: NonNullable<RequestInit["credentials"]>;
  /** Most milliseconds to wait for one repeat; who is told more gets the refusal. Default 30 s. */
  readonly maxWait?: number;
  /** How often a 429 or 503 is repeated at most. Default 3. */
  readonly maxRepeats?: number;
  /** Another `fetch`, for example one with a proxy. */
  readonly fetch?: typeof globalThis.fetch;
}

/** What there is to say when somebody signs in. */
export interface SignInOptions {
  /** The browser stays signed in when it is closed. */
  readonly remember?: boolean;
  /** Where the person goes next; anything but an address of the server's own becomes `/`. */
  readonly returnTo?: string;
  readonly signal?: AbortSignal;
}

/** Who has signed in. */
export interface Account {
  readonly user: string;
  /** `urn:dw:pwd` or `urn:dw:mfa`. */
  readonly acr: string;
  /** When the session ends at the latest. */
  readonly expiresAt: Date;
  /** Where the person may go next. */
  readonly returnTo: string;
}
