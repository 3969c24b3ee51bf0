// What a bulk act would do, asked anew when what is chosen has stood still for a moment; the answer to an older question is dropped.
import { useEffect, useState } from "preact/hooks";
import type { BulkPreview } from "../../../shared-schemas/wire";
import type { Failure } from "../ports";
import { usePorts } from "../use";
import type { BulkRequest } from "./port";

const STILL_MS = 250;

export interface Preview {
  preview: BulkPreview | undefined;
  failure: Failure | undefined;
  /** The preview belongs to an older question. */
  isOld: boolean;
}

export function usePreview(request: BulkRequest | undefined): Preview {
  const { bulk } = usePorts();
  const [answer, setAnswer] = useState<{ asked: string; preview?: BulkPreview; failure?: Failure }>();
  const asked = request ? JSON.stringify(request) : "";
  useEffect(() => {
    if (!request) return;
    let isCurrent = true;
    const ask = async () => {
      const result = await bulk.preview(request);
      if (!isCurrent) return;
      setAnswer(result.ok ? { asked, preview: result.value } : { asked, failure: result.failure });
    };
    const timer = setTimeout(() => void ask(), answer ? STILL_MS : 0);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return { preview: answer?.preview, failure: answer?.failure, isOld: answer?.asked !== asked };
}
