const children = new Set();

/** The same process, which ends with ours, even if that is stopped for taking too long. */
export function endsWithUs(child) {
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

process.once("exit", () => children.forEach((child) => child.kill()));
process.once("SIGTERM", () => process.exit(143));
