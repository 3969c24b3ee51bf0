// What the screens ask of the analysis of drafts, as plain data and functions. app/analysis_port.ts makes it real.
import type { InferInput } from "valibot";
import type {
  AnalysisBatch,
  AnalysisProvider,
  AnalysisStand,
  AnalyzeRequest,
  DraftAnalysis,
} from "../../../../shared-schemas/wire";
import type { Result, Source } from "../../ports";

export interface AnalysisPort {
  /** What was seen on a draft's photos; null when nobody has looked. */
  ofDraft: (draftId: string) => Source<DraftAnalysis | null>;
  /** The newest batch, draft by draft. */
  latest: Source<AnalysisBatch>;
  /** Who analyses, what was consented to, what it cost. */
  stand: Source<AnalysisStand>;
  ask: (wanted: InferInput<typeof AnalyzeRequest>) => Promise<Result<AnalysisBatch>>;
  /** Whether the draft's texts are an example of how the seller writes. */
  setExample: (draftId: string, isOne: boolean) => Promise<Result<unknown>>;
  setConsent: (provider: AnalysisProvider, isGiven: boolean) => Promise<Result<AnalysisStand>>;
}
