// Changing a listing in place: price, words, condition, size, colours, parcel, the order of its photos. Only what is different is
// sent, and the listing is read again first, so nothing that was changed on Vinted meanwhile is undone by it.
import { useState } from "preact/hooks";
import type { Closet, Listing, ListingDetails } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { Notice } from "../../ui/Notice";
import { lengthOf } from "../../ui/text_length";
import { ChoiceField } from "../drafts/ChoiceField";
import { ColourField } from "../drafts/ColourField";
import { choicesOf } from "../drafts/choices";
import { DESCRIPTION_MAX, NO_FIELDS, TITLE_MAX } from "../drafts/content";
import type { DraftForm } from "../drafts/form";
import { PriceField } from "../drafts/PriceField";
import { TextFields } from "../drafts/TextFields";
import { useVocabulary } from "../drafts/use_vocabulary";
import { useFocusWhenShown } from "../focus";
import type { Wish } from "../ports";
import { fits, freesWords } from "../safety/budget_left";
import { UnlessOff } from "../safety/UnlessOff";
import { ChangePhotos } from "./ChangePhotos";
import { asRead, differenceOf, emptied, photosOf } from "./change";
import { Details } from "./Details";
import { isBelowFloor } from "./notes_of";
import "../drafts/drafts.css";

interface ChangeFormProps {
  listing: Listing;
  closet: Closet;
  isBusy: boolean;
  onConfirm: (wish: Wish) => void;
  onLeave: () => void;
}

export function ChangeForm(props: ChangeFormProps) {
  const { listing, closet, onLeave } = props;
  const shown = useFocusWhenShown<HTMLElement>();
  const can = listing.seen.state === "active" || listing.seen.state === "hidden";
  return (
    <section class="card stack" aria-labelledby="change" ref={shown} tabIndex={-1}>
      <h3 id="change">{t("change.title", { title: listing.seen.title })}</h3>
      {!can ? (
        <Notice tone="info" title={t("change.cannot")} action={<Button onPress={onLeave}>{t("ui.cancel")}</Button>} />
      ) : listing.details ? (
        <UnlessOff verb="update_listing" country={closet.country}>
          <Form key={listing.details.read_at} {...props} details={listing.details} />
        </UnlessOff>
      ) : (
        <>
          <p>{t("change.read_first")}</p>
          <Details listing={listing} closet={closet} />
          <PriceOnly {...props} />
        </>
      )}
    </section>
  );
}

function Form({ listing, closet, isBusy, onConfirm, onLeave, details }: ChangeFormProps & { details: ListingDetails }) {
  const read = asRead(details);
  const [wanted, setWanted] = useState(read);
  const vocabulary = useVocabulary(closet.country, wanted.fields.catalog_id);
  const change = differenceOf(read, wanted);
  const isBelow = isBelowFloor(listing, wanted.fields.price);
  const isLong = lengthOf(wanted.fields.title) > TITLE_MAX || lengthOf(wanted.fields.description) > DESCRIPTION_MAX;
  const form: DraftForm = {
    content: { ...wanted.fields, photo_ids: [], closet_id: closet.id },
    currency: closet.currency,
    change: (change) => setWanted((before) => ({ ...before, fields: { ...before.fields, ...change } })),
    errorOf: () => undefined,
    vocabulary,
  };
  return (
    <>
      <PriceField form={form} />
      {isBelow && <p class="field-error">{t("problem.below_floor.title")}</p>}
      <TextFields form={form} />
      {vocabulary && (
        <>
          <div class="fields">
            <ChoiceField
              unit="condition"
              label={t("draft.unit.condition")}
              choices={choicesOf("condition", wanted.fields.catalog_id, vocabulary)}
              chosen={wanted.fields.condition_id}
              onChoose={(condition_id) => form.change({ condition_id })}
            />
            <ChoiceField
              unit="size"
              label={t("draft.unit.size")}
              choices={choicesOf("size", wanted.fields.catalog_id, vocabulary)}
              chosen={wanted.fields.size_id}
              onChoose={(size_id) => form.change({ size_id })}
            />
            <ChoiceField
              unit="parcel"
              label={t("draft.unit.parcel")}
              choices={choicesOf("package_size", wanted.fields.catalog_id, vocabulary)}
              chosen={wanted.fields.package_size_id}
              onChoose={(package_size_id) => form.change({ package_size_id })}
            />
          </div>
          <ColourField form={form} vocabulary={vocabulary} />
        </>
      )}
      {wanted.photoIds.length > 1 && (
        <ChangePhotos
          photos={photosOf(details)}
          ids={wanted.photoIds}
          onOrder={(photoIds) => setWanted((before) => ({ ...before, photoIds }))}
        />
      )}
      {emptied(read, wanted) && <p class="field-error">{t("change.emptied")}</p>}
      <Confirm
        closet={closet}
        isBusy={isBusy}
        isReady={change !== undefined && !isBelow && !isLong && !emptied(read, wanted)}
        onConfirm={() => change && onConfirm({ verb: "update_listing", item_id: listing.seen.item_id, change })}
        onLeave={onLeave}
      />
    </>
  );
}

/** The price is in the list already, so it can be changed before the rest was read. */
function PriceOnly({ listing, closet, isBusy, onConfirm, onLeave }: ChangeFormProps) {
  const { price: now, item_id } = listing.seen;
  const [price, setPrice] = useState(now);
  const form: DraftForm = {
    content: { ...EMPTY, price },
    currency: closet.currency,
    change: (change) => "price" in change && setPrice(change.price ?? null),
    errorOf: () => undefined,
    vocabulary: undefined,
  };
  const isBelow = isBelowFloor(listing, price);
  return (
    <UnlessOff verb="update_listing" country={closet.country}>
      <PriceField form={form} />
      {isBelow && <p class="field-error">{t("problem.below_floor.title")}</p>}
      <Confirm
        closet={closet}
        isBusy={isBusy}
        isReady={price !== null && price.amount !== now?.amount && !isBelow}
        onConfirm={() => price && onConfirm({ verb: "update_listing", item_id, change: { price } })}
        onLeave={onLeave}
      />
    </UnlessOff>
  );
}

const EMPTY: DraftForm["content"] = { ...NO_FIELDS, photo_ids: [], closet_id: null };

interface ConfirmProps {
  closet: Closet;
  isBusy: boolean;
  isReady: boolean;
  onConfirm: () => void;
  onLeave: () => void;
}

function Confirm({ closet: { gauge }, isBusy, isReady, onConfirm, onLeave }: ConfirmProps) {
  return (
    <>
      <p class="muted">{t("change.cost", { used: gauge.writes_used, limit: gauge.writes_limit })}</p>
      {!fits(gauge, { writes: 1, relists: 0 }) && (
        <Notice tone="wait" title={t("relist.over_budget")}>
          {freesWords(gauge)}
        </Notice>
      )}
      <div class="actions">
        <Button onPress={onLeave}>{t("ui.cancel")}</Button>
        <Button kind="primary" busy={isBusy} disabled={!isReady} onPress={onConfirm}>
          {t("change.save")}
        </Button>
      </div>
    </>
  );
}
