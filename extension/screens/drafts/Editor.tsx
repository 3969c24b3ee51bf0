// One draft: photos on top, then what is written, then what is chosen, then what stands in the way of publishing, then the acts.
// Everything is saved by itself; the line at the top says how that stands.
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { RuleProblem } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { t } from "../../ui/i18n";
import { iconBack, iconCopy, iconDelete, iconDrafts, iconTemplates } from "../../ui/icons";
import { Menu } from "../../ui/Menu";
import { Notice } from "../../ui/Notice";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { go, hashOf } from "../route";
import { currentCloset } from "../situation";
import { applyHash } from "../templates/words";
import { useKept, usePorts } from "../use";
import { isFilledNow } from "./analysis/current";
import { Seen } from "./analysis/Seen";
import { Analysed } from "./analysis/SourceMark";
import { CheckStrip } from "./CheckStrip";
import { Conflicts } from "./Conflicts";
import { type Content, type Unit, unitOf, unsavable } from "./content";
import { DetailFields } from "./DetailFields";
import type { DraftName } from "./Drafts";
import type { DraftSession } from "./draft_session";
import { type DraftState, isEditable } from "./draft_state";
import type { DraftForm, OpenForm } from "./form";
import { PhotoStrip } from "./PhotoStrip";
import { Publish } from "./Publish";
import { TextFields } from "./TextFields";
import { useCheck } from "./use_check";
import { useSession } from "./use_session";
import { useVocabulary } from "./use_vocabulary";
import { problemWords, statusOf, stillStands, titleOf, unitName } from "./words";

interface EditorProps {
  id: string;
  throwAway: (drafts: readonly DraftName[]) => Promise<void>;
}

export function Editor({ id, throwAway }: EditorProps) {
  const { drafts } = usePorts();
  const open = useSession(id);
  const { failure } = useKept(drafts.draft(id));
  if (open?.state) return <OpenDraft session={open.session} state={open.state} throwAway={throwAway} />;
  if (failure?.why === "refused" && failure.code === "not_found") return <NoSuchDraft />;
  return failure ? <FailureNotice failure={failure} /> : <Skeleton rows={6} />;
}

function NoSuchDraft() {
  return (
    <EmptyState
      icon={iconDrafts}
      title={t("draft.unknown.title")}
      action={<Button onPress={() => go(hashOf("drafts"))}>{t("draft.back")}</Button>}
    >
      {t("draft.unknown.text")}
    </EmptyState>
  );
}

interface OpenDraftProps {
  session: DraftSession;
  state: DraftState;
  throwAway: EditorProps["throwAway"];
}

function OpenDraft({ session, state, throwAway }: OpenDraftProps) {
  const body = useRef<HTMLDivElement>(null);
  const vocabulary = useVocabulary(state.base.country, state.mine.catalog_id);
  const check = useCheck(state, vocabulary?.form?.read_at);
  const [wasPressed, setPressed] = useState(false);
  const problems = check.prepared?.problems ?? state.base.problems;
  const form = useForm(session, state, vocabulary, problems, wasPressed);
  const focus = useCallback((field: string) => focusField(body.current, field), []);
  const canEdit = isEditable(state);
  useKeptMark(state);
  const analysed = useAnalysed(session, state);
  return (
    <div class="draft-editor stack" ref={body}>
      <Head session={session} state={state} throwAway={throwAway} />
      <Troubles session={session} state={state} />
      <Conflicts session={session} state={state} vocabulary={vocabulary} />
      <fieldset class="draft-fields stack" disabled={!canEdit} aria-label={t("draft.editor")}>
        <PhotoStrip form={form} known={state.base.photos} draftId={state.base.id} />
        <Analysed.Provider value={analysed}>
          <TextFields form={form} />
          <DetailFields form={form} />
        </Analysed.Provider>
      </fieldset>
      <Seen draftId={state.base.id} form={form} flush={session.flush} canEdit={canEdit} />
      {canEdit && <CheckStrip check={check} problems={problems} currency={form.currency} onFocus={focus} />}
      <Publish session={session} state={state} onPress={() => setPressed(true)} />
    </div>
  );
}

function Head({ session, state, throwAway }: OpenDraftProps) {
  const { drafts } = usePorts();
  const [failure, setFailure] = useState<Failure>();
  const { base, mine } = state;
  const status = statusOf(state);
  const duplicate = async () => {
    await session.flush();
    const made = await drafts.duplicate(base.id);
    setFailure(made.ok ? undefined : made.failure);
    if (made.ok) go(hashOf("drafts", made.value.id));
  };
  return (
    <>
      <header class="draft-head">
        <Button kind="quiet" icon={iconBack} onPress={() => go(hashOf("drafts"))}>
          {t("draft.back")}
        </Button>
        <p class={`draft-status draft-status-${status.tone}`} role="status">
          {status.words}
        </p>
        <Menu
          name={t("draft.more", { title: titleOf(mine.title) })}
          items={[
            { label: t("draft.duplicate"), icon: iconCopy, onChoose: () => void duplicate() },
            {
              label: t("template.apply"),
              icon: iconTemplates,
              onChoose: () => void session.flush().then((isSaved) => isSaved && go(applyHash([base.id]))),
            },
            {
              label: t("draft.delete"),
              icon: iconDelete,
              danger: true,
              onChoose: () => void session.flush().then(() => throwAway([{ id: base.id, title: mine.title }])),
            },
          ]}
        />
      </header>
      {failure && <FailureNotice failure={failure} />}
    </>
  );
}

