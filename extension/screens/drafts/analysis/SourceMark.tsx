// A small mark at a field that was filled in by itself: where it is from. It opens the proof: the photo with the place on it, the
// words that were read, how sure that is. Where nothing was known it says so, instead of a guess.
import { createContext } from "preact";
import { useContext, useState } from "preact/hooks";
import type { AnalysedField, AnalysedName, DraftAnalysis } from "../../../../shared-schemas/wire";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { formatShare } from "../../../ui/format_figures";
import { t } from "../../../ui/i18n";
import type { Content } from "../content";
import { unitName } from "../words";
import { currentField, isUnknown } from "./current";
import { PhotoProof } from "./PhotoProof";
import "./analysis.css";

/** The analysis of the draft whose fields are drawn, with the draft as it is now. */
export const Analysed = createContext<{ analysis: DraftAnalysis; content: Content } | undefined>(undefined);

export function SourceMark({ of }: { of: AnalysedName }) {
  const now = useContext(Analysed);
  const [isOpen, setOpen] = useState(false);
  const field = now && currentField(of, now.analysis, now.content);
  if (!now || !field) return null;
  const words = sourceWords(field, now.content);
  if (isUnknown(field)) return <p class="source-mark source-unknown">{words}</p>;
  const isText = of === "title" || of === "description";
  return (
    <>
      <button
        type="button"
        class="source-mark"
        data-close={field.fit === "close"}
        aria-haspopup="dialog"
        aria-label={t("analysis.mark.open", { field: fieldName(of), source: words })}
        onClick={() => setOpen(true)}
      >
        {words}
      </button>
      <Dialog
        title={t("analysis.proof.title", { field: fieldName(of) })}
        open={isOpen}
        onClose={() => setOpen(false)}
        actions={<Button onPress={() => setOpen(false)}>{t("analysis.proof.close")}</Button>}
      >
        {isOpen && (
          <div class="stack-small">
            <p>{isText ? t("analysis.proof.written") : words}</p>
            {field.photo_id && <PhotoProof photoId={field.photo_id} region={field.region ?? undefined} />}
            {!isText && <Facts field={field} />}
          </div>
        )}
      </Dialog>
    </>
  );
}

function Facts({ field: { read, said, confidence, fit, distance } }: { field: AnalysedField }) {
  return (
    <dl class="proof-facts">
      {read && <Fact name={t("analysis.proof.read")} value={`“${read}”`} />}
      {said && <Fact name={t("analysis.proof.said")} value={said} />}
      <Fact name={t("analysis.proof.sure")} value={formatShare(confidence)} />
      {fit === "close" && (
        <Fact name={t("analysis.proof.fit")} value={t("analysis.proof.close_to", { distance: formatShare(distance ?? 0) })} />
      )}
    </dl>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{value}</dd>
    </div>
  );
}

function fieldName(of: AnalysedName): string {
  return of === "material" ? t("draft.material") : unitName(of);
}

function sourceWords({ name, source, photo_id, fit }: AnalysedField, { photo_ids }: Content): string {
  const at = photo_id ? photo_ids.indexOf(photo_id) + 1 : 0;
  const from =
    name === "title" || name === "description"
      ? t("analysis.source.written")
      : source === "label" && at > 0
        ? t("analysis.source.label_on", { number: at })
        : t(`analysis.source.${source}`);
  return fit === "close" ? t("analysis.source.close", { source: from }) : from;
}
