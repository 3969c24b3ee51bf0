// What the draft may be sold for, under its price: the recommended price with its interval, what it rests on, why, what is like it, and
// what was paid. Where nothing reliable can be said, it says that, and what would help.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Money, PacedPrice, PriceEstimate } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { Skeleton } from "../../ui/EmptyState";
import { TextField } from "../../ui/Field";
import { formatMoney } from "../../ui/format";
import { formatShift } from "../../ui/format_figures";
import { currentLanguageTag, t } from "../../ui/i18n";
import { iconSearch } from "../../ui/icons";
import { ComparableRow } from "../ComparableRow";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { UnlessOff } from "../safety/UnlessOff";
import { useKept, usePorts } from "../use";
import type { DraftForm, OpenForm } from "./form";
import { priceText, readPrice } from "./price";
import { basisWords, type Estimated, estimated, noneWords, offered, placeOn, reasonName } from "./price_guide";
import { usePriceSource } from "./use_price_source";

export function PriceGuide({ form }: { form: OpenForm }) {
  const { closetId, source } = usePriceSource(form.draft.id, form.content.closet_id);
  const { value: estimate, failure } = useKept(source);
  useRefreshed(source, form.draft.revision);
  if (!estimate && failure?.why === "away") return <p class="muted">{t("price_guide.away")}</p>;
  if (!estimate && failure) return <FailureNotice failure={failure} />;
  return (
    <section class="card" aria-labelledby="price-guide">
      <div class="section-head">
        <h3 id="price-guide">{t("price_guide.title")}</h3>
        {estimate && closetId && <Search form={form} estimate={estimate} closetId={closetId} />}
      </div>
      {estimate ? <Told form={form} estimate={estimate} /> : <Skeleton rows={2} />}
    </section>
  );
}

/** What was saved is what is estimated, so it is asked again after each save. */
function useRefreshed(source: { refresh: () => Promise<void> }, revision: number): void {
  const told = useRef(revision);
  useEffect(() => {
    if (told.current !== revision) void source.refresh();
    told.current = revision;
  }, [source, revision]);
}

function Search({ form, estimate, closetId }: { form: OpenForm; estimate: PriceEstimate; closetId: string }) {
  const { drafts } = usePorts();
  const [failure, setFailure] = useState<Failure>();
  const [isAsking, setAsking] = useState(false);
  const isSearching = isAsking || Boolean(estimate.job_id);
  const find = async () => {
    setAsking(true);
    const found = await drafts.findComparables(form.draft.id, closetId);
    setAsking(false);
    setFailure(found.ok ? undefined : found.failure);
  };
  if (estimate.query.text === "") return null;
  return (
    <>
      <UnlessOff verb="read_comparables" country={estimate.country}>
        <Button kind="quiet" icon={iconSearch} busy={isSearching} onPress={() => void find()}>
          {t(isSearching ? "price_guide.searching" : estimate.read_at ? "price_guide.again" : "price_guide.search")}
        </Button>
      </UnlessOff>
      {failure && <FailureNotice failure={failure} />}
    </>
  );
}

