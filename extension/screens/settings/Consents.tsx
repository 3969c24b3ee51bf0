// What rules may send by themselves, each by a dated consent that can be withdrawn at once. The risk stands beside the tick, in the
// same words for everybody.
import { useState } from "preact/hooks";
import type { Closet } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { formatDate } from "../../ui/format_figures";
import { t } from "../../ui/i18n";
import { FailureNotice } from "../failures";
import type { Failure, Result } from "../ports";
import type { ConsentVerb } from "../safety/port";
import { useKept, usePorts } from "../use";

const VERBS: readonly ConsentVerb[] = ["send_message", "send_offer", "answer_offer", "set_favourite", "set_follow"];

export function Consents({ closet }: { closet: Closet }) {
  const { safety } = usePorts();
  const given = useKept(safety.consents(closet.id)).value ?? [];
  const [asking, setAsking] = useState<ConsentVerb>();
  const [failure, setFailure] = useState<Failure>();
  const noted = (result: Result<unknown>) => {
    setFailure(result.ok ? undefined : result.failure);
    if (result.ok) setAsking(undefined);
  };
  return (
    <details>
      <summary>{t("consents.title", { count: given.length })}</summary>
      <div class="stack">
        <p>{t("consents.text")}</p>
        {failure && <FailureNotice failure={failure} />}
        <ul class="plain-list">
          {VERBS.map((verb) => {
            const consent = given.find((one) => one.verb === verb);
            return (
              <li key={verb} class="section-head">
                <span>
                  {t(`job.verb.${verb}`)}{" "}
                  {consent && <span class="muted">{t("consents.since", { date: formatDate(new Date(consent.given_at)) })}</span>}
                </span>
                {consent ? (
                  <Button onPress={() => void safety.revoke(closet.id, verb).then(noted)}>
                    {t("consents.withdraw", { verb: t(`job.verb.${verb}`) })}
                  </Button>
                ) : (
                  <Button kind="quiet" onPress={() => setAsking(verb)}>
                    {t("consents.give", { verb: t(`job.verb.${verb}`) })}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
        <p class="muted">{t("consents.withdrawn")}</p>
      </div>
      <Dialog
        title={
          asking ? t("consents.ask", { verb: t(`job.verb.${asking}`), login: closet.login }) : t("consents.title", { count: 0 })
        }
        open={asking !== undefined}
        onClose={() => setAsking(undefined)}
        actions={
          <>
            <Button onPress={() => setAsking(undefined)}>{t("ui.cancel")}</Button>
            <Button kind="danger" onPress={() => asking && void safety.consent(closet.id, asking).then(noted)}>
              {t("consents.understood")}
            </Button>
          </>
        }
      >
        <p>{t("consents.risk")}</p>
        <p>{t("consents.risk.more", { date: formatDate(new Date()) })}</p>
        {failure && <FailureNotice failure={failure} />}
      </Dialog>
    </details>
  );
}
