// The answers a job waits for, as buttons: what the server says is possible now, the gentlest first.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Job } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { t } from "../../ui/i18n";
import { FailureNotice } from "../failures";
import type { Choice, Failure } from "../ports";
import { UnlessOff } from "../safety/UnlessOff";
import { useKept, useOpenVinted, usePorts } from "../use";

/** What the person has to do on Vinted's own page, not here. */
export function isSolvedOnVinted({ state, refusal }: Pick<Job, "state" | "refusal">): boolean {
  const kind = refusal?.kind;
  return state === "needs_person" && (kind === "challenge" || kind === "signed_out" || kind === "other_member");
}

/** A restore makes a listing of its own, so it can be switched off by itself. */
function Restorable({ job, children }: { job: Job; children: ComponentChildren }) {
  const closet = useKept(usePorts().closets).value?.items.find(({ id }) => id === job.closet_id);
  if (!closet) return children;
  return (
    <UnlessOff verb="restore" country={closet.country}>
      {children}
    </UnlessOff>
  );
}

export function Choices({ job }: { job: Job }) {
  const { resolveJob } = usePorts();
  const openVinted = useOpenVinted(job.closet_id);
  const [busy, setBusy] = useState<Choice>();
  const [failure, setFailure] = useState<Failure>();
  const answer = async (choice: Choice) => {
    setBusy(choice);
    const result = await resolveJob(job.id, choice);
    setBusy(undefined);
    setFailure(result.ok ? undefined : result.failure);
  };
  const onVinted = isSolvedOnVinted(job);
  return (
    <>
      {failure && <FailureNotice failure={failure} />}
      <div class="actions">
        {onVinted && (
          <Button kind="primary" onPress={() => openVinted(job.refusal?.kind === "signed_out" ? "sign_in" : "home")}>
            {t("situation.no_tab.action")}
          </Button>
        )}
        {job.choices.map((choice, index) => {
          const button = (
            <Button
              key={choice}
              kind={index === 0 && !onVinted ? "primary" : choice === "give_up" || choice === "journal_lost" ? "danger" : "plain"}
              busy={busy === choice}
              onPress={() => void answer(choice)}
            >
              {t(`job.choice.${choice}`)}
            </Button>
          );
          return choice === "restore" ? (
            <Restorable key={choice} job={job}>
              {button}
            </Restorable>
          ) : (
            button
          );
        })}
      </div>
    </>
  );
}
