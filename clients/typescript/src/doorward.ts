import { abortable } from "./abort.js";
import { Call } from "./call.js";
import { bearerToken, confidential, originOf, upTo } from "./checked.js";
import type {
  Account,
  DoorwardOptions,
  SignInOptions,
  SignInRequest,
  StepUpRequest,
} from "./options.js";
import { isProblem, type KnownProblem, type Problem } from "./problem.js";
import { discard, Sender } from "./sender.js";
import { accepted, here, isTopPage, leaveFor, signInUrl } from "./sign-in-page.js";
import { Sequence, SingleFlight } from "./single-flight.js";

const SIGN_IN = "/.doorward/login";
const MAX_WAIT = 30_000;
const MOST_WAIT = 24 * 60 * 60 * 1000;
const MAX_REPEATS = 3;

type Input = Parameters<typeof globalThis.fetch>[0];
type Unproven = Extract<KnownProblem, { readonly loginUri?: string }>;
type StepUp = StepUpRequest["problem"];

/** What may help, done once for all who need it. */
interface Remedy {
  readonly kind: "sign-in" | "step-up";
  readonly flight: SingleFlight;
  readonly work: () => Promise<boolean>;
}

/** Asks an application behind one Doorward, and reacts to each of its answers. */
export class Doorward {
  /** Scheme, host and port: the only ones which ever get the token. */
  readonly origin: string;
  readonly #options: DoorwardOptions;
  readonly #sender: Sender;
  readonly #loginOrigins: ReadonlySet<string>;
  readonly #sequence = new Sequence();
  readonly #renewal = new SingleFlight(this.#sequence);
  readonly #stepUps = new Map<string, SingleFlight>();
  #token: string | undefined;

