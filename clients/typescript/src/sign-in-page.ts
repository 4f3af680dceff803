/** Where a page that was left remembers it; in the browser's tab, gone when that is closed. */
const LEFT = "doorward:left";
/** Unless it has helped, nobody is sent to the same sign-in again so soon: it would be a loop. */
const APART = 60_000;
/** A page which is still there so much later was not left after all. */
const LEAVING = 10_000;

/** What a sign-in has to reach. */
export interface Wanted {
  readonly stepUp?: string | undefined;
  readonly maxAge?: number | undefined;
}

/** The address of the sign-in page with what it is to ask for, in the server's order (C109). */
export function signInUrl(loginUri: string, wanted: Wanted, returnTo: string): string {
  const url = new URL(loginUri);
  // URLSearchParams would write a space as +; the server reads both, its log shows one.
  const query = [
    wanted.stepUp === undefined ? "" : `step_up=${encodeURIComponent(wanted.stepUp)}`,
    wanted.maxAge === undefined ? "" : `max_age=${wanted.maxAge}`,
    `return_to=${encodeURIComponent(returnTo)}`,
  ];
  url.search = query.filter((part) => part !== "").join("&");
  return url.href;
}

/** Where a page on which somebody is can be found again: no fragment, which servers never see. */
export function here(loginUri: string): string {
  const { origin, pathname, search } = globalThis.location;
  const path = pathname + search;
  return new URL(loginUri).origin === origin ? path : origin + path;
}

/** Whether this is the page which a person sees in the window, not a frame, worker or program. */
export function isTopPage(): boolean {
  return typeof window !== "undefined" && typeof location === "object" && window.top === window;
}

/**
 * Sends the person there, unless that was tried just now and has not helped; when it ends, the page
 * has stayed.
 *
 * @param refused the address whose refusal is the reason
 */
export async function leaveFor(url: string, refused: string): Promise<void> {
  if (!wasTriedJustNow(url, refused)) {
    location.assign(url);
    await new Promise((resolve) => setTimeout(resolve, LEAVING));
  }
}

/** That address was not refused for want of a sign-in: if it had been, signing in has helped. */
export function accepted(address: string): void {
  try {
    if (isTopPage() && sessionStorage.getItem(LEFT)?.endsWith(` ${address}`)) {
      sessionStorage.removeItem(LEFT);
    }
  } catch {
    // A browser that remembers nothing has nothing to forget.
  }
}

/** Remembers that it is tried now. Without a memory it counts as tried: better stay than loop. */
function wasTriedJustNow(url: string, refused: string): boolean {
  try {
    const [when, where] = (sessionStorage.getItem(LEFT) ?? "").split(" ", 2);
    if (where === url && Math.abs(Date.now() - Number(when)) < APART) {
      return true;
    }
    sessionStorage.setItem(LEFT, `${Date.now()} ${url} ${refused}`);
    return false;
  } catch {
    return true;
  }
}
