/** One challenge of `WWW-Authenticate` (RFC 9110 §11.6.1). */
export interface Challenge {
  /** As it was sent, for example `Bearer`. */
  readonly scheme: string;
  /** By their names in lower case. */
  readonly params: Readonly<Record<string, string>>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const PARAM = new RegExp(`(${TOKEN})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${TOKEN}))`, "y");
const SCHEME = new RegExp(`(${TOKEN})(?: +|(?=[,\\t ]*(?:,|$)))`, "y");
const BETWEEN = /[ \t,]*/y;

/**
 * All challenges of the field; several lines arrive as one, joined by commas (Fetch, `get`).
 * What cannot be read ends the list: nothing is guessed.
 */
export function challenges(field: string | null): Challenge[] {
  const found: { scheme: string; params: Record<string, string> }[] = [];
  let at = 0;
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(field ?? "");
    at = match ? pattern.lastIndex : at;
    return match;
  };
  while (field !== null) {
    next(BETWEEN);
    const param = found.length > 0 ? next(PARAM) : null;
    const scheme = param ? null : next(SCHEME);
    if (param) {
      const [, name = "", quoted, token] = param;
      const params = found[found.length - 1]!.params;
      // RFC 9110 §11.2: each parameter at most once; of two, the first counts.
      params[name.toLowerCase()] ??= quoted?.replace(/\\(.)/g, "$1") ?? token ?? "";
    } else if (scheme) {
      found.push({ scheme: scheme[1]!, params: Object.create(null) as Record<string, string> });
    } else {
      break;
    }
  }
  return found;
}