function Told({ form, estimate }: { form: OpenForm; estimate: PriceEstimate }) {
  const prices = estimated(estimate);
  return (
    <>
      {prices ? <Recommended form={form} estimate={estimate} prices={prices} /> : <None estimate={estimate} />}
      {estimate.comparables.length > 0 && (
        <details open={!prices}>
          <summary>{t("price_guide.similar", { count: estimate.comparables.length })}</summary>
          <ul class="plain-list">
            {estimate.comparables.map((item) => (
              <li key={item.item_id}>
                <ComparableRow item={item} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <Cost form={form} estimate={estimate} />
    </>
  );
}

function None({ estimate }: { estimate: PriceEstimate }) {
  return (
    <div class="stack-small">
      <strong>{t("price_guide.none.title")}</strong>
      <p class="muted">{noneWords(estimate)}</p>
    </div>
  );
}

function Recommended({ form, estimate, prices }: { form: DraftForm; estimate: PriceEstimate; prices: Estimated }) {
  const { price } = form.content;
  const best = offered(prices, estimate.floor);
  const isRaised = best !== prices.recommended;
  return (
    <>
      <div class="section-head">
        <p class="price-guide-best">{formatMoney(prices.recommended)}</p>
        <Take form={form} best={best} />
      </div>
      <Bar prices={prices} price={price?.currency === estimate.currency ? price : null} />
      {isRaised && <p class="muted">{t("price_guide.raised", { floor: formatMoney(best) })}</p>}
      <p class="muted">{basisWords(estimate).join(" ")}</p>
      <Paced estimate={estimate} />
      {estimate.reasons.length > 0 && (
        <details>
          <summary>{t("price_guide.why")}</summary>
          <div class="stack">
            <p class="muted">{t("price_guide.why_hint")}</p>
            <ul class="plain-list price-guide-why">
              {estimate.reasons.map((reason) => (
                <li key={`${reason.kind} ${reason.text}`}>
                  <span dir="auto">{reasonName(reason)}</span>
                  <span>{formatShift(reason.percent)}</span>
                </li>
              ))}
            </ul>
          </div>
        </details>
      )}
    </>
  );
}

/** Takes the price with one press; the same place takes it back, until the price is changed otherwise. */
function Take({ form, best }: { form: DraftForm; best: Money }) {
  const { price } = form.content;
  const [before, setBefore] = useState<{ price: Money | null; taken: number }>();
  const isTaken = price?.amount === best.amount && price.currency === best.currency;
  if (isTaken && before?.taken === best.amount)
    return (
      <Button
        kind="quiet"
        onPress={() => {
          form.change({ price: before.price });
          setBefore(undefined);
        }}
      >
        {before.price ? t("price_guide.back", { price: formatMoney(before.price) }) : t("price_guide.back_empty")}
      </Button>
    );
  if (isTaken) return <span class="muted">{t("price_guide.is_yours")}</span>;
  return (
    <Button
      disabled={form.currency !== best.currency}
      onPress={() => {
        setBefore({ price, taken: best.amount });
        form.change({ price: best });
      }}
    >
      {t("price_guide.use", { price: formatMoney(best) })}
    </Button>
  );
}

function Bar({ prices, price }: { prices: Estimated; price: Money | null }) {
  const at = (amount: number) => ({ insetInlineStart: `${placeOn(prices, amount)}%` });
  return (
    <div class="price-guide-bar">
      <div class="price-guide-track" aria-hidden="true">
        <span class="price-guide-mark" style={at(prices.recommended.amount)} />
        {price && <span class="price-guide-yours" style={at(price.amount)} />}
      </div>
      <span>{formatMoney(prices.low)}</span>
      {price && <span class="price-guide-yours-name">{t("price_guide.yours", { price: formatMoney(price) })}</span>}
      <span>{formatMoney(prices.high)}</span>
    </div>
  );
}

function Paced({ estimate: { fast, patient } }: { estimate: PriceEstimate }) {
  if (!fast || !patient) return null;
  const words = ({ price, days }: PacedPrice) => ({ price: formatMoney(price), count: days });
  return (
    <ul class="plain-list">
      <li>{t("price_guide.fast", words(fast))}</li>
      <li>{t("price_guide.patient", words(patient))}</li>
    </ul>
  );
}

const TYPED_MS = 700;

/** What was paid: kept by itself a moment after the last key, for the seller alone. */
function Cost({ form, estimate }: { form: OpenForm; estimate: PriceEstimate }) {
  const { drafts } = usePorts();
  const { currency, floor, purchase_cost: cost } = estimate;
  const [typed, setTyped] = useState(() => priceText(cost, currentLanguageTag()));
  const [failure, setFailure] = useState<Failure>();
  const [isEdited, setEdited] = useState(false);
  const read = readPrice(typed, currency);
  const isWrong = read.problem === "not_an_amount" || read.problem === "negative" || read.problem === "too_high";
  const unkept = useRef<(() => void) | undefined>(undefined);
  useEffect(() => {
    if (!isEdited || isWrong) return;
    const keep = async () => {
      clearTimeout(timer);
      unkept.current = undefined;
      const kept = await drafts.keepCost(form.draft.id, read.price);
      setFailure(kept.ok ? undefined : kept.failure);
    };
    const timer = setTimeout(() => void keep(), TYPED_MS);
    unkept.current = () => void keep();
    return () => clearTimeout(timer);
  }, [typed, isEdited, isWrong, drafts, form.draft.id]);
  // who leaves within that moment has typed it all the same
  useEffect(() => {
    const leave = () => unkept.current?.();
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      leave();
    };
  }, []);
  const { price } = form.content;
  const isLoss = floor !== null && price !== null && price.currency === floor.currency && price.amount < floor.amount;
  return (
    <>
      <TextField
        label={t("price_guide.cost", { currency })}
        hint={t("price_guide.cost_hint")}
        error={
          isWrong
            ? t("price_guide.cost_wrong", { example: formatMoney({ amount: 1250, currency }) })
            : isLoss
              ? t("price_guide.loss", { floor: formatMoney(floor) })
              : undefined
        }
        value={typed}
        inputMode="decimal"
        autocomplete="off"
        onChange={(text) => {
          setTyped(text);
          setEdited(true);
        }}
      />
      {failure && <FailureNotice failure={failure} />}
    </>
  );
}
