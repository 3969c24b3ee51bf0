// A text box that finds one of many choices, for categories, brands and sizes. Follows the ARIA combobox pattern: the focus
// stays in the box, ↑ ↓ move through the list, enter takes, escape closes. Where choices come from is the caller's matter.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Field, type FieldTexts, type Option } from "./Field";
import { t } from "./i18n";

interface ComboboxProps extends FieldTexts {
  chosen: Option | undefined;
  onChoose: (option: Option) => void;
  /** Finds choices for what was typed. May answer later; an answer to an older question is dropped, and its signal aborted. */
  search: (query: string, signal: AbortSignal) => readonly Option[] | Promise<readonly Option[]>;
}

type Found = { state: "closed" } | { state: "searching" } | { state: "failed" } | { state: "open"; options: readonly Option[] };

export function Combobox({ label, hint, error, chosen, onChoose, search }: ComboboxProps) {
  const listId = useId();
  const [query, setQuery] = useState<string | undefined>(undefined);
  const [active, setActive] = useState(0);
  const found = useSearch(query, search);
  const options = found.state === "open" ? found.options : [];

  const take = (option: Option | undefined) => {
    if (!option) return;
    onChoose(option);
    setQuery(undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      if (query === undefined) setQuery("");
      else setActive(Math.max(0, Math.min(options.length - 1, active + step)));
    } else if (event.key === "Enter" && query !== undefined) {
      event.preventDefault();
      take(options[active]);
    } else if (event.key === "Escape" && query !== undefined) {
      event.stopPropagation();
      setQuery(undefined);
    }
  };

  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div class="combobox">
          <input
            {...control}
            class="input"
            role="combobox"
            aria-expanded={found.state !== "closed"}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={options[active] ? `${listId}-${active}` : undefined}
            autocomplete="off"
            value={query ?? chosen?.label ?? ""}
            onInput={(event) => {
              setQuery(event.currentTarget.value);
              setActive(0);
            }}
            onClick={() => query === undefined && setQuery("")}
            onBlur={() => setQuery(undefined)}
            onKeyDown={onKeyDown}
          />
          <ComboboxList id={listId} label={label} found={found} active={active} onTake={take} />
        </div>
      )}
    </Field>
  );
}

interface ComboboxListProps {
  id: string;
  label: string;
  found: Found;
  active: number;
  onTake: (option: Option) => void;
}

function ComboboxList({ id, label, found, active, onTake }: ComboboxListProps) {
  const activeRow = useRef<HTMLDivElement>(null);
  useEffect(() => activeRow.current?.scrollIntoView?.({ block: "nearest" }), [active]);
  if (found.state === "closed") return <div id={id} hidden />;
  const message =
    found.state === "searching"
      ? t("ui.searching")
      : found.state === "failed"
        ? t("ui.search_failed")
        : found.options.length === 0
          ? t("ui.nothing_found")
          : "";
  return (
    <div class="combobox-list">
      <div id={id} role="listbox" aria-label={label}>
        {found.state === "open" &&
          found.options.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the text box
            <div
              key={option.value}
              ref={index === active ? activeRow : null}
              id={`${id}-${index}`}
              class="combobox-option"
              role="option"
              aria-selected={index === active}
              // a press would blur the box and close the list before the click arrives
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onTake(option)}
            >
              {option.label}
            </div>
          ))}
      </div>
      <p class="combobox-message" role="status">
        {message}
      </p>
    </div>
  );
}

function useSearch(query: string | undefined, search: ComboboxProps["search"]): Found {
  const [found, setFound] = useState<Found>({ state: "closed" });
  const latest = useRef(search);
  latest.current = search;
  useEffect(() => {
    if (query === undefined) {
      setFound({ state: "closed" });
      return;
    }
    const asked = new AbortController();
    const answer = (next: Found) => asked.signal.aborted || setFound(next);
    const result = latest.current(query, asked.signal);
    if (result instanceof Promise) {
      setFound((before) => (before.state === "open" ? before : { state: "searching" }));
      result.then(
        (options) => answer({ state: "open", options }),
        () => answer({ state: "failed" }),
      );
    } else {
      answer({ state: "open", options: result });
    }
    return () => asked.abort();
  }, [query]);
  return found;
}
