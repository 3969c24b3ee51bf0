// Step 3: the first value, read-only: which listings have slept long, with their pictures.
import { useEffect, useState } from "preact/hooks";
import type { Closet } from "../../../shared-schemas/wire";
import { Button } from "../../ui/Button";
import { DropZone } from "../../ui/DropZone";
import { t } from "../../ui/i18n";
import { Notice } from "../../ui/Notice";
import { Thumb } from "../../ui/Photo";
import { Progress } from "../../ui/Progress";
import { ageInDays, SLEEPY_DAYS, sleepers } from "../closet/age";
import { go, hashOf } from "../route";
import { UnlessOff, useOff } from "../safety/UnlessOff";
import { useKept, useOpenVinted, usePorts } from "../use";
import { useSituation } from "../use_situation";
import { MemberCard } from "./VintedStep";

const SHOWN = 6;

export function FirstValue({ closet }: { closet: Closet }) {
  const ports = usePorts();
  const listings = useKept(ports.listings(closet.id));
  const situation = useSituation();
  useFirstSync(closet);
  const isRead = Boolean(closet.synced_at) && listings.value !== undefined;
  return (
    <section class="card" aria-labelledby="first-value">
      <MemberCard member={{ login: closet.login, photo_url: closet.photo_url, item_count: closet.listing_count ?? null }} />
      {isRead ? (
        <Sleeping listings={listings.value ?? []} />
      ) : (
        <UnlessOff verb="sync_closet" country={closet.country}>
          <Reading isHeld={situation.is === "no_tab"} />
        </UnlessOff>
      )}
      <p>
        <Button kind="primary" onPress={() => go(hashOf("today"))}>
          {t("welcome.value.action")}
        </Button>
      </p>
      <DropZone
        title={t("welcome.value.drop")}
        chooseLabel={t("photos.choose")}
        accept="image/*,.heic,.heif"
        onFiles={(files) => void ports.photos.drop(files).then(() => go(hashOf("photos")))}
      />
    </section>
  );
}

function Reading({ isHeld }: { isHeld: boolean }) {
  const openVinted = useOpenVinted();
  if (!isHeld) return <Progress label={t("welcome.value.reading")} />;
  return (
    <Notice
      tone="info"
      title={t("situation.no_tab.title")}
      action={<Button onPress={() => openVinted("home")}>{t("situation.no_tab.action")}</Button>}
    >
      {t("welcome.value.needs_tab")}
    </Notice>
  );
}

function Sleeping({ listings }: { listings: Parameters<typeof sleepers>[0] }) {
  const asleep = sleepers(listings);
  if (asleep.length === 0) {
    return (
      <>
        <h2 id="first-value">{t("welcome.value.none", { count: listings.length, days: SLEEPY_DAYS })}</h2>
        <p>{t("welcome.value.none_text")}</p>
      </>
    );
  }
  return (
    <>
      <h2 id="first-value">{t("welcome.value.sleeping", { count: asleep.length, days: SLEEPY_DAYS })}</h2>
      <ul class="sleepers">
        {asleep.slice(0, SHOWN).map(({ seen }) => (
          <li key={seen.item_id}>
            <Thumb photo={{ src: seen.photo_url ?? undefined, color: seen.color ?? undefined, alt: seen.title }} />
            <span>{t("closet.age_days", { count: ageInDays(seen) ?? 0 })}</span>
          </li>
        ))}
      </ul>
      <p>{t("welcome.value.sleeping_text")}</p>
    </>
  );
}

/** A closet that was never read is read once; the wish that is waiting already is answered with itself. */
function useFirstSync(closet: Closet): void {
  const { wish } = usePorts();
  const [isWished, setWished] = useState(false);
  const isOff = useOff(closet.country)("sync_closet") !== undefined;
  useEffect(() => {
    if (closet.synced_at || isWished || isOff) return;
    setWished(true);
    void wish(closet.id, { verb: "sync_closet" });
  }, [closet.id, closet.synced_at, isOff]);
}
