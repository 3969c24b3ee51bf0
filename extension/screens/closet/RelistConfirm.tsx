// The confirmation of a relist: before and after, what it costs of the safety budget, why it may have to wait, and the gentler
// levers that come first.
import type { Closet, Listing } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { formatExact } from "../../ui/format";
import { formatDate } from "../../ui/format_figures";
import { type TextKey, t } from "../../ui/i18n";
import { iconPrice } from "../../ui/icons";
import { Notice } from "../../ui/Notice";
import { Thumb } from "../../ui/Photo";
import { useFocusWhenShown } from "../focus";
import type { Wish } from "../ports";
import { go, hashOf } from "../route";
import { UnlessOff } from "../safety/UnlessOff";
import { figuresOf } from "./words";

/** What a relist draws from the budget: hide, publish, delete. */
const WRITES = 3;
const COOLDOWN_DAYS = 30;
const DAY_MS = 24 * 3600 * 1000;

const LEVERS = ["relist.lever.price", "relist.lever.cover", "relist.lever.text"] as const satisfies readonly TextKey[];

interface RelistConfirmProps {
  listing: Listing;
  closet: Closet;
  isBusy: boolean;
  onConfirm: (wish: Wish) => void;
  onLeave: () => void;
}

export function RelistConfirm({ listing, closet, isBusy, onConfirm, onLeave }: RelistConfirmProps) {
  const { seen } = listing;
  const obstacle = obstacleOf(listing, closet);
  const { gauge } = closet;
  const shown = useFocusWhenShown<HTMLElement>();
  return (
    <section class="card stack" aria-labelledby="relist" ref={shown} tabIndex={-1}>
      <h3 id="relist">{t("relist.title", { title: seen.title })}</h3>
      <BeforeAfter seen={seen} />
      <p>{t("relist.how")}</p>
      <p>
        {t("relist.cost", {
          writes: WRITES,
          writes_limit: gauge.writes_limit,
          writes_used: gauge.writes_used,
          relists: 1,
          relists_limit: gauge.relists_limit,
          relists_used: gauge.relists_used,
        })}
      </p>
      {obstacle && (
        <Notice tone="wait" title={obstacle.title}>
          {obstacle.todo}
        </Notice>
      )}
      <details class="levers">
        <summary>{t("relist.gentler")}</summary>
        <ul>
          {LEVERS.map((lever) => (
            <li key={lever}>{t(lever)}</li>
          ))}
        </ul>
        <p>
          <Button kind="quiet" icon={iconPrice} onPress={() => go(hashOf("closet", seen.item_id, "change"))}>
            {t("change.open")}
          </Button>
        </p>
      </details>
      <UnlessOff verb="relist" country={closet.country}>
        <div class="actions">
          <Button onPress={onLeave}>{t("ui.cancel")}</Button>
          <Button
            kind="primary"
            busy={isBusy}
            disabled={obstacle?.isFinal ?? false}
            onPress={() => onConfirm({ verb: "relist", item_id: seen.item_id })}
          >
            {t("act.relist")}
          </Button>
        </div>
      </UnlessOff>
    </section>
  );
}

function BeforeAfter({ seen }: { seen: Listing["seen"] }) {
  const fresh = { ...seen, oldest_photo_at: new Date().toISOString(), views: 0, favourites: 0 };
  const sides = [
    ["relist.before", seen],
    ["relist.after", fresh],
  ] as const;
  return (
    <div class="before-after">
      {sides.map(([label, side]) => (
        <div key={label}>
          <h4>{t(label)}</h4>
          <Thumb photo={{ src: seen.photo_url ?? undefined, color: seen.color ?? undefined, alt: "" }} />
          <p class="closet-figures">
            {figuresOf(side).map((figure) => (
              <span key={figure}>{figure}</span>
            ))}
          </p>
        </div>
      ))}
    </div>
  );
}

interface Obstacle {
  title: string;
  todo: string;
  /** The server would refuse the wish; else it only waits. */
  isFinal: boolean;
}

function obstacleOf({ seen, relisted_at, open_offer }: Listing, { gauge }: Closet): Obstacle | undefined {
  if (seen.state !== "active") return { title: t("relist.not_active"), todo: t("relist.not_active.todo"), isFinal: true };
  const until = relisted_at ? Date.parse(relisted_at) + COOLDOWN_DAYS * DAY_MS : 0;
  if (until > Date.now()) {
    return {
      title: t("problem.relist_cooldown.title"),
      todo: t("problem.relist_cooldown.todo", { date: formatDate(new Date(until)) }),
      isFinal: true,
    };
  }
  if (open_offer) return { title: t("problem.open_offer.title"), todo: t("problem.open_offer.todo"), isFinal: true };
  if (gauge.writes_used + WRITES > gauge.writes_limit || gauge.relists_used + 1 > gauge.relists_limit) {
    const todo = gauge.frees_at
      ? t("relist.over_budget.todo", { time: formatExact(new Date(gauge.frees_at)) })
      : t("relist.over_budget.later");
    return { title: t("relist.over_budget"), todo, isFinal: false };
  }
  return undefined;
}
