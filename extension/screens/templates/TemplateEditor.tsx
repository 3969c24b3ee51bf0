// One template: its name and language, its texts with the variables offered as buttons, what else it sets, what it is meant for,
// and below it, live, what it would do to a real draft. Saved when the person presses save.
import { useEffect, useState } from "preact/hooks";
import type { Language, Template, TemplateContent } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { SelectField, TextField } from "../../ui/Field";
import { currentLanguageTag, t } from "../../ui/i18n";
import { iconBack, iconDelete, iconTemplates } from "../../ui/icons";
import { Menu } from "../../ui/Menu";
import { Notice } from "../../ui/Notice";
import { SaveBar } from "../../ui/SaveBar";
import { lengthOf } from "../../ui/text_length";
import { FailureNotice } from "../failures";
import type { Failure, Result } from "../ports";
import { go, hashOf } from "../route";
import { storedIn } from "../saving";
import { useKept, usePorts } from "../use";
import { DESCRIPTION_MAX, differing, emptyContent, isSame, NAME_MAX, NEW, TITLE_MAX, unsaved } from "./content";
import { SetFields } from "./SetFields";
import { Texts } from "./Texts";
import { TryOut } from "./TryOut";
import { useTry } from "./use_try";
import { LANGUAGES, languageName, templateHash } from "./words";

interface TemplateEditorProps {
  id: string;
  throwAway: (templates: readonly Template[]) => Promise<void>;
}

export function TemplateEditor({ id, throwAway }: TemplateEditorProps) {
  const { templates } = usePorts();
  const { value, failure } = useKept(id === NEW ? undefined : templates.template(id));
  if (id === NEW) return <OpenTemplate stored={undefined} throwAway={throwAway} />;
  if (value) return <OpenTemplate stored={value} throwAway={throwAway} />;
  if (failure?.why === "refused" && failure.code === "not_found")
    return (
      <EmptyState icon={iconTemplates} title={t("template.unknown.title")}>
        {t("template.unknown.text")}
      </EmptyState>
    );
  return failure ? <FailureNotice failure={failure} /> : <Skeleton rows={5} />;
}

interface OpenTemplateProps {
  /** As it is kept; undefined for one that is not yet. */
  stored: Template | undefined;
  throwAway: TemplateEditorProps["throwAway"];
}

function OpenTemplate({ stored, throwAway }: OpenTemplateProps) {
  const { templates, drafts } = usePorts();
  const edit = useEdit(stored);
  const { content, change } = edit;
  const shelf = useKept(drafts.shelf("in_work")).value?.items ?? [];
  const [draftId, setDraftId] = useState<string>();
  const draft = shelf.find(({ id }) => id === draftId) ?? shelf[0];
  const tried = useTry({ content, draft_ids: draft ? [draft.id] : [] });
  const [failure, setFailure] = useState<Failure>();
  const [isSaving, setSaving] = useState(false);
  const isTooLong =
    lengthOf(content.name) > NAME_MAX || lengthOf(content.title) > TITLE_MAX || lengthOf(content.description) > DESCRIPTION_MAX;
  const problems = tried.preview?.problems ?? [];
  const nameError = nameErrorOf(failure);
  const save = async () => {
    if (content.name.trim() === "" || isTooLong) return setFailure(NAMELESS);
    setSaving(true);
    const result: Result<Template> = stored
      ? await templates.save(stored.id, { revision: edit.revision, content })
      : await templates.create(content);
    setSaving(false);
    const current = result.ok ? undefined : storedIn<Template>(result.failure, "template_changed");
    if (current) edit.changedElsewhere(current);
    setFailure(result.ok || current ? undefined : result.failure);
    if (!result.ok) return;
    edit.saved(result.value);
    if (!stored) go(templateHash(result.value.id));
  };
  return (
    <div class="template-editor stack">
      <header class="template-head">
        <Button kind="quiet" icon={iconBack} onPress={() => go(hashOf("drafts", "templates"))}>
          {t("template.back")}
        </Button>
        {stored && (
          <Menu
            name={t("template.more", { name: stored.content.name })}
            items={[{ label: t("template.delete"), icon: iconDelete, danger: true, onChoose: () => void throwAway([stored]) }]}
          />
        )}
      </header>
      {failure && !nameError && <FailureNotice failure={failure} />}
      {edit.theirs && <Conflict edit={edit} theirs={edit.theirs} />}
      <div class="fields template-fields">
        <TextField
          label={t("template.name")}
          value={content.name}
          error={nameError ?? (lengthOf(content.name) > NAME_MAX ? t("template.name.long", { most: NAME_MAX }) : undefined)}
          onChange={(name) => {
            setFailure(undefined);
            change({ name });
          }}
        />
        <SelectField
          label={t("template.language")}
          hint={t("template.language.hint")}
          value={content.language}
          options={LANGUAGES.map((each) => ({ value: each, label: languageName(each) }))}
          onChange={(language) => change({ language: language as Language })}
        />
      </div>
      <Texts content={content} change={change} problems={problems} />
      <SetFields content={content} change={change} />
      <TryOut drafts={shelf} draft={draft} onChoose={setDraftId} tried={tried} />
      <SaveBar
        isDirty={edit.isDirty && !edit.theirs}
        isSaving={isSaving}
        onSave={() => void save()}
        onDiscard={() => {
          setFailure(undefined);
          edit.discard();
        }}
      />
    </div>
  );
}

