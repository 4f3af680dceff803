import assert from "node:assert/strict";
import { isProblem } from "@doorward/client";

/** The problem of that name with which the promise fails. */
export async function refused(promise, name) {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
  assert.ok(isProblem(outcome.error), `not a problem: ${outcome.error ?? outcome.value?.status}`);
  assert.equal(outcome.error.name, name);
  return outcome.error;
}
