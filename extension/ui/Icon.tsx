// Draws one icon of the Lucide set, 16 or 20 px. Icons are decoration here: the name stands beside them or on their button.
import { createElement } from "preact";

/** What a file of `lucide/dist/esm/icons` exports. Import single files, so that only used icons are built in. */
export type IconShape = [tag: string, attributes: Record<string, string | number | undefined>][];

export function Icon({ shape, small = false }: { shape: IconShape; small?: boolean }) {
  return (
    <svg
      class={small ? "icon icon-small" : "icon"}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {shape.map(([tag, attributes], index) => createElement(tag, { ...attributes, key: index }))}
    </svg>
  );
}
