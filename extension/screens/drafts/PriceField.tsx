// The price as it is typed. What cannot be read stays in the box with a sentence, and the draft then has no price.
import { useEffect, useState } from "preact/hooks";
import { TextField } from "../../ui/Field";
import { formatMoney } from "../../ui/format";
import { currentLanguageTag, t } from "../../ui/i18n";
import type { FieldProps } from "./form";
import { type PriceProblem, priceText, readPrice } from "./price";
import { leastPrice } from "./words";

export function PriceField({ form: { content, currency, change, errorOf } }: FieldProps) {
  const { price } = content;
  const [typed, setTyped] = useState(() => priceText(price, currentLanguageTag()));
  const read = readPrice(typed, currency);
  // another window changed the price, or a choice between two versions was made
  const isElsewhere = read.price?.amount !== price?.amount && !(price === null && read.problem !== null);
  useEffect(() => {
    if (isElsewhere) setTyped(priceText(price, currentLanguageTag()));
  }, [isElsewhere, price?.amount]);
  return (
    <div data-unit="price">
      <TextField
        label={t("draft.price.label", { currency })}
        hint={read.price && !read.problem ? formatMoney(read.price) : undefined}
        error={read.problem ? problemText(read.problem, currency) : errorOf("price")}
        value={typed}
        inputMode="decimal"
        autocomplete="off"
        onChange={(text) => {
          setTyped(text);
          change({ price: readPrice(text, currency).price });
        }}
      />
    </div>
  );
}

function problemText(problem: PriceProblem, currency: string): string {
  return t(`draft.price.${problem}`, { least: leastPrice(currency), example: formatMoney({ amount: 1250, currency }) });
}
