const IDEMPOTENT = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"];

/** One request of the caller, which can be sent again if its body allows it. */
export class Call {
  readonly url: URL;
  readonly method: string;
  readonly signal: AbortSignal | undefined;
  /** Whether the caller brings a credential of his own, which we neither replace nor renew. */
  readonly hasOwnCredential: boolean;
  /** Whether it can be sent again: a stream can be read once. */
  readonly isRepeatable: boolean;
  readonly #input: URL | Request;
  readonly #init: RequestInit;

  constructor(input: Parameters<typeof globalThis.fetch>[0], init: RequestInit | undefined, base: string) {
    const request = input instanceof Request ? input : undefined;
    this.#input = request ?? new URL(String(input), base);
    this.#init = init ?? {};
    this.url = new URL(request?.url ?? String(this.#input));
    this.method = (init?.method ?? request?.method ?? "GET").toUpperCase();
    this.signal = init?.signal ?? request?.signal ?? undefined;
    this.hasOwnCredential = this.#headers().has("Authorization");
    this.isRepeatable = !isStream(init?.body);
  }

  /** RFC 9110 §9.2.2. */
  get isIdempotent(): boolean {
    return IDEMPOTENT.includes(this.method);
  }

  /** Sends it; a token goes along unless the caller brings a credential. */
  send(
    fetch: typeof globalThis.fetch,
    token: string | undefined,
    credentials: RequestInit["credentials"],
  ): Promise<Response> {
    const init: RequestInit = { ...this.#init };
    if (token !== undefined && !this.hasOwnCredential) {
      const headers = this.#headers();
      headers.set("Authorization", `Bearer ${token}`);
      init.headers = headers;
    }
    if (credentials && !init.credentials && !(this.#input instanceof Request)) {
      init.credentials = credentials;
    }
    // What a Request holds is read by sending it; the copy leaves it whole for the next time.
    return fetch(this.#input instanceof Request ? this.#input.clone() : this.#input, init);
  }

  #headers(): Headers {
    const request = this.#input instanceof Request ? this.#input.headers : undefined;
    return new Headers(this.#init.headers ?? request);
  }
}

function isStream(body: unknown): boolean {
  return (
    typeof body === "object" &&
    body !== null &&
    (body instanceof ReadableStream || Symbol.asyncIterator in body)
  );
}
