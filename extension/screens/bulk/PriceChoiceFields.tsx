// How prices are to change: by a part, by an amount, or all to one price; and how the result is rounded.
import { useState } from "preact/hooks";
import { SelectField, TextField } from "../../ui/Field";
import { formatMoney } from "../../ui/format";
import { currentLanguageTag, t } from "../../ui/i18n";
import { priceText, readPrice } from "../drafts/price";
import { type PriceChoice, percentOf, ROUNDINGS } from "./choice";

interface PriceChoiceFieldsProps {
  choice: PriceChoice;
  currency: string;
  onChange: (choice: PriceChoice) => void;
}

/** The way and its direction as one choice, which is how people say it. */
const WAYS = [
  ["percent_down", "percent", false],
  ["amount_down", "amount", false],
  ["set_to", "set_to", false],
  ["percent_up", "percent", true],
  ["amount_up", "amount", true],
] as const satisfies readonly [string, PriceChoice["way"], boolean][];

export function PriceChoiceFields({ choice, currency, onChange }: PriceChoiceFieldsProps) {
  const chosen = WAYS.find(([, way, isUp]) => way === choice.way && isUp === choice.isUp) ?? WAYS[0];
  return (
    <div class="fields">
      <SelectField
        label={t("bulk.price.way")}
        value={chosen[0]}
        options={WAYS.map(([key]) => ({ value: key, label: t(`bulk.price.${key}`) }))}
        onChange={(key) => {
          const [, way, isUp] = WAYS.find(([known]) => known === key) ?? WAYS[0];
          onChange({ ...choice, way, isUp });
        }}
      />
      {choice.way === "percent" ? (
        <TextField
          label={t("bulk.price.percent")}
          inputMode="numeric"
          value={choice.percent}
          error={
            percentOf(choice) === undefined
              ? t(choice.isUp ? "bulk.price.percent_up_wrong" : "bulk.price.percent_wrong")
              : undefined
          }
          onChange={(percent) => onChange({ ...choice, percent })}
        />
      ) : (
        <Amount choice={choice} currency={currency} onChange={onChange} />
      )}
      {choice.way !== "set_to" && (
        <SelectField
          label={t("bulk.price.round")}
          value={String(choice.roundTo)}
          options={ROUNDINGS.map((amount) => ({ value: String(amount), label: formatMoney({ amount, currency }) }))}
          onChange={(roundTo) => onChange({ ...choice, roundTo: Number(roundTo) })}
        />
      )}
    </div>
  );
}

function Amount({ choice, currency, onChange }: PriceChoiceFieldsProps) {
  const [typed, setTyped] = useState(() => priceText(choice.amount, currentLanguageTag()));
  const read = readPrice(typed, currency);
  // an amount to take off may be less than a price may be
  const isWrong = read.problem !== null && !(choice.way === "amount" && read.problem === "too_low");
  return (
    <TextField
      label={t("draft.price.label", { currency })}
      inputMode="decimal"
      value={typed}
      error={isWrong ? t("bulk.price.amount_wrong") : undefined}
      onChange={(text) => {
        setTyped(text);
        onChange({ ...choice, amount: readPrice(text, currency).price });
      }}
    />
  );
}
