// Before many drafts are published: which will be, which are left out and what is missing in each, how long it takes and what it
// needs of the safety budget. Nothing has left yet; the one press that starts it is here.
import { useEffect, useState } from "preact/hooks";
import type { BulkDraft, Closet, DraftsPreview } from "../../../shared-schemas/wire";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { formatMoney } from "../../ui/format";
import { t } from "../../ui/i18n";
import { iconBack, iconDrafts } from "../../ui/icons";
import { Notice } from "../../ui/Notice";
import { DraftThumb } from "../drafts/DraftPicture";
import { problemWords, titleOf } from "../drafts/words";
import { FailureNotice } from "../failures";
import { useEscape, useFocusWhenShown } from "../focus";
import type { Failure } from "../ports";
import { go, hashOf } from "../route";
import { UnlessOff } from "../safety/UnlessOff";
import { usePorts } from "../use";
import { Needs } from "./Needs";
import { batchHash } from "./places";
import "./bulk.css";

export function PublishMany({ closet, draftIds }: { closet: Closet; draftIds: readonly string[] }) {
  const { drafts } = usePorts();
  const [preview, setPreview] = useState<DraftsPreview>();
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const shown = useFocusWhenShown<HTMLElement>();
  const leave = () => go(hashOf("drafts"));
  useEscape(leave);
  const asked = draftIds.join();
  const look = async () => {
    const result = await drafts.previewMany({ closet_id: closet.id, draft_ids: [...draftIds] });
    setFailure(result.ok ? undefined : result.failure);
    if (result.ok) setPreview(result.value);
  };
  useEffect(() => {
    if (asked !== "") void look();
  }, [asked, closet.id]);
  const start = async () => {
    if (!preview) return;
    setBusy(true);
    const ready = preview.items.filter(({ excluded }) => !excluded).map(({ draft_id, revision }) => ({ draft_id, revision }));
    const started = await drafts.publishMany({ closet_id: closet.id, drafts: ready });
    setBusy(false);
    if (started.ok) return go(batchHash(started.value));
    // what was looked at is no longer so: shown as it is now
    await look();
    setFailure(started.failure);
  };
  if (asked === "")
    return (
      <EmptyState
        icon={iconDrafts}
        title={t("publish_many.none.title")}
        action={<Button onPress={leave}>{t("draft.back")}</Button>}
      >
        {t("publish_many.none.text")}
      </EmptyState>
    );
  return (
    <section class="stack bulk" aria-labelledby="publish-many" ref={shown} tabIndex={-1}>
      <div>
        <Button kind="quiet" icon={iconBack} onPress={leave}>
          {t("draft.back")}
        </Button>
      </div>
      <header class="stack-small">
        <h2 id="publish-many">{t("bulk.title.publish", { count: draftIds.length })}</h2>
        <p>
          <strong>{t("bulk.nothing_left")}</strong> {t("publish_many.how", { login: closet.login })}
        </p>
      </header>
      {failure && <FailureNotice failure={failure} />}
      {!preview && !failure && <Skeleton rows={4} />}
      {preview && (
        <>
          <Needs preview={preview} closet={closet} />
          {preview.count === 0 && <Notice tone="info" title={t("bulk.all_excluded")} />}
          <UnlessOff verb="publish_listing" country={closet.country}>
            <div class="actions">
              <Button onPress={leave}>{t("ui.cancel")}</Button>
              {preview.count > 0 && (
                <Button kind="primary" busy={isBusy} onPress={() => void start()}>
                  {t("publish_many.start", { count: preview.count })}
                </Button>
              )}
            </div>
          </UnlessOff>
          <Items preview={preview} currency={closet.currency} />
        </>
      )}
    </section>
  );
}

function Items({ preview, currency }: { preview: DraftsPreview; currency: string }) {
  const excluded = preview.items.filter((item) => item.excluded);
  const included = preview.items.filter((item) => !item.excluded);
  return (
    <div class="stack">
      {excluded.length > 0 && (
        <section class="stack-small" aria-labelledby="publish-excluded">
          <h3 id="publish-excluded">{t("bulk.excluded", { count: excluded.length })}</h3>
          <ItemList items={excluded} currency={currency} />
        </section>
      )}
      {included.length > 0 && (
        <section class="stack-small" aria-labelledby="publish-included">
          <h3 id="publish-included">{t("publish_many.included", { count: included.length })}</h3>
          <ItemList items={included} currency={currency} />
        </section>
      )}
    </div>
  );
}

function ItemList({ items, currency }: { items: readonly BulkDraft[]; currency: string }) {
  return (
    <ul class="bulk-items">
      {items.map(({ draft_id, title, photo_id, price, excluded, problems }) => (
        <li key={draft_id} class="bulk-item">
          <DraftThumb photo={photo_id ? { photo_id, color: null } : undefined} />
          <div class="stack-small">
            <a class="bulk-title" href={hashOf("drafts", draft_id)} dir="auto">
              {titleOf(title)}
            </a>
            {price && <span class="muted">{formatMoney(price)}</span>}
            {problems
              .filter(({ level }) => level === "block" || !excluded)
              .map((problem) => (
                <span
                  key={`${problem.code}:${problem.field}:${problem.found ?? ""}`}
                  class={problem.level === "warn" ? "muted" : ""}
                >
                  {problemWords(problem, currency)}
                </span>
              ))}
          </div>
          {excluded && <Badge tone="wait">{t(`publish_many.why.${excluded}`)}</Badge>}
        </li>
      ))}
    </ul>
  );
}
