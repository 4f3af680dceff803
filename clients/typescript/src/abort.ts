/** The same promise, which fails with the signal's reason if that comes first. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) {
    return promise;
  }
  signal.throwIfAborted();
  let give: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    give = () => reject(signal.reason);
  });
  signal.addEventListener("abort", give, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", give);
  }
}

/** Waits that many milliseconds; fails with the signal's reason if that comes first. */
export async function pause(millis: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, millis);
  });
  try {
    await abortable(over, signal);
  } finally {
    clearTimeout(timer);
  }
}
