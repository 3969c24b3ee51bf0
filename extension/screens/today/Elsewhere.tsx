// What waits for the person on another screen: cards, answers, offers and parcels, each as one line that leads there.
import type { Closet } from "../../../shared-schemas/wire";
import { Icon, type IconShape } from "../../ui/Icon";
import { t } from "../../ui/i18n";
import { iconApprovals, iconInbox, iconOrders } from "../../ui/icons";
import { toShipFirst } from "../orders/to_ship";
import { dueWords } from "../orders/words";
import { hashOf } from "../route";
import { useKept, usePorts } from "../use";

export function Elsewhere({ closet, cards }: { closet: Closet; cards: number }) {
  const { inbox, orders } = usePorts();
  const threads = useKept(inbox.threads(closet.id)).value?.items ?? [];
  const sales = toShipFirst(useKept(orders.orders(closet.id)).value?.items ?? []);
  const replies = threads.filter(({ waits }) => waits === "reply").length;
  const offers = threads.filter(({ waits }) => waits === "offer").length;
  const [first] = sales;
  const lines: [icon: IconShape, hash: string, words: string][] = [];
  if (cards > 0) lines.push([iconApprovals, hashOf("approvals"), t("today.cards", { count: cards })]);
  if (replies > 0) lines.push([iconInbox, hashOf("inbox"), t("today.replies", { count: replies })]);
  if (offers > 0) lines.push([iconInbox, hashOf("inbox"), t("today.offers", { count: offers })]);
  if (first)
    lines.push([iconOrders, hashOf("orders"), [t("today.parcels", { count: sales.length }), dueWords(first)].join(" ").trim()]);
  if (lines.length === 0) return null;
  return (
    <nav class="card stack-small" aria-label={t("today.elsewhere")}>
      {lines.map(([icon, hash, words]) => (
        <a key={words} class="line-link" href={hash}>
          <Icon shape={icon} />
          {words}
        </a>
      ))}
    </nav>
  );
}
