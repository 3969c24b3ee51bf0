// What the photos of the open draft show: how far the look is, defects with an honest sentence, photos that are no good, who looked
// and what it cost; and the ways to have it done again, with a hint or in another language.
import { useState } from "preact/hooks";
import type { DraftAnalysis, SeenDefect, SkippedProvider, TextLanguage } from "../../../../shared-schemas/wire";
import { Badge } from "../../../ui/Badge";
import { Button } from "../../../ui/Button";
import { SelectField, TextField } from "../../../ui/Field";
import { formatLanguage, formatMicros, formatNumber } from "../../../ui/format_figures";
import { t } from "../../../ui/i18n";
import { Notice } from "../../../ui/Notice";
import { Progress } from "../../../ui/Progress";
import { FailureNotice } from "../../failures";
import type { Failure, Result } from "../../ports";
import { hashOf } from "../../route";
import { useKept, usePorts } from "../../use";
import { folded } from "../category_search";
import type { DraftForm } from "../form";
import { usePriceSource } from "../use_price_source";
import { PhotoProof } from "./PhotoProof";
import "./analysis.css";

const LANGUAGES: readonly TextLanguage[] = ["fr", "en", "es", "de", "it", "nl", "pl"];
const HINT_MOST = 300;

interface SeenProps {
  draftId: string;
  form: DraftForm;
  /** Nothing is asked while edits of this window are still on their way. */
  flush: () => Promise<boolean>;
  canEdit: boolean;
}

export function Seen({ draftId, form, flush, canEdit }: SeenProps) {
  const { analysis: port } = usePorts();
  const { value: found, failure } = useKept(port.ofDraft(draftId));
  if (found === undefined) return failure && failure.why !== "away" ? <FailureNotice failure={failure} /> : null;
  if (found && (found.state === "waiting" || found.state === "working"))
    return <Progress label={t(found.state === "waiting" ? "analysis.waiting" : "analysis.working")} />;
  const again = canEdit && form.content.photo_ids.length > 0;
  return (
    <section class="card stack seen" aria-label={t("analysis.title")}>
      {found?.state === "failed" && <Failed found={found} />}
      {found && <Skipped skipped={found.skipped} />}
      {found?.state === "done" && <Defects found={found} form={form} canEdit={canEdit} />}
      {found?.state === "done" && <PhotoNotes found={found} photoIds={form.content.photo_ids} />}
      {found?.state === "done" && <Keywords words={found.keywords} form={form} canEdit={canEdit} />}
      {found?.state === "done" && <Transcript lines={found.transcript} />}
      {again && <Again key={found?.asked_at} draftId={draftId} found={found} flush={flush} />}
      {found?.state === "done" && <By found={found} />}
    </section>
  );
}

function Failed({ found }: { found: DraftAnalysis }) {
  const problem = found.problem ?? "interrupted";
  return (
    <Notice tone="wait" title={t(`analysis.problem.${problem}.title`)}>
      {t(`analysis.problem.${problem}.todo`)}
    </Notice>
  );
}

/** Why a better one did not look: each reason once, with what can be done about it. */
function Skipped({ skipped }: { skipped: readonly SkippedProvider[] }) {
  const [first] = skipped;
  if (!first) return null;
  return (
    <p class="muted">
      {t(`analysis.skipped.${first.why}`, { provider: t(`analysis.provider.${first.provider}`) })}{" "}
      {(first.why === "no_consent" || first.why === "cap_reached") && (
        <a href={hashOf("settings")}>{t("analysis.to_settings")}</a>
      )}
    </p>
  );
}

function Defects({ found, form, canEdit }: { found: DraftAnalysis; form: DraftForm; canEdit: boolean }) {
  const { source } = usePriceSource(found.draft_id, form.content.closet_id);
  const inPrice = useKept(source).value?.defects ?? [];
  if (found.defects.length === 0) return null;
  return (
    <div class="stack-small">
      <h3>{t("analysis.defects", { count: found.defects.length })}</h3>
      <ul class="plain-list seen-defects">
        {found.defects.map((defect) => (
          <Defect
            key={`${defect.kind}-${defect.place}-${defect.photo_id}`}
            defect={defect}
            isInPrice={inPrice.includes(defect.kind)}
            sentence={defect.sentences[found.language] ?? ""}
            form={form}
            canEdit={canEdit}
          />
        ))}
      </ul>
    </div>
  );
}

interface DefectProps {
  defect: SeenDefect;
  /** The price guide counts it, so its step is not suggested once more. */
  isInPrice: boolean;
  sentence: string;
  form: DraftForm;
  canEdit: boolean;
}

