// What the seller keeps about an item: purchase cost, floor, tags, where it lies. None of it is on Vinted, and it follows a relist.
import { useState } from "preact/hooks";
import type { Listing, ListingNotes, Money } from "../../../shared-schemas/wire";
import { TextField } from "../../ui/Field";
import { formatMoney } from "../../ui/format";
import { currentLanguageTag, t } from "../../ui/i18n";
import { SaveBar } from "../../ui/SaveBar";
import { priceText, readPrice } from "../drafts/price";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { usePorts } from "../use";
import { notesOf } from "./notes_of";
import { readTags } from "./tags";

interface NotesProps {
  listing: Listing;
  currency: string;
}

interface Typed {
  cost: string;
  floor: string;
  tags: string;
  place: string;
}

function typedOf({ purchase_cost, floor, tags, storage_place }: ListingNotes): Typed {
  const tag = currentLanguageTag();
  return { cost: priceText(purchase_cost, tag), floor: priceText(floor, tag), tags: tags.join(", "), place: storage_place };
}

export function Notes({ listing: noted, currency }: NotesProps) {
  const { listing } = usePorts();
  const { seen } = noted;
  const kept = typedOf(notesOf(noted));
  const [typed, setTyped] = useState(kept);
  const [isSaving, setSaving] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const cost = amountOf(typed.cost, currency);
  const floor = amountOf(typed.floor, currency);
  const { tags, problem } = readTags(typed.tags);
  const isDirty = JSON.stringify(typed) !== JSON.stringify(kept);
  const isWrong = cost === undefined || floor === undefined || problem !== undefined;
  const set = (change: Partial<Typed>) => setTyped({ ...typed, ...change });
  const save = async () => {
    if (isWrong) return;
    setSaving(true);
    const result = await listing.keepNotes(seen.item_id, {
      purchase_cost: cost,
      floor,
      tags,
      storage_place: typed.place.trim(),
    });
    setSaving(false);
    setFailure(result.ok ? undefined : result.failure);
    if (result.ok) setTyped(typedOf(result.value));
  };
  return (
    <section class="card stack" aria-labelledby="notes">
      <div>
        <h3 id="notes">{t("notes.title")}</h3>
        <p class="muted">{t("notes.text")}</p>
      </div>
      <div class="fields">
        <TextField
          label={t("notes.cost", { currency })}
          inputMode="decimal"
          value={typed.cost}
          hint={typed.cost.trim() === "" ? t("notes.cost_unknown") : undefined}
          error={cost === undefined ? t("bulk.price.amount_wrong") : undefined}
          onChange={(text) => set({ cost: text })}
        />
        <TextField
          label={t("notes.floor", { currency })}
          inputMode="decimal"
          value={typed.floor}
          hint={t("notes.floor_hint")}
          error={floor === undefined ? t("bulk.price.amount_wrong") : undefined}
          onChange={(text) => set({ floor: text })}
        />
        <TextField
          label={t("notes.tags")}
          value={typed.tags}
          hint={t("notes.tags_hint")}
          error={problem && t(`notes.tags_${problem}`)}
          onChange={(text) => set({ tags: text })}
        />
        <TextField
          label={t("notes.place")}
          value={typed.place}
          maxLength={60}
          hint={t("notes.place_hint")}
          onChange={(place) => set({ place })}
        />
      </div>
      <Profit price={seen.price} cost={cost} />
      {failure && <FailureNotice failure={failure} />}
      <SaveBar isDirty={isDirty} isSaving={isSaving} onSave={() => void save()} onDiscard={() => setTyped(kept)} />
    </section>
  );
}

/** Before fees. An unknown cost is unknown, never nothing. */
function Profit({ price, cost }: { price: Money | null; cost: Money | null | undefined }) {
  if (!price || !cost || price.currency !== cost.currency) return null;
  const amount = price.amount - cost.amount;
  const value = formatMoney({ amount: Math.abs(amount), currency: price.currency });
  return <p class="muted">{amount < 0 ? t("notes.loss", { amount: value }) : t("notes.profit", { amount: value })}</p>;
}

/** An amount, null when nothing is typed, undefined when it cannot be read. What something cost may be less than a price may be. */
function amountOf(text: string, currency: string): Money | null | undefined {
  const { price, problem } = readPrice(text, currency);
  return problem === null || problem === "too_low" ? price : undefined;
}
