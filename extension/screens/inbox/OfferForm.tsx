// A lower price for this item, to this one member.
import { useState } from "preact/hooks";
import type { Closet, Conversation } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { formatMoney } from "../../ui/format";
import { t } from "../../ui/i18n";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { useKept, usePorts } from "../use";
import { PriceForm } from "./PriceForm";

export function OfferForm({ closet, conversation }: { closet: Closet; conversation: Conversation }) {
  const ports = usePorts();
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const { thread } = conversation;
  const listings = useKept(ports.listings(closet.id)).value ?? [];
  const item = listings.find(({ seen }) => seen.item_id === thread.item_id);
  // an offer is the seller's: there must be a listing of ours for sale
  if (item?.seen.state !== "active" || !item.seen.price) return null;
  const { price } = item.seen;
  if (!isOpen) {
    return (
      <div>
        <Button onPress={() => setOpen(true)}>{t("inbox.make_offer")}</Button>
      </div>
    );
  }
  const { login } = thread.other;
  return (
    <section class="card stack" aria-label={t("inbox.make_offer")}>
      {failure && <FailureNotice failure={failure} />}
      <PriceForm
        label={t("inbox.offer_label", { login, title: item.seen.title })}
        hint={t("inbox.offer_hint", { price: formatMoney(price) })}
        currency={price.currency}
        first={null}
        act={(amount) => t("inbox.offer_send", { amount, login })}
        isBusy={isBusy}
        onLeave={() => setOpen(false)}
        onSend={async (amount) => {
          setBusy(true);
          const result = await ports.wish(closet.id, {
            verb: "send_offer",
            price: amount,
            thread_id: thread.thread_id,
            item_id: thread.item_id,
          });
          setBusy(false);
          setFailure(result.ok ? undefined : result.failure);
          if (result.ok) setOpen(false);
        }}
      />
    </section>
  );
}
