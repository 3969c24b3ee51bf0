// The templates: the list of them, files in and out, and the one that is open beside it or instead of it.
import { useMemo, useRef, useState } from "preact/hooks";
import type { Template } from "../../../shared-schemas/wire";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { t } from "../../ui/i18n";
import { iconBack, iconDelete, iconNew, iconTemplates } from "../../ui/icons";
import { BulkBar, List, ListHead } from "../../ui/List";
import { type ToastNews, Toasts } from "../../ui/Toast";
import { folded } from "../drafts/category_search";
import { FailureNotice } from "../failures";
import { useFilterKey } from "../focus";
import { go, hashOf } from "../route";
import { useKept, usePorts } from "../use";
import { NEW } from "./content";
import { FilesIn, FilesOut } from "./Files";
import { TemplateEditor } from "./TemplateEditor";
import { languageName, templateHash } from "./words";
import "./templates.css";

export function Templates({ id }: { id: string | undefined }) {
  const { templates } = usePorts();
  const [news, setNews] = useState<readonly ToastNews[]>([]);
  const throwAway = async (those: readonly Template[]) => {
    const gone: Template[] = [];
    for (const each of those) if ((await templates.throwAway(each.id)).ok) gone.push(each);
    if (id && gone.some((each) => each.id === id)) go(hashOf("drafts", "templates"));
    const [first] = gone;
    if (!first) return;
    const text =
      gone.length === 1 ? t("template.deleted_one", { name: first.content.name }) : t("template.deleted", { count: gone.length });
    const onUndo = () => void Promise.all(gone.map((each) => templates.bringBack(each.id)));
    setNews((before) => [...before, { id: crypto.randomUUID(), text, onUndo }]);
  };
  return (
    <div class="split templates" data-open={id !== undefined}>
      <section class="split-list stack" aria-label={t("template.all")}>
        <div>
          <Button kind="quiet" icon={iconBack} onPress={() => go(hashOf("drafts"))}>
            {t("draft.back")}
          </Button>
        </div>
        <TemplateList openId={id} throwAway={throwAway} />
      </section>
      {id && (
        <section class="split-detail" aria-label={t("template.editor")}>
          <TemplateEditor key={id} id={id} throwAway={throwAway} />
        </section>
      )}
      <Toasts news={news} onDismiss={(gone) => setNews((before) => before.filter((one) => one.id !== gone))} />
    </div>
  );
}

interface TemplateListProps {
  openId: string | undefined;
  throwAway: (templates: readonly Template[]) => Promise<void>;
}

function TemplateList({ openId, throwAway }: TemplateListProps) {
  const { templates } = usePorts();
  const { value, failure, readAt } = useKept(templates.all);
  const filterRef = useRef<HTMLInputElement>(null);
  const [filter, setFilter] = useState("");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => (value ?? []).filter((template) => matches(template, filter)), [value, filter]);
  const chosen = shown.filter(({ id }) => selected.has(id));
  useFilterKey(filterRef);
  const create = (
    <Button icon={iconNew} kind={value?.length === 0 ? "primary" : "plain"} onPress={() => go(templateHash(NEW))}>
      {t("template.new")}
    </Button>
  );
  return (
    <>
      <div class="section-head">
        <h2>{t("template.all")}</h2>
        {value && value.length > 0 && create}
      </div>
      {!value ? (
        failure ? (
          <FailureNotice failure={failure} />
        ) : (
          <Skeleton rows={4} />
        )
      ) : value.length === 0 ? (
        <EmptyState icon={iconTemplates} title={t("template.none.title")} action={create}>
          {t("template.none.text")}
        </EmptyState>
      ) : (
        <div class="stack">
          <ListHead
            count={t("template.count", { count: shown.length })}
            filter={filter}
            onFilter={setFilter}
            updatedAt={readAt}
            filterRef={filterRef}
          />
          {shown.length === 0 ? (
            <p class="muted">{t("ui.nothing_found")}</p>
          ) : (
            <List
              label={t("template.all")}
              items={shown}
              keyOf={({ id }) => id}
              nameOf={({ content }) => content.name}
              row={(template) => <Line template={template} isOpen={template.id === openId} />}
              onOpen={({ id }) => go(templateHash(id))}
              selected={selected}
              onSelect={setSelected}
              onFilterKey={() => filterRef.current?.focus()}
            />
          )}
          <BulkBar count={chosen.length} onClear={() => setSelected(new Set())}>
            <Button
              icon={iconDelete}
              onPress={() => {
                setSelected(new Set());
                void throwAway(chosen);
              }}
            >
              {t("template.delete_count", { count: chosen.length })}
            </Button>
          </BulkBar>
        </div>
      )}
      {value && (
        <section class="stack-small" aria-labelledby="template-files">
          <h3 id="template-files">{t("template.files")}</h3>
          {value.length > 0 && <FilesOut />}
          <FilesIn />
        </section>
      )}
    </>
  );
}

function Line({ template: { content }, isOpen }: { template: Template; isOpen: boolean }) {
  const words = content.title || content.description.split("\n", 1)[0];
  return (
    <div class="template-line" aria-current={isOpen ? "true" : undefined}>
      <div class="stack-small">
        <strong dir="auto">{content.name}</strong>
        {words && (
          <span class="muted" dir="auto">
            {words}
          </span>
        )}
      </div>
      <Badge tone="neutral">{languageName(content.language)}</Badge>
    </div>
  );
}

function matches({ content }: Template, filter: string): boolean {
  const text = folded([content.name, content.title, content.description, languageName(content.language)].join(" "));
  return folded(filter)
    .split(" ")
    .every((word) => text.includes(word));
}