const NAMELESS: Failure = { why: "refused", code: "invalid_input", data: {} };

/** What is wrong with the name is said at the name. */
function nameErrorOf(failure: Failure | undefined): string | undefined {
  if (failure?.why !== "refused" || failure.code !== "invalid_input") return undefined;
  return t(failure.data["taken"] ? "template.name.taken" : "template.name.missing");
}

interface Edit {
  content: TemplateContent;
  /** What it is saved on. */
  revision: number;
  isDirty: boolean;
  /** Saved elsewhere meanwhile: nothing is saved here until the person has chosen. */
  theirs: Template | undefined;
  change: (part: Partial<TemplateContent>) => void;
  discard: () => void;
  saved: (template: Template) => void;
  changedElsewhere: (current: Template) => void;
  choose: (side: "mine" | "theirs") => void;
}

/** The edit of one template, which outlives its editor but not the page; leaving the page with one is asked about. */
function useEdit(stored: Template | undefined): Edit {
  const key = stored?.id ?? NEW;
  const [language] = useState(() => LANGUAGES.find((each) => currentLanguageTag().startsWith(each)) ?? "en");
  const [base, setBase] = useState(stored);
  const [mine, setMine] = useState(() => unsaved.get(key));
  const [theirs, setTheirs] = useState<Template>();
  const kept = base?.content ?? emptyContent(language);
  const content = mine?.content ?? kept;
  const isDirty = mine !== undefined && !isSame(content, kept);
  const keep = (next: { revision: number; content: TemplateContent } | undefined) => {
    if (next) unsaved.set(key, next);
    else unsaved.delete(key);
    setMine(next);
  };
  useEffect(() => {
    // read anew: what was not touched here is shown as it is now
    if (!stored || (base && stored.revision <= base.revision)) return;
    if (!isDirty) {
      keep(undefined);
      setBase(stored);
    } else if (!isSame(stored.content, content)) setTheirs(stored);
  }, [stored]);
  useEffect(() => {
    if (mine && base && mine.revision < base.revision && isDirty) setTheirs(base);
  }, []);
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isDirty]);
  return {
    content,
    revision: mine?.revision ?? base?.revision ?? 0,
    isDirty,
    theirs,
    change: (part) => keep({ revision: mine?.revision ?? base?.revision ?? 0, content: { ...content, ...part } }),
    discard: () => keep(undefined),
    saved(template) {
      keep(undefined);
      setTheirs(undefined);
      setBase(template);
    },
    changedElsewhere: setTheirs,
    choose(side) {
      if (!theirs) return;
      keep(side === "mine" ? { revision: theirs.revision, content } : undefined);
      setBase(theirs);
      setTheirs(undefined);
    },
  };
}

function Conflict({ edit, theirs }: { edit: Edit; theirs: Template }) {
  const parts = differing(edit.content, theirs.content);
  const textOf = (content: TemplateContent) => [content.name, content.title, content.description].filter(Boolean).join("\n");
  return (
    <Notice
      tone="wait"
      title={t("template.conflict.title")}
      action={
        <div class="actions">
          <Button onPress={() => edit.choose("mine")}>{t("template.conflict.mine")}</Button>
          <Button onPress={() => edit.choose("theirs")}>{t("template.conflict.theirs")}</Button>
        </div>
      }
    >
      <p>{t("template.conflict.text", { parts: parts.map((part) => t(`template.part.${part}`)).join(", ") })}</p>
      <p class="template-text" dir="auto">
        {textOf(theirs.content)}
      </p>
    </Notice>
  );
}
