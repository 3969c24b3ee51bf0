// The acts on a whole draft: publish it, save it on Vinted without publishing, or leave it for later; and the job that came of it.
import { useState } from "preact/hooks";
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { iconExternal } from "../../ui/icons";
import { FailureNotice } from "../failures";
import { Choices } from "../jobs/Choices";
import { PicturedRow } from "../jobs/PicturedRow";
import type { Failure } from "../ports";
import { go, hashOf } from "../route";
import { UnlessOff } from "../safety/UnlessOff";
import { currentCloset } from "../situation";
import { useKept, usePorts } from "../use";
import type { DraftSession } from "./draft_session";
import { type DraftState, isEditable } from "./draft_state";

interface PublishProps {
  session: DraftSession;
  state: DraftState;
  /** Somebody wanted to publish: from now on empty fields are named at the field, too. */
  onPress: () => void;
}

/** Codes of refusals that the editor itself shows: the strip names what is missing, the sides of a conflict stand above. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(["draft_not_ready", "draft_changed", "draft_locked"]);

export function Publish({ session, state, onPress }: PublishProps) {
  const ports = usePorts();
  const closets = useKept(ports.closets);
  const closet = closets.value?.items.find(({ id }) => id === state.base.closet_id) ?? currentCloset(closets);
  const [failure, setFailure] = useState<Failure>();
  const [busy, setBusy] = useState<"publish" | "save">();
  const send = async (asVintedDraft: boolean) => {
    onPress();
    if (!closet) return;
    setBusy(asVintedDraft ? "save" : "publish");
    setFailure(undefined);
    const isSaved = await session.flush();
    const now = session.current();
    if (isSaved && now) {
      const request = {
        draft_id: now.base.id,
        revision: now.base.revision,
        closet_id: closet.id,
        as_vinted_draft: asVintedDraft,
      };
      const result = await ports.drafts.publish(request);
      if (!result.ok) setFailure(result.failure);
      await ports.drafts.draft(now.base.id).refresh();
    }
    setBusy(undefined);
  };
  const isHidden = failure?.why === "refused" && SHOWN_ELSEWHERE.has(failure.code);
  return (
    <>
      <WorkOnIt state={state} />
      {failure && !isHidden && <FailureNotice failure={failure} />}
      {!closet && closets.value && <p class="muted">{t("draft.publish.no_closet")}</p>}
      {isEditable(state) && (
        <div class="actions draft-acts">
          <UnlessOff verb="publish_listing" country={state.base.country}>
            <Button
              kind="primary"
              busy={busy === "publish"}
              disabled={!closet || busy === "save"}
              onPress={() => void send(false)}
            >
              {t("draft.publish")}
            </Button>
          </UnlessOff>
          <UnlessOff verb="save_vinted_draft" country={state.base.country}>
            <Button busy={busy === "save"} disabled={!closet || busy === "publish"} onPress={() => void send(true)}>
              {t("draft.save_on_vinted")}
            </Button>
          </UnlessOff>
          <Button kind="quiet" onPress={() => void session.flush().then(() => go(hashOf("drafts")))}>
            {t("draft.later")}
          </Button>
        </div>
      )}
    </>
  );
}

/** The job that works on this draft, or the last that did, and where its listing is. */
function WorkOnIt({ state: { base } }: { state: DraftState }) {
  const ports = usePorts();
  const job = useKept(base.job_id ? ports.job(base.job_id) : undefined).value;
  const { item_id: itemId, state } = base;
  if (!job && !itemId) return null;
  return (
    <section class="card" aria-label={t("draft.on_vinted")}>
      {job && <PicturedRow job={job} onStop={() => void ports.cancelJob(job.id)} />}
      {job && job.choices.length > 0 && <Choices job={job} />}
      <div class="actions">
        {state === "published" && itemId && (
          <Button icon={iconExternal} onPress={() => ports.windows.openVinted(base.country, itemId)}>
            {t("draft.see_listing")}
          </Button>
        )}
        {job && <a href={hashOf("history", job.id)}>{t("history.see")}</a>}
      </div>
    </section>
  );
}
