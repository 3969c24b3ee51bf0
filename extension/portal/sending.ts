// One call to the server at a time, as the pages need it: busy while it runs, and the refusal if there was one.
import { useCallback, useState } from "preact/hooks";
import type { Answer, Refusal } from "./api";

interface Sending {
  isBusy: boolean;
  code: Refusal | undefined;
  /** The answer's value; undefined after a refusal. */
  send: <T>(call: () => Promise<Answer<T>>) => Promise<T | undefined>;
}

export function useSending(): Sending {
  const [isBusy, setBusy] = useState(false);
  const [code, setCode] = useState<Refusal | undefined>(undefined);
  const send = useCallback(async <T>(call: () => Promise<Answer<T>>) => {
    setBusy(true);
    const answer = await call();
    setBusy(false);
    setCode(answer.ok ? undefined : answer.code);
    return answer.ok ? answer.value : undefined;
  }, []);
  return { isBusy, code, send };
}
