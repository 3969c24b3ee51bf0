// Members nothing is prepared for any more.
import { useState } from "preact/hooks";
import type { Closet } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { formatDate } from "../../ui/format_figures";
import { t } from "../../ui/i18n";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { useKept, usePorts } from "../use";

export function Ignored({ closet }: { closet: Closet }) {
  const { safety } = usePorts();
  const people = useKept(safety.ignored(closet.id)).value ?? [];
  const [failure, setFailure] = useState<Failure>();
  const takeOff = async (memberId: number) => {
    const result = await safety.noLongerIgnore(closet.id, memberId);
    setFailure(result.ok ? undefined : result.failure);
  };
  return (
    <details>
      <summary>{t("ignored.title", { count: people.length })}</summary>
      {failure && <FailureNotice failure={failure} />}
      {people.length === 0 ? (
        <p class="muted">{t("ignored.none")}</p>
      ) : (
        <ul class="plain-list">
          {people.map(({ member_id, login, since }) => (
            <li key={member_id} class="section-head">
              <span>
                {login} <span class="muted">{t("ignored.since", { date: formatDate(new Date(since)) })}</span>
              </span>
              <Button kind="quiet" onPress={() => void takeOff(member_id)}>
                {t("ignored.take_off", { login })}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
