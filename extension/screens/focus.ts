// Where the keyboard goes on when something opens in place of what was there: on the new thing, and back on its row afterwards; and
// the keys that hold for a whole screen. Layout effects, for the next key may come before the next frame.
import { useLayoutEffect, useRef } from "preact/hooks";

/** A ref for what has opened: gets the focus when it appears. The element needs `tabIndex={-1}`. */
export function useFocusWhenShown<E extends HTMLElement>() {
  const shown = useRef<E>(null);
  useLayoutEffect(() => shown.current?.focus(), []);
  return shown;
}

/** When what is open goes, the row it was opened from gets the focus back. */
export function useFocusRowAfterwards(): void {
  useLayoutEffect(
    // a frame later the list stands again where the panel is too narrow for both
    () => () => void requestAnimationFrame(() => document.querySelector<HTMLElement>(".list-row[tabindex='0']")?.focus()),
    [],
  );
}

/** Escape leaves what is open, unless a dialog or a menu takes it. */
export function useEscape(leave: () => void): void {
  const latest = useRef(leave);
  latest.current = leave;
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (document.querySelector("dialog[open], [popover]:popover-open")) return;
      latest.current();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

/** "/" goes to the filter from anywhere but a field that is being typed in. */
export function useFilterKey(filter: { current: HTMLInputElement | null }): void {
  useLayoutEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      filter.current?.focus();
    };
    document.addEventListener("keydown", focus);
    return () => document.removeEventListener("keydown", focus);
  }, [filter]);
}
