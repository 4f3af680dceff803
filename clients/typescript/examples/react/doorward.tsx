import { Doorward, isProblem, type KnownProblem } from "@doorward/client";
import { createContext, useContext, useEffect, useState } from "react";

const Context = createContext(new Doorward());

/** The one client of the page: what one component renews, all have. */
export const useDoorward = (): Doorward => useContext(Context);

/** What the application answers at that path, or why Doorward refuses. */
export function useAnswer<T>(path: string): { data?: T; problem?: KnownProblem } {
  const doorward = useDoorward();
  const [answer, setAnswer] = useState<{ data?: T; problem?: KnownProblem }>({});
  useEffect(() => {
    const left = new AbortController();
    doorward
      .fetch(path, { signal: left.signal })
      .then(async (response) => setAnswer({ data: (await response.json()) as T }))
      .catch((error: unknown) => {
        if (isProblem(error)) setAnswer({ problem: error });
        else if (!left.signal.aborted) throw error;
      });
    return () => left.abort();
  }, [doorward, path]);
  return answer;
}
