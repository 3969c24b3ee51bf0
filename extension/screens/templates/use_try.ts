// What a template would do to drafts, asked anew when what is typed has stood still for a moment; the answer to an older question
// is dropped.
import { useEffect, useState } from "preact/hooks";
import type { TemplatePreview } from "../../../shared-schemas/wire";
import type { Failure } from "../ports";
import { usePorts } from "../use";
import type { Try } from "./port";

const STILL_MS = 250;

export interface Tried {
  preview: TemplatePreview | undefined;
  failure: Failure | undefined;
  /** The preview belongs to an older question. */
  isOld: boolean;
}

export function useTry(asked: Try | undefined): Tried {
  const { templates } = usePorts();
  const [answer, setAnswer] = useState<{ to: string; preview?: TemplatePreview; failure?: Failure }>();
  const to = asked ? JSON.stringify(asked) : "";
  useEffect(() => {
    if (!asked) return;
    let isCurrent = true;
    const ask = async () => {
      const result = await templates.preview(asked);
      if (!isCurrent) return;
      setAnswer(result.ok ? { to, preview: result.value } : { to, failure: result.failure });
    };
    const timer = setTimeout(() => void ask(), answer ? STILL_MS : 0);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [to]);
  return { preview: answer?.preview, failure: answer?.failure, isOld: answer?.to !== to };
}