function Defect({ defect, isInPrice, sentence, form: { content, change, vocabulary }, canEdit }: DefectProps) {
  const [isShown, setShown] = useState(false);
  const isSaid = content.description.includes(sentence);
  const condition = vocabulary?.document.conditions.find(({ id }) => id === defect.condition_id)?.title;
  const say = () => change({ description: [content.description.trimEnd(), sentence].filter(Boolean).join("\n") });
  return (
    <li class="stack-small">
      <p dir="auto">{sentence}</p>
      <p class="muted">
        {condition && t("analysis.defect.condition", { condition })}{" "}
        {isInPrice ? t("analysis.defect.counted") : t("analysis.defect.price", { percent: defect.price_step })}
      </p>
      {defect.close_up && <p class="seen-unsure">{t("analysis.defect.close_up")}</p>}
      <div class="actions">
        {isSaid ? (
          <Badge tone="good">{t("analysis.defect.is_said")}</Badge>
        ) : (
          canEdit && <Button onPress={say}>{t("analysis.defect.say")}</Button>
        )}
        {defect.photo_id && (
          <Button kind="quiet" onPress={() => setShown(!isShown)}>
            {t(isShown ? "analysis.defect.hide" : "analysis.defect.show")}
          </Button>
        )}
      </div>
      {isShown && defect.photo_id && <PhotoProof photoId={defect.photo_id} region={defect.region ?? undefined} />}
    </li>
  );
}

function PhotoNotes({ found, photoIds }: { found: DraftAnalysis; photoIds: readonly string[] }) {
  const notes = found.photo_notes.filter(({ photo_id }) => photoIds.includes(photo_id));
  if (notes.length === 0) return null;
  return (
    <ul class="plain-list muted">
      {notes.map(({ photo_id, flaw }) => (
        <li key={`${photo_id}-${flaw}`}>{t(`analysis.photo.${flaw}`, { number: photoIds.indexOf(photo_id) + 1 })}</li>
      ))}
    </ul>
  );
}

/** What buyers may search for it by; those the description lacks can be put below it. */
function Keywords({
  words,
  form: { content, change },
  canEdit,
}: {
  words: readonly string[];
  form: DraftForm;
  canEdit: boolean;
}) {
  if (words.length === 0) return null;
  const said = folded(content.description);
  const lacking = words.filter((word) => !said.includes(folded(word)));
  const add = () => change({ description: [content.description.trimEnd(), lacking.join(", ")].filter(Boolean).join("\n") });
  return (
    <div class="stack-small">
      <p dir="auto">{t("analysis.keywords", { words: words.join(", ") })}</p>
      {canEdit && lacking.length > 0 && (
        <div>
          <Button onPress={add}>{t("analysis.keywords.add", { count: lacking.length })}</Button>
        </div>
      )}
    </div>
  );
}

/** All that stands on the photos, as it stands there: the words of others, which fill in nothing by themselves. */
function Transcript({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <details>
      <summary>{t("analysis.transcript", { count: lines.length })}</summary>
      <p class="seen-transcript" dir="auto">
        {lines.join("\n")}
      </p>
    </details>
  );
}

function Again({ draftId, found, flush }: { draftId: string; found: DraftAnalysis | null; flush: SeenProps["flush"] }) {
  const { analysis: port } = usePorts();
  const [hint, setHint] = useState(found?.hint ?? "");
  const [language, setLanguage] = useState<TextLanguage | "">(found?.language ?? "");
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const noted = (result: Result<unknown>) => setFailure(result.ok ? undefined : result.failure);
  const ask = async (onlyText: boolean) => {
    setBusy(true);
    await flush();
    noted(
      await port.ask({
        draft_ids: [draftId],
        ...(language ? { language } : {}),
        ...(onlyText ? { only_text: true } : { hint: hint.slice(0, HINT_MOST) }),
      }),
    );
    setBusy(false);
  };
  return (
    <details open={found === null || found.state === "failed"}>
      <summary>{t("analysis.again.title")}</summary>
      <div class="stack">
        {failure && <FailureNotice failure={failure} />}
        <TextField
          label={t("analysis.hint")}
          hint={t("analysis.hint.hint")}
          value={hint}
          maxLength={HINT_MOST}
          onChange={setHint}
        />
        <SelectField
          label={t("analysis.language")}
          value={language}
          options={[
            ...(language === "" ? [{ value: "", label: t("analysis.language.of_country") }] : []),
            ...LANGUAGES.map((each) => ({ value: each, label: formatLanguage(each) })),
          ]}
          onChange={(chosen) => setLanguage(chosen as TextLanguage)}
        />
        <div class="actions">
          <Button busy={isBusy} onPress={() => void ask(false)}>
            {t("analysis.again.look")}
          </Button>
          {found?.state === "done" && (
            <Button kind="quiet" busy={isBusy} onPress={() => void ask(true)}>
              {t("analysis.again.write")}
            </Button>
          )}
          {found?.state === "done" && (
            <Button kind="quiet" onPress={() => void flush().then(() => port.setExample(draftId, !found.is_example).then(noted))}>
              {t(found.is_example ? "analysis.example.drop" : "analysis.example.choose")}
            </Button>
          )}
        </div>
        <p class="muted">{t("analysis.again.text")}</p>
      </div>
    </details>
  );
}

function By({ found }: { found: DraftAnalysis }) {
  if (!found.looked_by) return null;
  const tokens = found.calls.reduce((sum, call) => sum + call.input_tokens + call.output_tokens, 0);
  const by = t(`analysis.provider.${found.looked_by}`);
  return (
    <p class="muted">
      {tokens === 0
        ? t("analysis.by_free", { by })
        : t("analysis.by", { by, cost: formatMicros(found.micros), tokens: formatNumber(tokens) })}
    </p>
  );
}
