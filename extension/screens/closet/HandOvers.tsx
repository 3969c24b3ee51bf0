// What can only be done on Vinted's own page: it is opened there, and the person presses. Nothing is sent by us.
import { useState } from "preact/hooks";
import type { Closet, Listing, OpenPurpose } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { type TextKey, t } from "../../ui/i18n";
import { iconExternal } from "../../ui/icons";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { UnlessOff } from "../safety/UnlessOff";
import { usePorts } from "../use";

const PURPOSES = [
  ["reserve", "hand_over.reserve"],
  ["mark_sold", "hand_over.mark_sold"],
  ["paid_bump", "hand_over.paid_bump"],
] as const satisfies readonly [OpenPurpose, TextKey][];

export function HandOvers({ listing: { seen }, closet }: { listing: Listing; closet: Closet }) {
  const { wish } = usePorts();
  const [failure, setFailure] = useState<Failure>();
  if (seen.state !== "active" && seen.state !== "reserved") return null;
  const open = async (purpose: OpenPurpose) => {
    const result = await wish(closet.id, { verb: "open_on_vinted", purpose, item_id: seen.item_id });
    setFailure(result.ok ? undefined : result.failure);
  };
  return (
    <details>
      <summary>{t("hand_over.title")}</summary>
      <div class="stack-small">
        <p class="muted">{t("hand_over.text")}</p>
        {failure && <FailureNotice failure={failure} />}
        <UnlessOff verb="open_on_vinted" country={closet.country}>
          <div class="actions">
            {PURPOSES.map(([purpose, name]) => (
              <Button key={purpose} icon={iconExternal} onPress={() => void open(purpose)}>
                {t(name)}
              </Button>
            ))}
          </div>
        </UnlessOff>
      </div>
    </details>
  );
}
