// Removing the background: asked for once before a photo leaves for the service, with what is sent and what it costs; then a colour.
import { useState } from "preact/hooks";
import type { CutoutService } from "../../../shared-schemas/wire";
import { find } from "../../pixels/operations";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { formatDate } from "../../ui/format_figures";
import { t } from "../../ui/i18n";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { useKept, usePorts } from "../use";
import { withOne, without } from "./change";
import type { ToolProps } from "./Tools";

const WHITE = "#ffffff";

export function BackgroundTool({ operations, change, open }: ToolProps) {
  const { editor } = usePorts();
  const service = useKept(editor.cutouts).value;
  const [isAsking, setAsking] = useState(false);
  const background = find(operations, "background");
  const hasMask = open.state.base.has_mask;
  if (!service || !(service.offered || hasMask || background)) return null;
  const put = (color: string) => change(withOne(operations, { is: "background", color }), "background");
  return (
    <div class="stack">
      {background ? (
        <div class="actions">
          <label class="photo-color">
            <input type="color" value={background.color} onChange={(event) => put(event.currentTarget.value.toLowerCase())} />
            {t("edit.background.color")}
          </label>
          <Button kind="quiet" onPress={() => change(without(operations, "background"), "several")}>
            {t("edit.background.keep")}
          </Button>
        </div>
      ) : (
        <div class="actions">
          <Button onPress={() => (service.consented_at || hasMask ? put(WHITE) : setAsking(true))}>
            {t("edit.background.remove")}
          </Button>
        </div>
      )}
      {!hasMask && <p class="muted">{costWords(service)}</p>}
      {background && !hasMask && <p class="muted">{t("edit.background.later")}</p>}
      {service.consented_at && <Since service={service} />}
      <ConsentDialog service={service} isOpen={isAsking} onClose={() => setAsking(false)} onAgreed={() => put(WHITE)} />
    </div>
  );
}

/** What it costs, and how many are left. */
export function costWords({ most, used }: CutoutService): string {
  return t("edit.background.cost", { left: Math.max(0, most - used), most });
}

function Since({ service }: { service: CutoutService }) {
  const { editor } = usePorts();
  return (
    <details>
      <summary>{t("edit.background.about")}</summary>
      <div class="stack-small">
        <p class="muted">
          {t("edit.background.since", {
            date: formatDate(new Date(service.consented_at ?? 0)),
            service: service.service,
            used: service.used,
            credits: service.credits,
          })}
        </p>
        <div class="actions">
          <Button onPress={() => void editor.withdraw()}>{t("edit.background.withdraw", { service: service.service })}</Button>
        </div>
      </div>
    </details>
  );
}

interface ConsentProps {
  service: CutoutService;
  isOpen: boolean;
  onClose: () => void;
  onAgreed: () => void;
}

/** Once for each person: what is sent, to whom, what it costs. */
export function ConsentDialog({ service, isOpen, onClose, onAgreed }: ConsentProps) {
  const { editor } = usePorts();
  const [failure, setFailure] = useState<Failure>();
  const agree = async () => {
    const agreed = await editor.agree();
    setFailure(agreed.ok ? undefined : agreed.failure);
    if (!agreed.ok) return;
    onClose();
    onAgreed();
  };
  return (
    <Dialog
      title={t("edit.consent.title", { service: service.service })}
      open={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t("edit.consent.no")}</Button>
          <Button kind="primary" onPress={() => void agree()}>
            {t("edit.consent.yes")}
          </Button>
        </>
      }
    >
      <p>{t("edit.consent.sent", { service: service.service })}</p>
      <p>{costWords(service)}</p>
      <p>{t("edit.consent.once")}</p>
      {failure && <FailureNotice failure={failure} />}
    </Dialog>
  );
}
