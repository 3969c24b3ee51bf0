// The browsers that may act for this account, and the way to take that back.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Device } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { EmptyState, Skeleton } from "../../ui/EmptyState";
import { formatDate } from "../../ui/format_figures";
import { t } from "../../ui/i18n";
import { iconPanel } from "../../ui/icons";
import { List } from "../../ui/List";
import { RelativeTime } from "../../ui/RelativeTime";

interface DevicesProps {
  /** `h2` where the list is one part of a page. */
  title: "h1" | "h2";
  /** Undefined until the first answer. */
  devices: readonly Device[] | undefined;
  problem: ComponentChildren;
  onRevoke: (device: Device) => void;
}

export function Devices({ title: Title, devices, problem, onRevoke }: DevicesProps) {
  const [asked, setAsked] = useState<Device | undefined>(undefined);
  return (
    <section class="portal-page">
      <Title>{t("account.devices.title")}</Title>
      {problem}
      {!devices && !problem && <Skeleton />}
      {devices?.length === 0 && (
        <EmptyState icon={iconPanel} title={t("account.devices.empty.title")}>
          {t("account.devices.empty.text")}
        </EmptyState>
      )}
      {devices && devices.length > 0 && (
        <>
          <p>{t("account.devices.count", { count: devices.length })}</p>
          <List
            label={t("account.devices.title")}
            items={devices}
            keyOf={(device) => device.id}
            nameOf={(device) => device.label}
            row={(device) => <DeviceRow device={device} onAsk={() => setAsked(device)} />}
          />
        </>
      )}
      <Dialog
        title={t("account.devices.revoke_question", { device: asked?.label ?? "" })}
        open={asked !== undefined}
        onClose={() => setAsked(undefined)}
        actions={
          <>
            <Button onPress={() => setAsked(undefined)}>{t("account.keep")}</Button>
            <Button
              kind="danger"
              onPress={() => {
                if (asked) onRevoke(asked);
                setAsked(undefined);
              }}
            >
              {t("account.devices.revoke")}
            </Button>
          </>
        }
      >
        {t("account.devices.revoke_result")}
      </Dialog>
    </section>
  );
}

function DeviceRow({ device, onAsk }: { device: Device; onAsk: () => void }) {
  return (
    <div class="device-row">
      <div>
        <strong>{device.label}</strong>
        <p class="device-seen">
          {t("account.devices.connected", { date: formatDate(new Date(device.created_at)) })}
          {" · "}
          {t("account.devices.last_seen")} <RelativeTime time={new Date(device.last_seen_at)} />
        </p>
      </div>
      <Button kind="quiet" onPress={onAsk}>
        {t("account.devices.revoke")}
      </Button>
    </div>
  );
}
