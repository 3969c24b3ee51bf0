// A draft with everything of this listing, made by one press; text and photos that are not here yet are brought through the tab.
import { useState } from "preact/hooks";
import type { Closet, Listing } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { FailureNotice } from "../failures";
import { useFocusWhenShown } from "../focus";
import type { Failure } from "../ports";
import { go, hashOf } from "../route";
import { usePorts } from "../use";

export function CopyConfirm({ listing, closet, onLeave }: { listing: Listing; closet: Closet; onLeave: () => void }) {
  const ports = usePorts();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const shown = useFocusWhenShown<HTMLElement>();
  const copy = async () => {
    setBusy(true);
    const draft = await ports.drafts.copy({ closet_id: closet.id, country: closet.country, item_id: listing.seen.item_id });
    setBusy(false);
    if (draft.ok) go(hashOf("drafts", draft.value.id));
    else setFailure(draft.failure);
  };
  return (
    <section class="card stack" aria-labelledby="copy" ref={shown} tabIndex={-1}>
      <h3 id="copy">{t("copy.title", { title: listing.seen.title })}</h3>
      <p>{t(listing.details ? "copy.text" : "copy.text_unread")}</p>
      {failure && <FailureNotice failure={failure} />}
      <div class="actions">
        <Button onPress={onLeave}>{t("ui.cancel")}</Button>
        <Button kind="primary" busy={isBusy} onPress={() => void copy()}>
          {t("copy.act")}
        </Button>
      </div>
    </section>
  );
}
