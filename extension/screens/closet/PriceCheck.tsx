// What others ask for the like: quartiles of the listings the last search found, the listings themselves, and honestly nothing where
// they are too few.
import { useState } from "preact/hooks";
import type { PriceCheck as Checked, Closet, Listing } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { formatMoney } from "../../ui/format";
import { t } from "../../ui/i18n";
import { iconSearch } from "../../ui/icons";
import { RelativeTime } from "../../ui/RelativeTime";
import { ComparableRow } from "../ComparableRow";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { go, hashOf } from "../route";
import { UnlessOff } from "../safety/UnlessOff";
import { useKept, usePorts } from "../use";

interface PriceCheckProps {
  listing: Listing;
  closet: Closet;
}

export function PriceCheck({ listing: { seen }, closet }: PriceCheckProps) {
  const ports = usePorts();
  const source = ports.listing.priceCheck(seen.item_id);
  const { value: check, failure: unread } = useKept(source);
  const [failure, setFailure] = useState<Failure>();
  const [isAsking, setAsking] = useState(false);
  const find = async () => {
    setAsking(true);
    const result = await ports.listing.findComparables(seen.item_id);
    setAsking(false);
    setFailure(result.ok ? undefined : result.failure);
  };
  const isSearching = isAsking || Boolean(check?.job_id);
  return (
    <section class="card stack" aria-labelledby="price-check">
      <div class="section-head">
        <h3 id="price-check">{t("price_check.title")}</h3>
        <UnlessOff verb="read_comparables" country={closet.country}>
          <Button icon={iconSearch} busy={isSearching} onPress={() => void find()}>
            {t(isSearching ? "price_check.searching" : check?.read_at ? "price_check.again" : "price_check.search")}
          </Button>
        </UnlessOff>
      </div>
      {(failure ?? (unread?.why === "refused" ? unread : undefined)) && (
        <FailureNotice failure={(failure ?? unread) as Failure} />
      )}
      {check?.read_at ? <Found check={check} seen={seen} /> : <p class="muted">{t("price_check.never")}</p>}
    </section>
  );
}

function Found({ check, seen }: { check: Checked; seen: Listing["seen"] }) {
  const { support, low, middle, high, items, read_at } = check;
  return (
    <>
      {support === "enough" && low && middle && high ? (
        <>
          <p>
            {t("price_check.range", { low: formatMoney(low), middle: formatMoney(middle), high: formatMoney(high) })}{" "}
            {seen.price?.currency === middle.currency && t(`price_check.${placeOf(seen.price.amount, low.amount, high.amount)}`)}
          </p>
          <p class="muted">{t("price_check.asking", { count: items.length })}</p>
          <p>
            <Button onPress={() => go(hashOf("closet", seen.item_id, "change"))}>{t("change.open")}</Button>
          </p>
        </>
      ) : (
        <p>{t(support === "none" ? "price_check.none" : "price_check.too_few", { count: items.length })}</p>
      )}
      {items.length > 0 && (
        <details>
          <summary>{t("price_check.items", { count: items.length })}</summary>
          <ul class="plain-list">
            {items.map((item) => (
              <li key={item.item_id}>
                <ComparableRow item={item} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {read_at && (
        <p class="muted">
          {t("details.read_at")} <RelativeTime time={new Date(read_at)} />
        </p>
      )}
    </>
  );
}

function placeOf(price: number, low: number, high: number): "below" | "above" | "within" {
  return price < low ? "below" : price > high ? "above" : "within";
}