/** What keeps this window's edits from the server and is not over by waiting. */
function Troubles({ session, state }: { session: DraftSession; state: DraftState }) {
  const { drafts } = usePorts();
  const { trouble, base, mine } = state;
  const saveAsCopy = async () => {
    const { photo_ids, closet_id, ...fields } = mine;
    const made = await drafts.create({ country: base.country, closet_id, fields, photo_ids: [...photo_ids] });
    if (!made.ok) return;
    session.dropMine();
    go(hashOf("drafts", made.value.id));
  };
  if (trouble?.kind === "gone")
    return (
      <Notice
        tone="wait"
        title={t("draft.gone.title")}
        action={<Button onPress={() => void session.bringBack()}>{t("draft.gone.action")}</Button>}
      >
        {t("draft.gone.text")}
      </Notice>
    );
  if (trouble?.kind === "locked" && !isEditable(state))
    return (
      <Notice
        tone="wait"
        title={t("draft.locked.title")}
        action={
          <div class="actions">
            <Button onPress={() => void saveAsCopy()}>{t("draft.locked.copy")}</Button>
            <Button kind="quiet" onPress={session.dropMine}>
              {t("draft.locked.drop")}
            </Button>
          </div>
        }
      >
        {t("draft.locked.text")}
      </Notice>
    );
  return null;
}

/** What was seen, for the marks at the fields; and the draft is read again when a look has ended, which filled it. */
function useAnalysed(session: DraftSession, { base, mine, taken }: DraftState) {
  const { analysis: port, drafts } = usePorts();
  const found = useKept(port.ofDraft(base.id)).value;
  const doneAt = found?.done_at;
  useEffect(() => {
    if (doneAt) void drafts.draft(base.id).refresh();
  }, [doneAt, base.id, drafts]);
  // what the look filled in bears its marks: it needs no word that somebody else changed it
  const isOurs = taken.length > 0 && found?.state === "done" && taken.every((unit) => isFilledNow(unit, found, mine));
  useEffect(() => {
    if (isOurs) session.noticed();
  }, [isOurs, session]);
  return useMemo(() => (found?.state === "done" ? { analysis: found, content: mine } : undefined), [found, mine]);
}

function useForm(
  session: DraftSession,
  state: DraftState,
  vocabulary: DraftForm["vocabulary"],
  problems: readonly RuleProblem[],
  wasPressed: boolean,
): OpenForm {
  const { mine } = state;
  const { id, revision } = state.base;
  const currency = currentCloset(useKept(usePorts().closets))?.currency ?? "EUR";
  return useMemo(() => {
    const tooLong = new Set(unsavable(mine));
    const errorOf = (unit: Unit, code?: string) => {
      if (tooLong.has(unit) && code === undefined) return t("draft.too_long", { field: unitName(unit) });
      // what is still empty is named in the strip; in red it is said only to who wanted to publish
      const problem = problems.find(
        (each) =>
          each.level === "block" &&
          unitOf(each.field) === unit &&
          (code === undefined || each.field === code) &&
          (wasPressed || !each.code.endsWith("_missing")),
      );
      return problem && stillStands(unit, state) ? problemWords(problem, currency) : undefined;
    };
    const change = (part: Partial<Content>) => {
      const now = session.current() ?? state;
      // keys and drags are not stopped by a disabled fieldset
      if (isEditable(now)) session.edit({ ...now.mine, ...part });
    };
    const draft = { id, revision };
    return { content: mine, currency: mine.price?.currency ?? currency, draft, change, errorOf, vocabulary };
  }, [session, state, vocabulary, problems, currency, wasPressed]);
}

function focusField(body: HTMLElement | null, field: string): void {
  const unit = unitOf(field);
  const place = body?.querySelector(`[data-code="${CSS.escape(field)}"]`) ?? body?.querySelector(`[data-unit="${unit}"]`);
  for (let details = place?.closest("details"); details && !details.open; details = details.parentElement?.closest("details"))
    details.open = true;
  const control = place?.querySelector<HTMLElement>("input, textarea, select, button, [tabindex]");
  control?.focus();
  control?.scrollIntoView({ block: "center" });
}

/** The list marks drafts that are kept here only; it learns of it when saving begins to fail and when it is over. */
function useKeptMark({ trouble }: DraftState): void {
  const { drafts } = usePorts();
  useEffect(() => void drafts.keptEdits.refresh(), [trouble?.kind]);
}
