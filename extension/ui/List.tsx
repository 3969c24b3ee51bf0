// The list of every screen: rows driven by keyboard (↑ ↓ move, enter opens, x selects, / goes to the filter), its head with
// count, filter and freshness, and the bar that appears when something is selected. What a row shows is the caller's matter.
import type { ComponentChildren, RefObject } from "preact";
import { useRef, useState } from "preact/hooks";
import { Button } from "./Button";
import { formatClock } from "./format";
import { t } from "./i18n";

interface ListProps<T> {
  /** What the list holds, for screen readers. */
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  /** What a row is called when it is selected: the item's own name. */
  nameOf: (item: T) => string;
  row: (item: T) => ComponentChildren;
  onOpen?: (item: T) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (selected: ReadonlySet<string>) => void;
  /** Called on "/": give the focus to the filter. */
  onFilterKey?: () => void;
}

export function List<T>({ label, items, keyOf, nameOf, row, onOpen, selected, onSelect, onFilterKey }: ListProps<T>) {
  const [activeKey, setActiveKey] = useState<string | undefined>(undefined);
  const rows = useRef<HTMLDivElement>(null);
  const active = Math.max(
    0,
    items.findIndex((item) => keyOf(item) === activeKey),
  );

  const focusRow = (index: number) => {
    const item = items[Math.max(0, Math.min(items.length - 1, index))];
    if (!item) return;
    setActiveKey(keyOf(item));
    rows.current?.querySelectorAll<HTMLElement>("[role=row]")[items.indexOf(item)]?.focus();
  };
  const toggle = (item: T) => onSelect?.(toggled(selected ?? new Set(), keyOf(item)));
  const onKeyDown = (event: KeyboardEvent, item: T, index: number) => {
    // keys pressed in a control inside the row belong to that control
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const acts: Record<string, (() => void) | undefined> = {
      ArrowDown: () => focusRow(index + 1),
      ArrowUp: () => focusRow(index - 1),
      Home: () => focusRow(0),
      End: () => focusRow(items.length - 1),
      Enter: onOpen && (() => onOpen(item)),
      x: onSelect && (() => toggle(item)),
      "/": onFilterKey,
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  return (
    <div class="list" role="grid" aria-label={label} aria-multiselectable={onSelect ? true : undefined} ref={rows}>
      {items.map((item, index) => {
        const key = keyOf(item);
        const isSelected = selected?.has(key) ?? false;
        return (
          <div
            key={key}
            class="list-row"
            role="row"
            tabIndex={index === active ? 0 : -1}
            aria-selected={onSelect ? isSelected : undefined}
            onFocus={() => setActiveKey(key)}
            onKeyDown={(event) => onKeyDown(event, item, index)}
          >
            {onSelect && (
              <span class="list-check" role="gridcell">
                <label>
                  <input
                    type="checkbox"
                    tabIndex={-1}
                    aria-label={t("ui.select_named", { name: nameOf(item) })}
                    checked={isSelected}
                    onChange={() => toggle(item)}
                  />
                </label>
              </span>
            )}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the row answers enter */}
            <div class={onOpen ? "list-cell list-cell-open" : "list-cell"} role="gridcell" onClick={() => onOpen?.(item)}>
              {row(item)}
            </div>
          </div>
        );
      })}
    </div>
  );
}

/** The selection with this one in or out of it. */
export function toggled(selected: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(key)) next.add(key);
  return next;
}

interface ListHeadProps {
  /** "48 listings". */
  count: string;
  filter: string;
  onFilter: (filter: string) => void;
  /** When the data was read; absent before the first answer. */
  updatedAt?: Date | undefined;
  /** For the list's `onFilterKey`. */
  filterRef?: RefObject<HTMLInputElement | null>;
}

export function ListHead({ count, filter, onFilter, updatedAt, filterRef }: ListHeadProps) {
  return (
    <div class="list-head">
      <div>
        <h2>{count}</h2>
        {updatedAt && <p class="list-updated">{t("ui.updated_at", { time: formatClock(updatedAt) })}</p>}
      </div>
      <input
        ref={filterRef ?? null}
        class="input list-filter"
        type="search"
        aria-label={t("ui.filter")}
        placeholder={t("ui.filter")}
        value={filter}
        onInput={(event) => onFilter(event.currentTarget.value)}
      />
    </div>
  );
}

/** Under a list that has older entries than it shows. */
export function ShowMore({ onPress }: { onPress: () => Promise<void> }) {
  const [isBusy, setBusy] = useState(false);
  const show = async () => {
    setBusy(true);
    await onPress();
    setBusy(false);
  };
  return (
    <p class="list-more">
      <Button busy={isBusy} onPress={() => void show()}>
        {t("ui.show_more")}
      </Button>
    </p>
  );
}

/** What can be done with the selected rows; shown only when there are some. */
export function BulkBar({ count, onClear, children }: { count: number; onClear: () => void; children: ComponentChildren }) {
  if (count === 0) return null;
  return (
    <section class="bulk-bar" aria-label={t("ui.selected_count", { count })}>
      <span>{t("ui.selected_count", { count })}</span>
      {children}
      <Button kind="quiet" onPress={onClear}>
        {t("ui.clear_selection")}
      </Button>
    </section>
  );
}
