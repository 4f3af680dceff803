/** What callers give us, once it is known to make sense. All throw TypeError where it does not. */

/**
 * Scheme, host and port, and nothing more. Where there is no `URL.canParse` no client comes to be:
 * such browsers may keep an Authorization at a redirect to another origin.
 */
export function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isBare = url?.href === `${url?.origin}/`;
  if (!isBare || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new TypeError(`An origin is scheme, host and port, as https://app.example; not "${text}"`);
  }
  return url.origin;
}

/** That nobody on the way could read a token: it goes by TLS, or stays on this machine. */
export function confidential(origin: string): void {
  const { protocol, hostname } = new URL(origin);
  const staysHere =
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d+){3}$/.test(hostname);
  if (protocol !== "https:" && !staysHere) {
    throw new TypeError(`A token must not travel over plain HTTP to ${origin}`);
  }
}

/** A whole number from 0 on. */
export function upTo(most: number, name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new TypeError(`${name} is a whole number from 0 to ${most}, not ${value}`);
  }
  return value;
}

/** RFC 6750 §2.1. It is never quoted: errors end up in logs. */
export function bearerToken(given: unknown): string {
  if (typeof given !== "string" || !/^[A-Za-z0-9._~+/-]+=*$/.test(given)) {
    throw new TypeError("What was given as access token cannot be one (RFC 6750, section 2.1)");
  }
  return given;
}
