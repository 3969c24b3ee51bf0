// Removing the background: by this server where it can, which sends nothing; by the service after one question that says what is sent
// and what it costs. Then a colour.
import { useState } from "preact/hooks";
import type { CutoutBy, CutoutService } from "../../../shared-schemas/wire";
import { find } from "../../pixels/operations";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { formatDate } from "../../ui/format_figures";
import { t } from "../../ui/i18n";
import { FailureNotice } from "../failures";
import type { Failure } from "../ports";
import { useKept, usePorts } from "../use";
import { hasMask, withOne, without } from "./change";
import type { ToolProps } from "./Tools";

const WHITE = "#ffffff";

export function BackgroundTool({ operations, change, open }: ToolProps) {
  const { editor } = usePorts();
  const service = useKept(editor.cutouts).value;
  const [isAsking, setAsking] = useState(false);
  const background = find(operations, "background");
  const isHere = (way: CutoutBy) => hasMask(open.state.base, way);
  if (!service) return null;
  const ways = waysOf(service, isHere);
  const by = background?.by ?? ways[0];
  if (!by) return null;
  const put = (way: CutoutBy, color = background?.color ?? WHITE) =>
    change(withOne(operations, { is: "background", color, by: way }), "background");
  const take = (way: CutoutBy) => (way === "server" || service.consented_at || isHere(way) ? put(way) : setAsking(true));
  const other = ways.find((way) => way !== by);
  return (
    <div class="stack">
      {background ? (
        <div class="actions">
          <label class="photo-color">
            <input type="color" value={background.color} onChange={(event) => put(by, event.currentTarget.value.toLowerCase())} />
            {t("edit.background.color")}
          </label>
          <Button kind="quiet" onPress={() => change(without(operations, "background"), "several")}>
            {t("edit.background.keep")}
          </Button>
        </div>
      ) : (
        <div class="actions">
          <Button onPress={() => take(by)}>{t("edit.background.remove")}</Button>
        </div>
      )}
      <p class="muted">{isHere(by) ? byWords(by) : wayWords(service, by)}</p>
      {background && !isHere(by) && <p class="muted">{t("edit.background.later")}</p>}
      {other && (
        <div class="actions">
          <Button kind="quiet" onPress={() => take(other)}>
            {t(other === "server" ? "edit.background.use_server" : "edit.background.use_service")}
          </Button>
        </div>
      )}
      {service.consented_at && <Since service={service} />}
      <ConsentDialog service={service} isOpen={isAsking} onClose={() => setAsking(false)} onAgreed={() => put("remove.bg")} />
    </div>
  );
}

/** Who can find the item, or did: this server first, for it sends nothing. */
function waysOf({ on_server, offered }: CutoutService, isHere: (by: CutoutBy) => boolean): CutoutBy[] {
  const ways: CutoutBy[] = [];
  if (on_server || isHere("server")) ways.push("server");
  if (offered || isHere("remove.bg")) ways.push("remove.bg");
  return ways;
}

function byWords(by: CutoutBy): string {
  return t(by === "server" ? "edit.background.server" : "edit.background.service");
}

/** Which way is taken, and what it costs. */
export function wayWords(service: CutoutService, by: CutoutBy): string {
  return by === "server" ? byWords(by) : `${byWords(by)} ${costWords(service)}`;
}

/** What the service costs, and how many are left. */
function costWords({ most, used }: CutoutService): string {
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
