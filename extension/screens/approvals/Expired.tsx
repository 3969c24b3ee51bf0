// Cards nobody looked at in time. Nothing was sent; the reason for writing is no longer what it was, so they are not revived.
import { t } from "../../ui/i18n";
import { Notice } from "../../ui/Notice";
import { RelativeTime } from "../../ui/RelativeTime";
import { useKept, usePorts } from "../use";
import { cardName } from "./card_name";

const SHOWN_MS = 3 * 24 * 3600 * 1000;

export function Expired() {
  const all = useKept(usePorts().approvals.expired).value ?? [];
  const cards = all.filter(({ card, ended_at }) => card && ended_at && Date.now() - Date.parse(ended_at) < SHOWN_MS);
  if (cards.length === 0) return null;
  return (
    <Notice tone="info" title={t("approvals.expired", { count: cards.length })}>
      <p>{t("approvals.expired.text")}</p>
      <ul class="plain-list">
        {cards.map((job) => (
          <li key={job.id}>
            {cardName(job)} {job.ended_at && <RelativeTime time={new Date(job.ended_at)} />}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
