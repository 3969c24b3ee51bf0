// A button that opens a short menu in a native popover, which closes itself on escape and on a press elsewhere.
import { useId, useRef } from "preact/hooks";
import { Icon, type IconShape } from "./Icon";
import { iconMore } from "./icons";

export interface MenuItem {
  label: string;
  onChoose: () => void;
  icon?: IconShape;
  /** Destructive entries come last, after a line. */
  danger?: boolean;
}

/** `name` is what the button is called: say whose menu it is ("More for Red dress"). */
export function Menu({ name, items, label }: { name: string; items: readonly MenuItem[]; label?: string }) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const entries = [...(list.current?.querySelectorAll("button") ?? [])];
    if (step === 0 || entries.length === 0) return;
    event.preventDefault();
    const root = list.current?.getRootNode() as Document | ShadowRoot;
    const at = entries.indexOf(root.activeElement as HTMLButtonElement);
    entries[(at + step + entries.length) % entries.length]?.focus();
  };
  return (
    <div class="menu" style={{ "anchor-scope": `--${anchorName(id)}` }}>
      <button
        class={label ? "button" : "button button-quiet button-icon"}
        type="button"
        popovertarget={id}
        aria-haspopup="menu"
        aria-label={name}
        title={name}
        style={{ "anchor-name": `--${anchorName(id)}` }}
      >
        {label ?? <Icon shape={iconMore} />}
      </button>
      <div
        ref={list}
        id={id}
        class="menu-list"
        popover="auto"
        role="menu"
        aria-label={name}
        style={{ "position-anchor": `--${anchorName(id)}` }}
        onKeyDown={move}
        onToggle={(event) => event.newState === "open" && list.current?.querySelector("button")?.focus()}
      >
        {items.map((item) => (
          <button
            key={item.label}
            class={item.danger ? "menu-item menu-item-danger" : "menu-item"}
            type="button"
            role="menuitem"
            tabIndex={-1}
            onClick={() => {
              list.current?.hidePopover();
              item.onChoose();
            }}
          >
            {item.icon && <Icon shape={item.icon} small />}
            {item.label}
          </button>
        ))}
      </div>
    </div>
  );
}

function anchorName(id: string): string {
  return `menu-${id.replace(/\W/g, "")}`;
}
