// A listing's state and figures in words.
import type { SeenListing } from "../../../shared-schemas/wire";
import type { Tone } from "../../ui/Badge";
import { formatMoney } from "../../ui/format";
import { t } from "../../ui/i18n";
import { ageInDays } from "./age";

const TONES: Readonly<Record<SeenListing["state"], Tone>> = {
  active: "good",
  hidden: "neutral",
  reserved: "info",
  sold: "info",
  processing: "wait",
  draft: "neutral",
  closed: "neutral",
  gone: "neutral",
};

export function stateWord(state: SeenListing["state"]): string {
  return t(`listing.state.${state}`);
}

export function stateTone(state: SeenListing["state"]): Tone {
  return TONES[state];
}

/** Price, age, views and favourites, as far as they are known. */
export function figuresOf(seen: SeenListing): string[] {
  const age = ageInDays(seen);
  return [
    seen.price ? formatMoney(seen.price) : "",
    age === undefined ? "" : t("closet.age_days", { count: age }),
    seen.views === null || seen.views === undefined ? "" : t("closet.views", { count: seen.views }),
    seen.favourites === null || seen.favourites === undefined ? "" : t("closet.favourites", { count: seen.favourites }),
  ].filter(Boolean);
}
