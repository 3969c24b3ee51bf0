// The rule check of a draft, asked again after each save and whenever Vinted's form for its category became known.
import { useEffect, useState } from "preact/hooks";
import type { Prepared } from "../../../shared-schemas/wire";
import { usePorts } from "../use";
import { type DraftState, isClean } from "./draft_state";

export interface Check {
  prepared: Prepared | undefined;
  /** What is shown is of an earlier revision: the answer is on its way, or the server is. */
  isStale: boolean;
}

export function useCheck(state: DraftState, formReadAt: string | undefined): Check {
  const { drafts } = usePorts();
  const { base } = state;
  const [prepared, setPrepared] = useState<Prepared>();
  useEffect(() => {
    let isCurrent = true;
    void drafts.prepare(base.id).then((result) => {
      if (isCurrent && result.ok) setPrepared(result.value);
    });
    return () => {
      isCurrent = false;
    };
    // photos that became ready change neither revision nor state
  }, [base.id, base.revision, base.state, formReadAt, base.photos.filter(({ color }) => color).length]);
  return { prepared, isStale: !isClean(state) || prepared?.draft.revision !== base.revision };
}
