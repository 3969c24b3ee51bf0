// Who is signed in to the portal, asked once and kept for all pages.
import { useCallback, useEffect, useState } from "preact/hooks";
import type { User } from "../../shared-schemas/wire";
import { api, type Refusal } from "./api";

export type Session =
  | { state: "asking" }
  | { state: "signed_out" }
  | { state: "signed_in"; user: User }
  | { state: "refused"; code: Refusal };

/** The session, and the way to ask again after signing in or out. */
export function useSession(): [Session, () => Promise<void>] {
  const [session, setSession] = useState<Session>({ state: "asking" });
  const ask = useCallback(async () => {
    const answer = await api.me();
    if (answer.ok) setSession({ state: "signed_in", user: answer.value.user });
    else if (answer.code === "not_signed_in") setSession({ state: "signed_out" });
    else setSession({ state: "refused", code: answer.code });
  }, []);
  useEffect(() => {
    void ask();
  }, [ask]);
  return [session, ask];
}
