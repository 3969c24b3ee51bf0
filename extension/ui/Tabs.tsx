// Two ways to move between parts of one surface: Tabs (a row) and Rail (the panel's column of icons with badges).
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import { formatNumber } from "./format_figures";
import { Icon, type IconShape } from "./Icon";

export interface Tab {
  key: string;
  label: string;
}

interface TabsProps {
  label: string;
  tabs: readonly Tab[];
  current: string;
  onChange: (key: string) => void;
  /** The part that belongs to the current tab. */
  children: ComponentChildren;
}

/** ← → move and switch at once, as the ARIA tabs pattern asks for. */
export function Tabs({ label, tabs, current, onChange, children }: TabsProps) {
  const id = useId();
  const row = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = (tabs.findIndex((tab) => tab.key === current) + step + tabs.length) % tabs.length;
    const next = tabs[at];
    if (!next) return;
    onChange(next.key);
    row.current?.querySelectorAll("button")[at]?.focus();
  };
  return (
    <div class="tabs">
      <div class="tabs-row" role="tablist" aria-label={label} ref={row} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            id={`${id}-${tab.key}`}
            class="tab"
            type="button"
            role="tab"
            aria-selected={tab.key === current}
            aria-controls={`${id}-part`}
            tabIndex={tab.key === current ? 0 : -1}
            onClick={() => onChange(tab.key)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div id={`${id}-part`} role="tabpanel" aria-labelledby={`${id}-${current}`}>
        {children}
      </div>
    </div>
  );
}

export interface RailItem {
  key: string;
  label: string;
  icon: IconShape;
  /** How many things wait there; zero shows nothing. */
  count?: number;
  href: string;
}

/** Links, so that "open in a new tab" and the back button work. The name stands under the icon. */
export function Rail({ label, items, current }: { label: string; items: readonly RailItem[]; current: string }) {
  return (
    <nav class="rail" aria-label={label}>
      {items.map((item) => (
        <a key={item.key} class="rail-item" href={item.href} aria-current={item.key === current ? "page" : undefined}>
          <span class="rail-icon">
            <Icon shape={item.icon} />
            {item.count ? <span class="rail-count">{formatNumber(item.count)}</span> : null}
          </span>
          <span class="rail-label">{item.label}</span>
        </a>
      ))}
    </nav>
  );
}
