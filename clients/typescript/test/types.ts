// Compiled, never run: what callers may rely on.
import { isProblem, type KnownProblem, type ProblemName } from "@doorward/client";

export function inWords(caught: unknown): string {
  if (!isProblem(caught)) {
    return "not Doorward";
  }
  switch (caught.name) {
    case "insufficient_scope":
      return caught.scopes.join(" ");
    case "action_required":
      return caught.action;
    case "insufficient_user_authentication":
      return `${caught.acrValues.join(" ")} ${caught.maxAge?.toFixed()} ${caught.loginUri?.length}`;
    case "too_many_attempts":
    case "overloaded":
    case "auth_backend_unavailable":
      return (caught.retryAfter ?? 0).toFixed();
    case "forbidden":
      // @ts-expect-error: no wider token would help, so none is named
      return caught.scopes;
    default:
      // @ts-expect-error: handled above
      return caught.name === "insufficient_scope" ? "twice" : caught.id;
  }
}

// @ts-expect-error: no such problem
export const misspelled: ProblemName = "insufficient_scopes";

export function statusOf(problem: KnownProblem): number {
  return problem.status;
}
