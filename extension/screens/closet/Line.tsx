// One listing of the closet: as a line of the table, and as a card of the grid.
import type { Listing } from "../../../shared-schemas/wire";
import { Badge } from "../../ui/Badge";
import { t } from "../../ui/i18n";
import { Thumb } from "../../ui/Photo";
import { hashOf } from "../route";
import { figuresOf, stateTone, stateWord } from "./words";

export function Line({ listing: { seen, job_id }, isOpen }: { listing: Listing; isOpen: boolean }) {
  return (
    <div class="closet-line" data-open={isOpen}>
      <Thumb photo={photoOf(seen)} />
      <div class="closet-words">
        <span class="closet-title">{seen.title}</span>
        <span class="closet-figures">
          {figuresOf(seen).map((figure) => (
            <span key={figure}>{figure}</span>
          ))}
        </span>
      </div>
      <Badge tone={job_id ? "info" : stateTone(seen.state)}>{job_id ? t("closet.in_work") : stateWord(seen.state)}</Badge>
    </div>
  );
}

interface CardProps {
  listing: Listing;
  isSelected: boolean;
  onSelect: () => void;
}

export function Card({ listing: { seen, job_id }, isSelected, onSelect }: CardProps) {
  const photo = photoOf(seen);
  return (
    <div class="closet-tile" data-selected={isSelected}>
      <label class="closet-check">
        <input type="checkbox" aria-label={t("ui.select_named", { name: seen.title })} checked={isSelected} onChange={onSelect} />
      </label>
      <a class="closet-card" href={hashOf("closet", seen.item_id)}>
        <span class="closet-picture" style={{ backgroundColor: photo.color }}>
          {photo.src && <img src={photo.src} alt="" loading="lazy" decoding="async" />}
        </span>
        <span class="closet-title">{seen.title}</span>
        <span class="closet-figures">
          {figuresOf(seen).map((figure) => (
            <span key={figure}>{figure}</span>
          ))}
        </span>
        <span>
          <Badge tone={job_id ? "info" : stateTone(seen.state)}>{job_id ? t("closet.in_work") : stateWord(seen.state)}</Badge>
        </span>
      </a>
    </div>
  );
}

function photoOf({ photo_url, color }: Listing["seen"]) {
  return { src: photo_url ?? undefined, color: color ?? undefined, alt: "" };
}
