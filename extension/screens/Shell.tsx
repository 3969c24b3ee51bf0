// The frame of the seller's screens, in the side panel and as a full tab of the same page: the rail, whose closet this is, how
// things stand, and one open screen. Which screens there are is in table.ts.
import type { ComponentType } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Badge } from "../ui/Badge";
import { IconButton } from "../ui/Button";
import { Skeleton } from "../ui/EmptyState";
import { t } from "../ui/i18n";
import { iconOpenWide, iconSearch } from "../ui/icons";
import { Menu } from "../ui/Menu";
import { Rail } from "../ui/Tabs";
import { FirstRun } from "./first_run/FirstRun";
import { useOpenedAct } from "./opened_act";
// not loaded when it is first asked for: what is typed right after the keys that open it is to land in its box
import { Palette } from "./palette/Palette";
import type { Ports } from "./ports";
import { hashOf, type Route, useRoute } from "./route";
import { SituationNotice } from "./SituationNotice";
import { CountryOff } from "./safety/UnlessOff";
import { currentCloset, type Situation } from "./situation";
import { WORDS } from "./situation_words";
import { OPENED_ELSEWHERE, SCREENS, type Screen } from "./table";
import { PortsProvider, useKept, usePorts } from "./use";
import { useSituation } from "./use_situation";

export function Shell({ ports }: { ports: Ports }) {
  return (
    <PortsProvider value={ports}>
      <Frame />
    </PortsProvider>
  );
}

function Frame() {
  const ports = usePorts();
  const route = useRoute();
  const openJobs = useKept(ports.openJobs).value ?? [];
  const situation = useSituation();
  const [isFinding, setFinding] = useState(false);
  const closet = currentCloset(useKept(ports.closets));
  const threads = useKept(closet && ports.inbox.threads(closet.id)).value?.items ?? [];
  const orders = useKept(closet && ports.orders.orders(closet.id)).value?.items ?? [];
  useOpenWideKey(ports);
  useOpenedAct(ports);
  useFindKey(() => setFinding(true));
  if (route.screen === "welcome") return <FirstRun />;
  const screen = [...SCREENS, ...OPENED_ELSEWHERE].find(({ key }) => key === route.screen) ?? SCREENS[0];
  if (!screen) return null;
  return (
    <div class="shell">
      <Rail
        label={t("ui.screens")}
        current={screen.key}
        items={SCREENS.map(({ key, name, icon, count }) => ({
          key,
          label: t(name),
          icon,
          href: hashOf(key),
          count: count?.({ openJobs, threads, orders }) ?? 0,
        }))}
      />
      <div class="shell-body">
        <Head situation={situation} onFind={() => setFinding(true)} />
        <OpenScreen key={screen.key} screen={screen} route={route} situation={situation} />
      </div>
      {isFinding && <Palette onClose={() => setFinding(false)} />}
    </div>
  );
}

function Head({ situation, onFind }: { situation: Situation; onFind: () => void }) {
  const ports = usePorts();
  const closets = useKept(ports.closets);
  const current = currentCloset(closets);
  const [tone, word] = WORDS[situation.is];
  const items = (closets.value?.items ?? []).map((closet) => ({
    label: closet.login,
    onChoose: () => void ports.switchCloset(closet.id),
  }));
  return (
    <header class="shell-head">
      {current && items.length > 1 ? (
        <Menu name={t("ui.switch_closet", { login: current.login })} label={current.login} items={items} />
      ) : (
        <span class="shell-account">{current?.login ?? t("app.name")}</span>
      )}
      <Badge tone={tone}>{t(word)}</Badge>
      <IconButton name={t("palette.open")} icon={iconSearch} onPress={onFind} />
      {!ports.windows.isWide && (
        <IconButton name={t("ui.open_wide")} icon={iconOpenWide} onPress={() => ports.windows.openWide()} />
      )}
    </header>
  );
}

function OpenScreen({ screen, route, situation }: { screen: Screen; route: Route; situation: Situation }) {
  const ports = usePorts();
  const closet = currentCloset(useKept(ports.closets));
  const Loaded = useLoaded(screen);
  const main = useRef<HTMLElement>(null);
  const name = t(screen.name);
  useLayoutEffect(() => {
    document.title = `${name} · ${t("app.name")}`;
    // after a way by the rail the keyboard goes on in the screen
    if (document.activeElement?.closest(".rail")) main.current?.focus();
  }, [name]);
  const resume = useCallback(() => {
    if (closet) void ports.changeCloset(closet.id, { paused: false });
  }, [closet, ports]);
  return (
    <main class="shell-main" ref={main} tabIndex={-1} aria-label={name}>
      <SituationNotice situation={situation} ports={ports} resume={resume} />
      {closet && <CountryOff country={closet.country} />}
      {Loaded ? <Loaded path={route.path} query={route.query} /> : <Skeleton rows={4} />}
    </main>
  );
}

function useLoaded<P>({ load }: { load: () => Promise<ComponentType<P>> }): ComponentType<P> | undefined {
  const [, setLoaded] = useState<unknown>();
  const there = brought.get(load) as ComponentType<P> | undefined;
  useEffect(() => {
    if (there) return;
    let isCurrent = true;
    void bring(load).then((screen) => isCurrent && setLoaded({ screen }));
    return () => {
      isCurrent = false;
    };
  }, [load, there]);
  return there;
}

/** What was loaded once is there at once the next time. */
const brought = new WeakMap<() => Promise<unknown>, unknown>();

async function bring<L>(load: () => Promise<L>): Promise<L> {
  const loaded = await load();
  brought.set(load, loaded);
  return loaded;
}

function useOpenWideKey({ windows }: Ports): void {
  useLayoutEffect(() => {
    const openWide = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !windows.isWide) windows.openWide();
    };
    document.addEventListener("keydown", openWide);
    return () => document.removeEventListener("keydown", openWide);
  }, [windows]);
}

/** Ctrl/Cmd+K finds, from everywhere, also while something is typed. */
function useFindKey(find: () => void): void {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      find();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
