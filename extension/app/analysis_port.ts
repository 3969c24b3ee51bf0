// The analysis of drafts, made real: our server through the worker. While something is looked at it is asked again soon.
import type { AnalysisBatch, AnalysisStand, DraftAnalysis } from "../../shared-schemas/wire";
import type { AnalysisPort } from "../screens/drafts/analysis/port";
import type { Result } from "../screens/ports";
import type { Keeper } from "./kept";
import { perName } from "./kept";
import { server } from "./server";

export function createAnalysisPort(keeper: Keeper): AnalysisPort {
  const ofDraft = perName((id) =>
    keeper.source<DraftAnalysis | null>({
      read: () => analysisOf(id),
      cacheName: `analysis:${id}`,
      isBusy: (found) => found !== null && isOpen(found),
    }),
  );
  const latest = keeper.source<AnalysisBatch>({
    read: () => server("latest_analyses", {}),
    isBusy: ({ items }) => items.some(isOpen),
  });
  const stand = keeper.source<AnalysisStand>({
    read: () => server("analysis_stand", {}),
    cacheName: "analysis_stand",
    calm: true,
  });
  const acted = async <T>(act: Promise<Result<T>>): Promise<Result<T>> => {
    const result = await act;
    keeper.refreshAll();
    return result;
  };
  return {
    ofDraft,
    latest,
    stand,
    ask: (wanted) => acted(server("analyze", { body: wanted })),
    setExample: (id, isOne) =>
      acted<unknown>(isOne ? server("choose_example", { path: { id } }) : server("drop_example", { path: { id } })),
    setConsent: (provider, isGiven) =>
      acted(
        isGiven
          ? server("consent_to_provider", { path: { provider } })
          : server("withdraw_from_provider", { path: { provider } }),
      ),
  };
}

function isOpen({ state }: { state: DraftAnalysis["state"] }): boolean {
  return state === "waiting" || state === "working";
}

async function analysisOf(id: string): Promise<Result<DraftAnalysis | null>> {
  const read = await server("draft_analysis", { path: { id } });
  if (!read.ok && read.failure.why === "refused" && read.failure.code === "not_found") return { ok: true, value: null };
  return read;
}
