const DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Milliseconds to wait (RFC 9110 §10.2.3); nothing if the field is missing or unreadable. */
export function retryAfter(headers: Headers): number | undefined {
  const text = headers.get("Retry-After")?.trim() ?? "";
  if (/^\d{1,10}$/.test(text)) {
    return Number(text) * 1000;
  }
  // A date is the server's: its own clock says how far away it is, where it may be read.
  const now = date(headers.get("Date")) ?? Date.now();
  const then = date(text);
  return then === undefined ? undefined : Math.max(0, then - now);
}

function date(text: string | null): number | undefined {
  const at = text !== null && DATE.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : at;
}
