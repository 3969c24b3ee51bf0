// A template applied to one draft or many: chosen, seen draft by draft, pressed once, and taken back by one press.
import { useState } from "preact/hooks";
import type { Template, TemplateTried, TemplateUsed } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { SelectField } from "../../ui/Field";
import { t } from "../../ui/i18n";
import { iconBack, iconTemplates, iconUndo } from "../../ui/icons";
import { Notice } from "../../ui/Notice";
import { titleOf } from "../drafts/words";
import { FailureNotice } from "../failures";
import { useEscape, useFocusWhenShown } from "../focus";
import type { Failure } from "../ports";
import { go, hashOf } from "../route";
import { useKept, usePorts } from "../use";
import { Changes } from "./Changes";
import { NEW } from "./content";
import { useTry } from "./use_try";
import { languageName, templateHash, usedWords } from "./words";
import "./templates.css";

export function Apply({ draftIds }: { draftIds: readonly string[] }) {
  const { templates } = usePorts();
  const { value, failure } = useKept(templates.all);
  const shown = useFocusWhenShown<HTMLElement>();
  const leave = () => go(draftIds.length === 1 && draftIds[0] ? hashOf("drafts", draftIds[0]) : hashOf("drafts"));
  useEscape(leave);
  return (
    <section class="stack template-apply" aria-labelledby="template-apply" ref={shown} tabIndex={-1}>
      <div>
        <Button kind="quiet" icon={iconBack} onPress={leave}>
          {t("template.apply.back")}
        </Button>
      </div>
      <header class="stack-small">
        <h2 id="template-apply">{t("template.apply.title", { count: draftIds.length })}</h2>
        <p>
          <strong>{t("template.apply.nothing_yet")}</strong> {t("template.apply.how")}
        </p>
      </header>
      {!value ? (
        failure ? (
          <FailureNotice failure={failure} />
        ) : (
          <Skeleton rows={4} />
        )
      ) : value.length === 0 ? (
        <EmptyState
          icon={iconTemplates}
          title={t("template.none.title")}
          action={
            <Button kind="primary" onPress={() => go(templateHash(NEW))}>
              {t("template.new")}
            </Button>
          }
        >
          {t("template.none.text")}
        </EmptyState>
      ) : (
        <Chosen templates={value} draftIds={draftIds} leave={leave} />
      )}
    </section>
  );
}

interface ChosenProps {
  templates: readonly Template[];
  draftIds: readonly string[];
  leave: () => void;
}

function Chosen({ templates, draftIds, leave }: ChosenProps) {
  const ports = usePorts();
  const [templateId, setTemplateId] = useState(templates[0]?.id);
  const [keepWritten, setKeepWritten] = useState(false);
  const [busy, setBusy] = useState<"apply" | "undo">();
  const [failure, setFailure] = useState<Failure>();
  const [used, setUsed] = useState<TemplateUsed>();
  const template = templates.find(({ id }) => id === templateId) ?? templates[0];
  const request =
    template && !used ? { content: template.content, draft_ids: [...draftIds], keep_written: keepWritten } : undefined;
  const { preview, failure: unread, isOld } = useTry(request);
  if (!template) return null;
  const changing = (preview?.drafts ?? []).filter(({ changes }) => changes.length > 0);
  const apply = async () => {
    setBusy("apply");
    const drafts = changing.map(({ draft_id, revision }) => ({ draft_id, revision }));
    const result = await ports.templates.apply(template.id, { revision: template.revision, drafts, keep_written: keepWritten });
    setBusy(undefined);
    setFailure(result.ok ? undefined : result.failure);
    if (result.ok) setUsed(result.value);
  };
  const undo = async () => {
    if (!used) return;
    setBusy("undo");
    const result = await ports.templates.undo(used.id);
    setBusy(undefined);
    setFailure(result.ok ? undefined : result.failure);
    if (result.ok) setUsed(result.value);
  };
  if (used) return <Used used={used} failure={failure} isBusy={busy === "undo"} undo={() => void undo()} leave={leave} />;
  return (
    <>
      <SelectField
        label={t("template.one")}
        value={template.id}
        options={templates.map(({ id, content }) => ({
          value: id,
          label: `${content.name} · ${languageName(content.language)}`,
        }))}
        onChange={setTemplateId}
      />
      <label class="template-check">
        <input type="checkbox" checked={keepWritten} onChange={(event) => setKeepWritten(event.currentTarget.checked)} />
        <span>{t("template.keep_written")}</span>
      </label>
      {failure && <FailureNotice failure={failure} />}
      {unread && <FailureNotice failure={unread} />}
      {preview && preview.problems.length > 0 && (
        <Notice tone="bad" title={t("problem.template_invalid.title")}>
          <a href={templateHash(template.id)}>{template.content.name}</a>
        </Notice>
      )}
      {!preview && !unread && <Skeleton rows={4} />}
      {preview && (
        <>
          <div class="actions">
            <Button onPress={leave}>{t("ui.cancel")}</Button>
            {changing.length > 0 ? (
              <Button kind="primary" busy={busy === "apply"} disabled={isOld} onPress={() => void apply()}>
                {t("template.apply.act", { count: changing.length })}
              </Button>
            ) : (
              <span class="muted">{t("template.apply.none")}</span>
            )}
          </div>
          <div class="stack" aria-busy={isOld}>
            {preview.drafts.map((tried) => (
              <OneDraft key={tried.draft_id} tried={tried} />
            ))}
          </div>
        </>
      )}
    </>
  );
}

function OneDraft({ tried }: { tried: TemplateTried }) {
  return (
    <article class="card stack-small" aria-label={titleOf(tried.title)}>
      <h3 dir="auto">{titleOf(tried.title)}</h3>
      <Changes tried={tried} />
    </article>
  );
}

interface UsedProps {
  used: TemplateUsed;
  failure: Failure | undefined;
  isBusy: boolean;
  undo: () => void;
  leave: () => void;
}

function Used({ used, failure, isBusy, undo, leave }: UsedProps) {
  const canUndo = used.drafts.some(({ outcome }) => outcome === "applied");
  return (
    <>
      {failure && <FailureNotice failure={failure} />}
      <Notice
        tone={canUndo ? "good" : "info"}
        title={usedWords(used.drafts)}
        action={
          <div class="actions">
            {canUndo && (
              <Button icon={iconUndo} busy={isBusy} onPress={undo}>
                {t("ui.undo")}
              </Button>
            )}
            <Button onPress={leave}>{t("template.apply.back")}</Button>
          </div>
        }
      >
        {canUndo && t("template.apply.undo_how")}
      </Notice>
    </>
  );
}
