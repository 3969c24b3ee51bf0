// The category: its path on a button, and behind it a sheet to walk down the tree or to search it. Only leaves can be chosen.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { t } from "../../ui/i18n";
import { iconInto } from "../../ui/icons";
import { SourceMark } from "./analysis/SourceMark";
import type { CategoryIndex } from "./category_search";
import { sizeIn, type Vocabulary } from "./choices";
import type { DraftForm } from "./form";

interface CategoryFieldProps {
  form: DraftForm;
  vocabulary: Vocabulary;
}

export function CategoryField({ form: { content, change, errorOf }, vocabulary }: CategoryFieldProps) {
  const [isOpen, setOpen] = useState(false);
  const { categories } = vocabulary;
  const id = content.catalog_id;
  const path = id === null ? [] : categories.path(id);
  const words = id === null ? t("draft.choose") : path.length > 0 ? path.join(" › ") : t("draft.not_offered", { id });
  const take = (chosen: number) => {
    setOpen(false);
    change({ catalog_id: chosen, size_id: sizeIn(chosen, content.size_id, vocabulary) });
  };
  return (
    <div data-unit="category">
      <Field label={t("draft.unit.category")} error={errorOf("category")}>
        {(control) => (
          <button
            {...control}
            type="button"
            class="input draft-category"
            aria-haspopup="dialog"
            aria-label={t("draft.category.is", { path: words })}
            onClick={() => setOpen(true)}
          >
            <span>{words}</span>
            <Icon shape={iconInto} small />
          </button>
        )}
      </Field>
      <SourceMark of="category" />
      <Dialog
        title={t("draft.category.title")}
        open={isOpen}
        onClose={() => setOpen(false)}
        actions={<Button onPress={() => setOpen(false)}>{t("draft.category.leave")}</Button>}
      >
        {isOpen && <Picker categories={categories} from={id} onTake={take} />}
      </Dialog>
    </div>
  );
}

interface PickerProps {
  categories: CategoryIndex;
  from: number | null;
  onTake: (id: number) => void;
}

interface Entry {
  id: number;
  title: string;
  above: string;
  leaf: boolean;
}

function Picker({ categories, from, onTake }: PickerProps) {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState<number | null>(from === null ? null : (categories.node(from)?.parent_id ?? null));
  const list = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const isSearching = query.trim() !== "";
  useLayoutEffect(() => box.current?.focus(), []);
  const entries: Entry[] = isSearching
    ? categories.find(query).map(({ id, title, above }) => ({ id, title, above: above.join(" › "), leaf: true }))
    : categories.below(at).map(({ id, title, leaf }) => ({ id, title, above: "", leaf }));
  const walkTo = (id: number | null) => {
    setAt(id);
    setQuery("");
    // the keyboard goes on in the new list
    requestAnimationFrame(() => list.current?.querySelector("button")?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const now = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (now + step < 0) box.current?.focus();
    else buttons[Math.min(buttons.length - 1, now + step)]?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the box and the buttons of the list
    <div class="draft-picker" onKeyDown={onKeyDown}>
      <input
        ref={box}
        class="input"
        type="search"
        dir="auto"
        aria-label={t("draft.category.search")}
        placeholder={t("draft.category.search")}
        value={query}
        onInput={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          const first = entries[0];
          if (event.key !== "Enter" || !isSearching || !first) return;
          // the same press would open the sheet again: the button behind it has the keyboard by then
          event.preventDefault();
          onTake(first.id);
        }}
      />
      {!isSearching && <Above categories={categories} at={at} walkTo={walkTo} />}
      <p class="visually-hidden" role="status">
        {isSearching ? t("draft.category.found", { count: entries.length }) : ""}
      </p>
      <div class="draft-picker-list" ref={list}>
        {entries.map(({ id, title, above, leaf }) => (
          <button
            key={id}
            type="button"
            class="draft-picker-entry"
            aria-current={id === from ? "true" : undefined}
            onClick={() => (leaf ? onTake(id) : walkTo(id))}
          >
            <span class="stack-small">
              <span>{title}</span>
              {above && <span class="muted">{above}</span>}
            </span>
            {!leaf && <Icon shape={iconInto} small />}
          </button>
        ))}
        {isSearching && entries.length === 0 && <p class="muted">{t("ui.nothing_found")}</p>}
      </div>
    </div>
  );
}

/** Where in the tree the list is, each step a way back. */
function Above({
  categories,
  at,
  walkTo,
}: {
  categories: CategoryIndex;
  at: number | null;
  walkTo: (id: number | null) => void;
}) {
  const steps: { id: number | null; title: string }[] = [];
  for (let node = at === null ? undefined : categories.node(at); node; node = categories.node(node.parent_id ?? 0))
    steps.unshift({ id: node.id, title: node.title });
  if (steps.length === 0) return null;
  return (
    <nav class="draft-crumbs" aria-label={t("draft.category.above")}>
      {[{ id: null, title: t("draft.category.all") }, ...steps.slice(0, -1)].map(({ id, title }) => (
        <Button key={id} kind="quiet" onPress={() => walkTo(id)}>
          {title}
        </Button>
      ))}
      <strong>{steps.at(-1)?.title}</strong>
    </nav>
  );
}