  /** @throws TypeError if an option makes no sense */
  constructor(options: DoorwardOptions = {}) {
    this.#options = options;
    this.origin = originOf(options.origin ?? globalThis.location?.origin ?? "");
    if (options.token) {
      confidential(this.origin);
    }
    this.#loginOrigins = new Set([this.origin, ...(options.loginOrigins ?? []).map(originOf)]);
    this.#sender = new Sender({
      origin: this.origin,
      maxWait: upTo(MOST_WAIT, "maxWait", options.maxWait ?? MAX_WAIT),
      maxRepeats: upTo(100, "maxRepeats", options.maxRepeats ?? MAX_REPEATS),
      credentials: options.credentials,
      fetch: (input, init) => (options.fetch ?? globalThis.fetch)(input, init),
      sequence: this.#sequence,
      mayFollow: (url) => this.#mayFollow(url),
    });
  }

  /**
   * As the global `fetch`; addresses may be relative to {@link origin}. Answers of the application
   * come as they are, whatever their status.
   *
   * @throws Problem where Doorward refuses and nothing that this client may do would help
   */
  readonly fetch = async (input: Input, init?: RequestInit): Promise<Response> => {
    const call = new Call(input, init, this.#base());
    if (call.url.origin !== this.origin) {
      return this.#sender.fetch(input instanceof Request ? input : call.url, init);
    }
    const tried = new Set<Remedy["kind"]>();
    for (;;) {
      if (!call.hasOwnCredential) {
        await this.#prepared(call.signal);
      }
      const { response, problem, sent } = await this.#sender.answer(call, () => this.#token);
      if (problem?.status !== 401) {
        accepted(call.url.href);
      }
      if (!problem) {
        return response;
      }
      const remedy = call.hasOwnCredential ? undefined : this.#remedy(problem, call);
      // The second refusal of one kind is the caller's.
      if (!remedy || tried.has(remedy.kind)) {
        throw problem;
      }
      tried.add(remedy.kind);
      const helped = await remedy.flight.done(sent, remedy.work, call.signal);
      // Who sends a stream sends the next one with what was just got.
      if (!helped || !call.isRepeatable) {
        throw problem;
      }
    }
  };

  /**
   * Signs a person in with name and password, from a page of the same origin: the session is in a
   * cookie, which scripts never see.
   *
   * @throws Problem for example `invalid_credentials` or `too_many_attempts`
   */
  async signIn(username: string, password: string, options: SignInOptions = {}): Promise<Account> {
    const response = await this.#own("login", options.signal, {
      username,
      password,
      ...(options.remember && { remember: "1" }),
      ...(options.returnTo !== undefined && { return_to: options.returnTo }),
    });
    const said = (await response.json()) as Record<string, string>;
    this.#renewal.helped();
    return {
      user: said["user"] ?? "",
      acr: said["acr"] ?? "",
      expiresAt: new Date(said["expires_at"] ?? ""),
      returnTo: said["return_to"] ?? "/",
    };
  }

  /** Ends the session, on all hosts, and forgets the token. */
  async signOut(options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    this.#token = undefined;
    await this.#own("logout", options.signal);
  }

  /** The sign-in page, which leads back to this one: for a link or button of the page's own. */
  signInUrl(problem?: Problem): string {
    const known = problem && isProblem(problem) && "loginUri" in problem ? problem.loginUri : "";
    return this.#signInUrl(known || this.origin + SIGN_IN, problem);
  }

  /** Nobody is sent out with a token of which it is known that it will be replaced. */
  async #prepared(signal: AbortSignal | undefined): Promise<void> {
    const { token } = this.#options;
    if (this.#renewal.running) {
      await abortable(this.#renewal.running, signal);
    } else if (token && this.#token === undefined) {
      const first = async (): Promise<boolean> => {
        this.#token = bearerToken(await token());
        return true;
      };
      await this.#renewal.done(this.#sequence.now, first, signal);
    }
  }

  #remedy(problem: KnownProblem, call: Call): Remedy | undefined {
    switch (problem.name) {
      case "authentication_required":
      case "invalid_token":
        return {
          kind: "sign-in",
          flight: this.#renewal,
          work: () => this.#renew(problem, call),
        };
      case "insufficient_user_authentication":
        return {
          kind: "step-up",
          flight: this.#flightFor(problem),
          work: () => this.#stepUp(problem, call),
        };
      default:
        return undefined;
    }
  }

  async #renew(problem: Unproven, call: Call): Promise<boolean> {
    const { token, signIn } = this.#options;
    const takes = problem.challenges.map((challenge) => challenge.scheme.toLowerCase());
    if (token && (takes.length === 0 || takes.includes("bearer"))) {
      const refused = this.#token;
      const fresh = bearerToken(await token(problem));
      if (this.#token === refused) {
        this.#token = fresh; // else a step-up gave one meanwhile which opens more
      }
      return this.#token !== refused;
    }
    if (signIn) {
      await signIn(this.#request(problem));
      return true;
    }
    return signIn !== false && this.#leave(problem, call);
  }

  async #stepUp(problem: StepUp, call: Call): Promise<boolean> {
    const { token, stepUp } = this.#options;
    if (stepUp) {
      const fresh = await stepUp({ ...this.#request(problem), problem });
      if (fresh !== undefined) {
        confidential(this.origin);
        this.#token = bearerToken(fresh);
      }
      return true;
    }
    return stepUp !== false && !token && this.#leave(problem, call);
  }

  #flightFor(problem: StepUp): SingleFlight {
    const key = `${problem.acrValues.join(" ")} ${problem.maxAge ?? ""}`;
    const flight = this.#stepUps.get(key) ?? new SingleFlight(this.#sequence);
    this.#stepUps.set(key, flight);
    return flight;
  }

  async #leave(problem: Unproven, call: Call): Promise<false> {
    if (problem.loginUri !== undefined && isTopPage()) {
      await leaveFor(this.#signInUrl(problem.loginUri, problem), call.url.href);
    }
    return false;
  }

  #request(problem: Unproven): SignInRequest {
    return problem.loginUri === undefined
      ? { problem }
      : { problem, loginUrl: this.#signInUrl(problem.loginUri, problem) };
  }

  #signInUrl(loginUri: string, problem: Problem | undefined): string {
    const stepUp =
      isProblem(problem) && problem.name === "insufficient_user_authentication"
        ? { stepUp: problem.acrValues[0], maxAge: problem.maxAge }
        : {};
    const back =
      this.#options.returnTo?.() ?? (globalThis.location ? here(loginUri) : "/");
    return signInUrl(loginUri, stepUp, back);
  }

  /** As the page's own `fetch` does, where the page is of the same origin. */
  #base(): string {
    const page = globalThis.document?.baseURI ?? "";
    return URL.canParse(page) && new URL(page).origin === this.origin ? page : this.origin;
  }

  /** Whether people may be sent there: to the sign-in page of a host that was named to us. */
  #mayFollow(address: string): boolean {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const isNamed =
      url !== undefined &&
      url.origin !== "null" &&
      (this.#loginOrigins.has(url.origin) || url.origin === globalThis.location?.origin);
    return isNamed && url.href === `${url.origin}${SIGN_IN}`;
  }

  /** One of Doorward's own endpoints, which wants no token. */
  async #own(path: string, signal?: AbortSignal, body?: object): Promise<Response> {
    const init: RequestInit = {
      method: "POST",
      redirect: "error",
      ...(signal && { signal }),
      ...(body && {
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      }),
    };
    const call = new Call(`/.doorward/${path}`, init, this.origin);
    const { response, problem } = await this.#sender.answer(call, () => undefined);
    if (problem) {
      throw problem;
    }
    if (!response.ok) {
      discard(response);
      throw new TypeError(`${call.url.href} answers ${response.status}, and not as Doorward would`);
    }
    return response;
  }
}
