// An answer of the dictionary on a page: the last one stays until the next one is there.
import { useCallback, useEffect, useRef, useState } from "react";
import type { Answer } from "./source.ts";

export interface Asked<Value> {
  /** The newest answer, maybe still that to the question before. */
  answer?: Answer<Value>;
  /** Whether what is shown belongs to what is asked now. */
  settled: boolean;
  failed: boolean;
  again: () => void;
}

interface State<Value> {
  question?: string;
  answer?: Answer<Value>;
  failed: boolean;
}

/** Asks whenever `question` changes, and once more when the network is back. Asks nothing where it is undefined. */
export function useAnswer<Value>(
  question: string | undefined,
  ask: () => Promise<Answer<Value>>,
): Asked<Value> {
  const [state, setState] = useState<State<Value>>({ failed: false });
  const [tries, setTries] = useState(0);
  const asking = useRef(ask);
  asking.current = ask;
  const again = useCallback(() => setTries((count) => count + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try is a reason to ask.
  useEffect(() => {
    if (question === undefined) return;
    let wanted = true;
    asking.current().then(
      (answer) => wanted && setState({ question, answer, failed: false }),
      () => wanted && setState(({ answer }) => ({ question, ...(answer && { answer }), failed: true })),
    );
    return () => {
      wanted = false;
    };
  }, [question, tries]);

  const isSecondBest = state.failed || state.answer?.from === "device";
  useEffect(() => {
    if (!isSecondBest) return;
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [isSecondBest, again]);

  return {
    ...(state.answer && { answer: state.answer }),
    settled: state.question === question,
    failed: state.failed && state.question === question,
    again,
  };
}
