// Ctrl/Cmd+K: finds any listing, draft, template, person, screen and command. One box and one list, by keyboard alone: type, ↑ ↓, enter,
// escape. What is found comes from what is kept on this device.
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Icon, type IconShape } from "../../ui/Icon";
import { t } from "../../ui/i18n";
import { iconCloset, iconDrafts, iconForward, iconInbox, iconInto, iconTemplates } from "../../ui/icons";
import { Thumb } from "../../ui/Photo";
import { type Kind, search, type Thing } from "./search";
import { useIndex } from "./use_index";
import "./palette.css";

const ICONS: Readonly<Record<Kind, IconShape>> = {
  command: iconForward,
  screen: iconInto,
  listing: iconCloset,
  draft: iconDrafts,
  template: iconTemplates,
  person: iconInbox,
};

export function Palette({ onClose }: { onClose: () => void }) {
  const index = useIndex();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const found = useMemo(() => search(index, query), [index, query]);
  const at = Math.min(active, found.length - 1);
  // before anything else is typed
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      // where one was, unless what was chosen has taken the keyboard
      if (before instanceof HTMLElement && before.isConnected && document.activeElement === document.body) before.focus();
    };
  }, []);
  const choose = (thing: Thing | undefined) => {
    if (!thing) return;
    dialog.current?.close();
    thing.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setActive((Math.max(0, at) + step + found.length) % Math.max(1, found.length));
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) choose(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: escape closes a dialog by itself
    <dialog class="palette" ref={dialog} aria-label={t("palette.open")} onClose={onClose} onClick={closeOutside}>
      <input
        class="input"
        type="text"
        role="combobox"
        autofocus
        autocomplete="off"
        spellcheck={false}
        aria-label={t("palette.what")}
        placeholder={t("palette.what")}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={found[at] ? `${listId}-${at}` : undefined}
        value={query}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} class="palette-list" data-query={query} role="listbox" aria-label={t("palette.found")}>
        {found.map((thing, place) => (
          <Found key={thing.key} id={`${listId}-${place}`} thing={thing} isActive={place === at} choose={() => choose(thing)} />
        ))}
      </div>
      {found.length === 0 && <p class="muted">{t("ui.nothing_found")}</p>}
      <p class="visually-hidden" role="status">
        {query && t("palette.count", { count: found.length })}
      </p>
    </dialog>
  );
}

interface FoundProps {
  id: string;
  thing: Thing;
  isActive: boolean;
  choose: () => void;
}

function Found({ id, thing, isActive, choose }: FoundProps) {
  const option = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) option.current?.scrollIntoView?.({ block: "nearest" });
  }, [isActive]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box takes the keys
    <div ref={option} id={id} class="palette-option" role="option" aria-selected={isActive} onClick={choose}>
      {thing.photoUrl ? <Thumb photo={{ src: thing.photoUrl, alt: "" }} /> : <Icon shape={ICONS[thing.kind]} />}
      <span class="palette-words">
        <span>{thing.title}</span>
        {thing.more && <span class="muted">{thing.more}</span>}
      </span>
      <span class="muted">{t(`palette.kind.${thing.kind}`)}</span>
    </div>
  );
}

/** A press on the veil, which is the dialog's own box and nothing in it. */
function closeOutside(event: MouseEvent): void {
  if (event.target === event.currentTarget && event.currentTarget instanceof HTMLDialogElement) event.currentTarget.close();
}
