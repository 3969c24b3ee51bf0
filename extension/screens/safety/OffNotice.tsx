// What is switched off, said where its button was: what, since when, why, and where to read more.
import type { SwitchOff } from "../../../shared-schemas/wire";
import { formatExact } from "../../ui/format";
import { t } from "../../ui/i18n";
import { Notice } from "../../ui/Notice";
import { countryName } from "../countries";

export function OffNotice({ off, country }: { off: SwitchOff; country: string }) {
  const title = off.verb
    ? t("off.verb", { verb: t(`job.verb.${off.verb}`) })
    : t("off.country", { country: countryName(off.country ?? country) });
  return (
    <Notice tone="wait" title={title}>
      <p>{off.reason}</p>
      <p>
        {t("off.since", { time: formatExact(new Date(off.since)) })}{" "}
        {off.link && (
          <a href={off.link} target="_blank" rel="noreferrer">
            {t("off.more")}
          </a>
        )}
      </p>
    </Notice>
  );
}
