// Somebody else's listing that is like an own one: its picture and figures, leading to Vinted.
import type { Comparable } from "../../shared-schemas/wire";
import { formatMoney } from "../ui/format";
import { Thumb } from "../ui/Photo";

export function ComparableRow({ item }: { item: Comparable }) {
  return (
    <a class="comparable" href={item.url} target="_blank" rel="noreferrer">
      <Thumb photo={{ src: item.photo_url ?? undefined, alt: "" }} />
      <span class="stack-small">
        <span dir="auto">{item.title}</span>
        <span class="comparable-figures">
          {[formatMoney(item.price), item.size, item.condition].filter(Boolean).map((figure) => (
            <span key={figure}>{figure}</span>
          ))}
        </span>
      </span>
    </a>
  );
}
