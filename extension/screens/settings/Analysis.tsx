// Who looks at photos, with the consent each outside one needs, and what it cost. What is sent and to whom stands beside the yes.
import { useState } from "preact/hooks";
import type { ProviderStand } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { formatDate, formatMicros, formatMonth, formatNumber } from "../../ui/format_figures";
import { t } from "../../ui/i18n";
import { Notice } from "../../ui/Notice";
import { Gauge } from "../../ui/Progress";
import { FailureNotice } from "../failures";
import type { Failure, Result } from "../ports";
import { useKept, usePorts } from "../use";

export function Analysis() {
  const { analysis } = usePorts();
  const { value: stand, failure: unread } = useKept(analysis.stand);
  const [asking, setAsking] = useState<ProviderStand>();
  const [failure, setFailure] = useState<Failure>();
  if (!stand) return unread && unread.why !== "not_connected" ? <FailureNotice failure={unread} /> : null;
  const noted = (result: Result<unknown>) => {
    setFailure(result.ok ? undefined : result.failure);
    if (result.ok) setAsking(undefined);
  };
  const outside = stand.providers.filter(({ needs_consent }) => needs_consent);
  const left = Math.max(stand.cap_micros - stand.spent_micros, 0);
  return (
    <section class="card stack" aria-labelledby="analysis">
      <h2 id="analysis">{t("settings.analysis.title")}</h2>
      <p>{t(outside.length > 0 ? "settings.analysis.text" : "settings.analysis.only_local")}</p>
      <p class="muted">{t(stand.reads_labels ? "settings.analysis.labels" : "settings.analysis.no_labels")}</p>
      {failure && <FailureNotice failure={failure} />}
      <ul class="plain-list">
        {outside.map((one) => (
          <li key={one.provider} class="section-head">
            <span>
              {t("settings.analysis.provider", { provider: t(`analysis.provider.${one.provider}`), host: one.host })}{" "}
              {one.consent_at && <span class="muted">{t("consents.since", { date: formatDate(new Date(one.consent_at)) })}</span>}
            </span>
            {one.consent_at ? (
              <Button onPress={() => void analysis.setConsent(one.provider, false).then(noted)}>
                {t("settings.analysis.withdraw", { provider: t(`analysis.provider.${one.provider}`) })}
              </Button>
            ) : (
              <Button kind="quiet" onPress={() => setAsking(one)}>
                {t("settings.analysis.allow", { provider: t(`analysis.provider.${one.provider}`) })}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {stand.is_operator_cap_reached && (
        <Notice tone="wait" title={t("settings.analysis.operator_cap.title")}>
          {t("settings.analysis.operator_cap.text")}
        </Notice>
      )}
      {outside.length > 0 && (
        <Gauge
          label={t("settings.analysis.month")}
          used={stand.spent_micros}
          limit={stand.cap_micros}
          detail={t("settings.analysis.left", { left: formatMicros(left), cap: formatMicros(stand.cap_micros) })}
        />
      )}
      {stand.months.length > 0 && (
        <ul class="plain-list muted">
          {stand.months.map(({ month, micros, calls }) => (
            <li key={month}>
              {t("settings.analysis.month_line", {
                month: formatMonth(new Date(`${month}T12:00:00Z`)),
                cost: formatMicros(micros),
                calls: formatNumber(calls),
              })}
            </li>
          ))}
        </ul>
      )}
      {stand.examples > 0 && <p class="muted">{t("settings.analysis.examples", { count: stand.examples })}</p>}
      <Dialog
        title={t("settings.analysis.ask", { provider: asking ? t(`analysis.provider.${asking.provider}`) : "" })}
        open={asking !== undefined}
        onClose={() => setAsking(undefined)}
        actions={
          <>
            <Button onPress={() => setAsking(undefined)}>{t("ui.cancel")}</Button>
            <Button kind="primary" onPress={() => asking && void analysis.setConsent(asking.provider, true).then(noted)}>
              {t("settings.analysis.yes")}
            </Button>
          </>
        }
      >
        <p>{t("settings.analysis.sent", { host: asking?.host ?? "" })}</p>
        <p>{t("settings.analysis.sent_more", { date: formatDate(new Date()) })}</p>
        {failure && <FailureNotice failure={failure} />}
      </Dialog>
    </section>
  );
}
