// Changing what a card says: another text or another amount, on the card as it is shown. Saved, it is a new card to be looked at.
import { useState } from "preact/hooks";
import type { Card } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { currentLanguageTag, t } from "../../ui/i18n";
import { TextArea } from "../../ui/TextArea";
import { lengthOf } from "../../ui/text_length";
import { priceText, readPrice } from "../drafts/price";
import { useFocusWhenShown } from "../focus";
import { TEXT_MOST } from "../inbox/variables";
import type { CardEdit } from "./port";

interface CardEditorProps {
  card: Card;
  isBusy: boolean;
  onSave: (edit: CardEdit) => Promise<boolean>;
  onLeave: () => void;
}

export function CardEditor({ card, isBusy, onSave, onLeave }: CardEditorProps) {
  const [text, setText] = useState(card.text ?? "");
  const [typed, setTyped] = useState(() => priceText(card.amount, currentLanguageTag()));
  const shown = useFocusWhenShown<HTMLFormElement>();
  const { price, problem } = readPrice(typed, card.amount?.currency ?? "EUR");
  const isTextFine = card.text === null || (text.trim() !== "" && lengthOf(text) <= TEXT_MOST);
  const isFine = isTextFine && (card.amount === null || (price !== null && problem === null));
  const save = async () => {
    const edit: CardEdit = { digest: card.digest };
    if (card.text !== null && text !== card.text) edit.text = text;
    if (card.amount !== null && price && price.amount !== card.amount.amount) edit.amount = price;
    const isSame = edit.text === undefined && edit.amount === undefined;
    if (isSame || (await onSave(edit))) onLeave();
  };
  return (
    <form
      class="stack"
      ref={shown}
      tabIndex={-1}
      onSubmit={(event) => {
        event.preventDefault();
        if (isFine) void save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          onLeave();
        }
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && isFine) {
          event.preventDefault();
          // the panel would open wide by the same keys
          event.stopPropagation();
          void save();
        }
      }}
    >
      {card.text !== null && <TextArea label={t("approvals.words")} value={text} max={TEXT_MOST} rows={4} onChange={setText} />}
      {card.amount && (
        <TextField
          label={t("draft.price.label", { currency: card.amount.currency })}
          inputMode="decimal"
          value={typed}
          error={problem ? t("bulk.price.amount_wrong") : undefined}
          onChange={setTyped}
        />
      )}
      <div class="actions">
        <Button onPress={onLeave}>{t("ui.cancel")}</Button>
        <Button kind="primary" type="submit" busy={isBusy} disabled={!isFine}>
          {t("approvals.keep_text")}
        </Button>
      </div>
    </form>
  );
}
