// Bulk acts under way, wherever they were started: how far each is, and the way to its listings.
import type { Batch, Closet } from "../../../shared-schemas/wire";
import { t } from "../../ui/i18n";
import { Progress } from "../../ui/Progress";
import { RelativeTime } from "../../ui/RelativeTime";
import { countsWords, totalOf } from "../bulk/counts";
import { batchHash } from "../bulk/places";
import { useKept, usePorts } from "../use";

export function Batches({ closet }: { closet: Closet }) {
  const batches = useKept(usePorts().bulk.batches).value ?? [];
  const open = batches.filter(({ closet_id, is_over }) => closet_id === closet.id && !is_over);
  if (open.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="batches">
      <h2 id="batches">{t("bulk.under_way", { count: open.length })}</h2>
      {open.map((batch) => (
        <OneBatch key={batch.id} batch={batch} />
      ))}
    </section>
  );
}

function OneBatch({ batch }: { batch: Batch }) {
  const { counts, next_at } = batch;
  const isAhead = next_at && Date.parse(next_at) > Date.now();
  return (
    <article class="card stack-small">
      <p>
        <a href={batchHash(batch)}>{t(`bulk.name.${batch.act.act}`)}</a>
      </p>
      <Progress label={countsWords(counts)} done={totalOf(counts) - counts.waiting - counts.doing} total={totalOf(counts)} />
      {isAhead && (
        <p class="muted">
          {t("ui.next")} <RelativeTime time={new Date(next_at)} />
        </p>
      )}
    </article>
  );
}
