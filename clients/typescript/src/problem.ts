import type { Challenge } from "./challenge.js";

interface Wait {
  /** Seconds, from `Retry-After`; absent if that was missing or unreadable. */
  readonly retryAfter?: number;
}

interface SignIn {
  /** Where people sign in; absent if the server named no address which this client may follow. */
  readonly loginUri?: string;
  /** What the route demands of a token; empty if it demands none. */
  readonly scopes: readonly string[];
}

/** What each problem says beside its name, status, title and id. */
export interface ProblemMembers {
  invalid_request: unknown;
  ambiguous_path: unknown;
  bad_forwarding: unknown;
  arrival_invalid: unknown;
  authentication_required: SignIn;
  invalid_token: SignIn;
  invalid_credentials: SignIn;
  /** RFC 9470 §3. */
  insufficient_user_authentication: SignIn & {
    /** Any one of these levels would do; empty if the level is met. */
    readonly acrValues: readonly string[];
    /** Seconds which may have passed since the person signed in; absent if that is met. */
    readonly maxAge?: number;
  };
  forbidden: unknown;
  /** RFC 6750 §3.1. */
  insufficient_scope: {
    /** All which the request needs. */
    readonly scopes: readonly string[];
  };
  account_suspended: unknown;
  action_required: {
    /** The page where the person does what must be done first: an absolute address. */
    readonly action: string;
  };
  csrf_failed: unknown;
  origin_not_allowed: unknown;
  insecure_transport: unknown;
  sign_in_loop: unknown;
  not_found: unknown;
  no_upstream: unknown;
  method_not_allowed: {
    /** The methods which are. */
    readonly allow: readonly string[];
  };
  /** On the admin API. */
  conflict: unknown;
  request_timeout: unknown;
  body_too_large: unknown;
  target_too_long: unknown;
  unsupported_media_type: unknown;
  misdirected: unknown;
  too_early: unknown;
  header_too_large: {
    /** Its name, where there is one to blame. */
    readonly field?: string;
  };
  too_many_attempts: Wait;
  internal_error: unknown;
  upstream_unreachable: unknown;
  upstream_timeout: unknown;
  auth_backend_unavailable: Wait;
  overloaded: Wait;
}

/** The last part of `urn:doorward:problem:NAME`. */
export type ProblemName = keyof ProblemMembers;

/** What a problem is made of. */
export interface ProblemParts<N extends string> {
  readonly name: N;
  readonly status: number;
  readonly title: string;
  readonly id: string;
  readonly challenges: readonly Challenge[];
  readonly detail?: string;
  readonly member?: string;
}

/**
 * A refusal by Doorward itself (RFC 9457); the application's own answers are never one.
 * With {@link isProblem} its `name` tells which further members it has.
 */
export class Problem<N extends string = string> extends Error {
  /** For example `insufficient_scope`. */
  override readonly name: N;
  /** The same as `urn:doorward:problem:insufficient_scope`. */
  readonly type: string;
  readonly status: number;
  /** The fixed sentence of its kind. */
  readonly title: string;
  /**
   * The UUID which stands in `X-Request-Id` and in the server's log: what a person tells an
   * operator. Empty where a front proxy kept it from us.
   */
  readonly id: string;
  /** The challenges that came along; empty where the browser may not show them. */
  readonly challenges: readonly Challenge[];
  /** On the admin API: what is wrong, in words. */
  readonly detail?: string;
  /** On the admin API: the member of the body at fault. */
  readonly member?: string;

  /** Only this package makes them. */
  constructor(parts: ProblemParts<N>) {
    super(`${parts.title} (${parts.name}, ${parts.status}${parts.id ? `, id ${parts.id}` : ""})`);
    this.name = parts.name;
    this.type = `urn:doorward:problem:${parts.name}`;
    this.status = parts.status;
    this.title = parts.title;
    this.id = parts.id;
    this.challenges = parts.challenges;
    if (parts.detail !== undefined) this.detail = parts.detail;
    if (parts.member !== undefined) this.member = parts.member;
  }
}

/** One type for each kind, told apart by `name`. */
export type KnownProblem = { [N in ProblemName]: Problem<N> & ProblemMembers[N] }[ProblemName];

/**
 * Whether a caught value is a refusal by Doorward. A newer server may use names which this version
 * does not know: keep a `default` branch.
 */
export function isProblem(caught: unknown): caught is KnownProblem {
  return caught instanceof Problem;
}
