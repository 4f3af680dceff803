import { challenges, type Challenge } from "./challenge.js";
import { Problem } from "./problem.js";
import { retryAfter } from "./retry-after.js";

const MOST_BYTES = 64 * 1024;
const TYPE = /^urn:doorward:problem:([a-z0-9_]{1,64})$/;
const INSTANCE = /^urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

type Document = Readonly<Record<string, unknown>>;

/**
 * The problem, if this answer is Doorward's own; its body can be read still. An application may
 * pass on a problem which it got from another Doorward: that one bears another id than the answer.
 *
 * @param request HEAD gets no document, and of its refusals only 401 can be told
 * @param mayFollow whether people may be sent to a sign-in page at that address
 */
export async function refusal(
  response: Response,
  { method, url }: { readonly method: string; readonly url: URL },
  mayFollow: (url: string) => boolean,
): Promise<Problem | undefined> {
  const type = response.headers.get("Content-Type")?.split(";")[0]?.trim().toLowerCase();
  if (response.status < 400 || type !== "application/problem+json") {
    return undefined;
  }
  const lines = challenges(response.headers.get("WWW-Authenticate"));
  const document = method === "HEAD" ? fromChallenges(response, lines) : await read(response);
  const name = TYPE.exec(text(document, "type") ?? "")?.[1];
  const id = INSTANCE.exec(text(document, "instance") ?? "")?.[1] ?? "";
  const shown = response.headers.get("X-Request-Id");
  const isOfThisAnswer = shown === null ? id !== "" || method === "HEAD" : shown === id;
  if (name === undefined || document?.["status"] !== response.status || !isOfThisAnswer) {
    return undefined;
  }
  const detail = text(document, "detail");
  const member = text(document, "member");
  const problem = new Problem({
    name,
    status: response.status,
    title: text(document, "title") ?? name,
    id,
    challenges: lines,
    ...(detail !== undefined && { detail }),
    ...(member !== undefined && { member }),
  });
  return Object.assign(problem, members(name, document, response.headers, url, mayFollow));
}

function members(
  name: string,
  document: Document,
  headers: Headers,
  url: URL,
  mayFollow: (url: string) => boolean,
): object {
  switch (name) {
    case "authentication_required":
    case "invalid_token":
    case "invalid_credentials":
      return signIn(document, mayFollow);
    case "insufficient_user_authentication": {
      const age = document["max_age"];
      return {
        ...signIn(document, mayFollow),
        acrValues: words(text(document, "acr_values")),
        ...(Number.isSafeInteger(age) && { maxAge: age }),
      };
    }
    case "insufficient_scope":
      return { scopes: words(text(document, "scope")) };
    case "action_required": {
      const action = text(document, "action") ?? "/.doorward/account";
      return { action: URL.canParse(action, url) ? new URL(action, url).href : url.origin };
    }
    case "method_not_allowed":
      return { allow: words(headers.get("Allow")?.replaceAll(",", " ")) };
    case "header_too_large": {
      const field = text(document, "field");
      return field === undefined ? {} : { field };
    }
    case "too_many_attempts":
    case "auth_backend_unavailable":
    case "overloaded": {
      const wait = retryAfter(headers);
      return wait === undefined ? {} : { retryAfter: wait / 1000 };
    }
    default:
      return {};
  }
}

function signIn(document: Document, mayFollow: (url: string) => boolean): object {
  const uri = text(document, "login_uri");
  return {
    scopes: words(text(document, "scope")),
    ...(uri !== undefined && mayFollow(uri) && { loginUri: uri }),
  };
}

/** What a 401 would say if it could have a body; of other refusals the fields say too little. */
function fromChallenges(response: Response, lines: readonly Challenge[]): Document | undefined {
  const id = response.headers.get("X-Request-Id");
  const wanted = ["bearer", "session", "basic"];
  if (response.status !== 401 || !lines.some((c) => wanted.includes(c.scheme.toLowerCase()))) {
    return undefined;
  }
  const all: Record<string, string> = Object.assign({}, ...lines.map((c) => c.params));
  const age = all["max_age"];
  return {
    ...all,
    ...(age !== undefined && { max_age: Number(age) }),
    type: `urn:doorward:problem:${all["error"] ?? "authentication_required"}`,
    title: all["error"] === undefined ? "Authentication required" : all["error"],
    status: 401,
    instance: `urn:uuid:${id ?? ""}`,
  };
}

/** The document, of which no more than so much is read; the response keeps its own body. */
async function read(response: Response): Promise<Document | undefined> {
  const reader = response.clone().body?.getReader();
  if (!reader) {
    return undefined;
  }
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let json = "";
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        break;
      }
      size += value.byteLength;
      if (size > MOST_BYTES) {
        // Not awaited: it is done only when the other branch is cancelled too.
        void reader.cancel().catch(() => {});
        return undefined;
      }
      json += decoder.decode(value, { stream: true });
    }
    const document: unknown = JSON.parse(json + decoder.decode());
    return typeof document === "object" && document !== null && !Array.isArray(document)
      ? (document as Document)
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) {
      void reader.cancel().catch(() => {});
      return undefined;
    }
    throw error;
  }
}

function text(document: Document | undefined, name: string): string | undefined {
  const value = document?.[name];
  return typeof value === "string" ? value : undefined;
}

function words(list: string | undefined): string[] {
  return list?.split(/\s+/).filter((word) => word !== "") ?? [];
}
