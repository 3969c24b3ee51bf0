// A price that is sent to somebody: typed, read back on the button, sent by one press.
import { useState } from "preact/hooks";
import type { Money } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { formatMoney } from "../../ui/format";
import { currentLanguageTag, t } from "../../ui/i18n";
import { priceText, readPrice } from "../drafts/price";

interface PriceFormProps {
  label: string;
  hint?: string | undefined;
  currency: string;
  first: Money | null;
  /** What the button says, with the amount as it will be sent. */
  act: (amount: string) => string;
  isBusy: boolean;
  onSend: (price: Money) => void;
  onLeave: () => void;
}

export function PriceForm({ label, hint, currency, first, act, isBusy, onSend, onLeave }: PriceFormProps) {
  const [typed, setTyped] = useState(() => priceText(first, currentLanguageTag()));
  const { price, problem } = readPrice(typed, currency);
  const isFine = price !== null && problem === null;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isFine && !isBusy) onSend(price);
      }}
    >
      <TextField
        label={label}
        hint={hint}
        inputMode="decimal"
        value={typed}
        error={problem ? t("bulk.price.amount_wrong") : undefined}
        onChange={setTyped}
      />
      <div class="actions">
        <Button onPress={onLeave}>{t("ui.cancel")}</Button>
        <Button kind="primary" type="submit" busy={isBusy} disabled={!isFine}>
          {act(price ? formatMoney(price) : "…")}
        </Button>
      </div>
    </form>
  );
}
