// Before a bulk act: what would happen to each listing, what is left out and why, how long it takes and what it needs of the safety
// budget. Nothing has left yet; the one press that starts it is here.
import { useState } from "preact/hooks";
import type { BulkItem, BulkPreview, Closet } from "../../../shared-schemas/wire";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { formatMoney } from "../../ui/format";
import { t } from "../../ui/i18n";
import { iconBack, iconCloset } from "../../ui/icons";
import { Notice } from "../../ui/Notice";
import { Thumb } from "../../ui/Photo";
import { FailureNotice } from "../failures";
import { useEscape, useFocusWhenShown } from "../focus";
import type { Failure } from "../ports";
import { go, hashOf } from "../route";
import { UnlessOff } from "../safety/UnlessOff";
import { usePorts } from "../use";
import { actOf, FIRST_CHOICE } from "./choice";
import { Needs } from "./Needs";
import { PriceChoiceFields } from "./PriceChoiceFields";
import type { BulkActName } from "./port";
import { usePreview } from "./use_preview";
import "./bulk.css";

interface BulkProps {
  closet: Closet;
  act: BulkActName;
  itemIds: number[];
}

const VERBS = {
  price: "update_listing",
  hide: "set_hidden",
  show: "set_hidden",
  relist: "relist",
  delete: "delete_listing",
} as const;

export function Bulk({ closet, act, itemIds }: BulkProps) {
  const [choice, setChoice] = useState(FIRST_CHOICE);
  const sent = actOf(act, choice);
  const request = sent && itemIds.length > 0 ? { closet_id: closet.id, item_ids: itemIds, act: sent } : undefined;
  const { preview, failure, isOld } = usePreview(request);
  const shown = useFocusWhenShown<HTMLElement>();
  const leave = () => go(hashOf("closet"));
  useEscape(leave);
  if (itemIds.length === 0) {
    return (
      <EmptyState icon={iconCloset} title={t("bulk.none.title")} action={<Button onPress={leave}>{t("closet.back")}</Button>}>
        {t("bulk.none.text")}
      </EmptyState>
    );
  }
  return (
    <section class="stack bulk" aria-labelledby="bulk" ref={shown} tabIndex={-1}>
      <div>
        <Button kind="quiet" icon={iconBack} onPress={leave}>
          {t("closet.back")}
        </Button>
      </div>
      <header class="stack-small">
        <h2 id="bulk">{t(`bulk.title.${act}`, { count: itemIds.length })}</h2>
        <p>
          <strong>{t("bulk.nothing_left")}</strong> {t(`bulk.how.${act}`)}
        </p>
      </header>
      {act === "price" && <PriceChoiceFields choice={choice} currency={closet.currency} onChange={setChoice} />}
      {failure && <FailureNotice failure={failure} />}
      {!preview && !failure && request && <Skeleton rows={4} />}
      {preview && (
        <>
          <Needs preview={preview} closet={closet} />
          <UnlessOff verb={VERBS[act]} country={closet.country}>
            <Start act={act} preview={preview} request={request} isOld={isOld} leave={leave} />
          </UnlessOff>
          <Items preview={preview} isOld={isOld} />
        </>
      )}
    </section>
  );
}

interface StartProps {
  act: BulkActName;
  preview: BulkPreview;
  request: Parameters<ReturnType<typeof usePorts>["bulk"]["start"]>[0] | undefined;
  isOld: boolean;
  leave: () => void;
}

function Start({ act, preview, request, isOld, leave }: StartProps) {
  const { bulk } = usePorts();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const start = async () => {
    if (!request) return;
    setBusy(true);
    // what was looked at is what is started: nothing that the preview left out
    const item_ids = preview.items.filter(({ excluded }) => !excluded).map(({ item_id }) => item_id);
    const started = await bulk.start({ ...request, item_ids });
    setBusy(false);
    if (started.ok) go(hashOf("closet", "batch", started.value.id));
    else setFailure(started.failure);
  };
  return (
    <>
      {failure && <FailureNotice failure={failure} />}
      {preview.count === 0 && <Notice tone="info" title={t("bulk.all_excluded")} />}
      <div class="actions">
        <Button onPress={leave}>{t("ui.cancel")}</Button>
        {preview.count > 0 && (
          <Button
            kind={act === "delete" ? "danger" : "primary"}
            busy={isBusy}
            disabled={isOld || !request}
            onPress={() => void start()}
          >
            {t(`bulk.start.${act}`, { count: preview.count })}
          </Button>
        )}
      </div>
    </>
  );
}

function Items({ preview, isOld }: { preview: BulkPreview; isOld: boolean }) {
  const excluded = preview.items.filter((item) => item.excluded);
  const included = preview.items.filter((item) => !item.excluded);
  return (
    <div class="stack" aria-busy={isOld}>
      {included.length > 0 && (
        <section class="stack-small" aria-labelledby="bulk-included">
          <h3 id="bulk-included">{t("bulk.included", { count: included.length })}</h3>
          <ItemList items={included} />
        </section>
      )}
      {excluded.length > 0 && (
        <section class="stack-small" aria-labelledby="bulk-excluded">
          <h3 id="bulk-excluded">{t("bulk.excluded", { count: excluded.length })}</h3>
          <ItemList items={excluded} />
        </section>
      )}
    </div>
  );
}

function ItemList({ items }: { items: readonly BulkItem[] }) {
  return (
    <ul class="bulk-items">
      {items.map(({ item_id, title, photo_url, price, new_price, excluded }) => (
        <li key={item_id} class="bulk-item">
          <Thumb photo={{ src: photo_url ?? undefined, alt: "" }} />
          <div class="stack-small">
            <span class="bulk-title">{title || t("bulk.unknown", { id: String(item_id) })}</span>
            <span class="muted">
              {price && formatMoney(price)}
              {new_price && !excluded && (
                <>
                  {" → "}
                  <strong>{formatMoney(new_price)}</strong>
                </>
              )}
            </span>
          </div>
          {excluded && <Badge tone="wait">{t(`bulk.why.${excluded}`)}</Badge>}
        </li>
      ))}
    </ul>
  );
}
