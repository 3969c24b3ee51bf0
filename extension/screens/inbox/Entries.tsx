// The lines of a conversation in Vinted's order. A buyer's open offer can be answered where it stands; a kind nobody has described is
// shown as it is and never acted on.
import { useState } from "preact/hooks";
import type { Closet, Conversation, ThreadEntry } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { formatExact, formatMoney } from "../../ui/format";
import { t } from "../../ui/i18n";
import type { Result, Wish } from "../ports";
import { UnlessOff } from "../safety/UnlessOff";
import { usePorts } from "../use";
import { isOpenOffer } from "./open_offer";
import { PriceForm } from "./PriceForm";

interface EntriesProps {
  closet: Closet;
  conversation: Conversation;
  entries: readonly ThreadEntry[];
  noted: (result: Result<unknown>) => void;
}

export function Entries({ closet, conversation, entries, noted }: EntriesProps) {
  if (entries.length === 0) return <p class="muted">{t("inbox.no_entries")}</p>;
  return (
    <ol class="entries">
      {entries.map((entry) => (
        <li key={entry.id} class="entry" data-mine={entry.mine ?? "nobody"}>
          <span class="visually-hidden">
            {t(entry.mine ? "inbox.you" : "inbox.they", { login: conversation.thread.other.login })}
          </span>
          <Said entry={entry} />
          {entry.at && <span class="entry-time">{formatExact(new Date(entry.at))}</span>}
          {isOpenOffer(entry) && (
            <UnlessOff verb="answer_offer" country={closet.country}>
              <AnswerOffer closet={closet} conversation={conversation} entry={entry} noted={noted} />
            </UnlessOff>
          )}
        </li>
      ))}
    </ol>
  );
}

function Said({ entry: { kind, text, price, offer_state } }: { entry: ThreadEntry }) {
  const isOffer = kind === "offer" || kind === "offer_request";
  return (
    <>
      {isOffer && price && (
        <strong>
          {t(`inbox.entry.${kind}`, { amount: formatMoney(price) })}
          {offer_state && ` · ${t(`inbox.offer.${offer_state}`)}`}
        </strong>
      )}
      {text && <span class="entry-text">{text}</span>}
    </>
  );
}

interface AnswerOfferProps {
  closet: Closet;
  conversation: Conversation;
  entry: ThreadEntry;
  noted: (result: Result<unknown>) => void;
}

function AnswerOffer({ closet, conversation, entry, noted }: AnswerOfferProps) {
  const { wish } = usePorts();
  const [isCountering, setCountering] = useState(false);
  const [busy, setBusy] = useState<"accept" | "decline" | "counter">();
  const { login } = conversation.thread.other;
  if (entry.offer_id === null || !entry.price) return null;
  const { price } = entry;
  const named = { thread_id: conversation.thread.thread_id, offer_id: entry.offer_id };
  const answer = async (wanted: Extract<Wish, { verb: "answer_offer" }>) => {
    setBusy(wanted.answer);
    noted(await wish(closet.id, wanted));
    setBusy(undefined);
    setCountering(false);
  };
  if (isCountering) {
    return (
      <PriceForm
        label={t("inbox.counter_label", { login })}
        currency={price.currency}
        first={conversation.thread.item_id ? null : price}
        act={(amount) => t("inbox.counter_send", { amount })}
        isBusy={busy === "counter"}
        onSend={(amount) => void answer({ verb: "answer_offer", ...named, answer: "counter", price: amount })}
        onLeave={() => setCountering(false)}
      />
    );
  }
  return (
    <div class="actions">
      <Button
        kind="primary"
        busy={busy === "accept"}
        onPress={() => void answer({ verb: "answer_offer", ...named, answer: "accept" })}
      >
        {t("inbox.accept", { amount: formatMoney(price) })}
      </Button>
      <Button onPress={() => setCountering(true)}>{t("inbox.counter")}</Button>
      <Button busy={busy === "decline"} onPress={() => void answer({ verb: "answer_offer", ...named, answer: "decline" })}>
        {t("inbox.decline")}
      </Button>
    </div>
  );
}
