// What the screens can bring to the front: the panel, a full tab, a Vinted tab, a page of our server.
import { browser } from "wxt/browser";
import { ask } from "../messages/ask";
import type { VintedPlace, WindowPort } from "../screens/ports";
import { personPage } from "../vinted/person_pages";

const PANEL_PAGE = "/sidepanel.html";

/** `windowId` must be known before a press: `sidePanel.open` has to be the first call in its handler. */
export function createWindows(windowId: number | undefined, isWide: boolean, leave: () => void = () => {}): WindowPort {
  return {
    isWide,
    openPanel: () => {
      if (windowId !== undefined) void browser.sidePanel.open({ windowId }).then(leave);
    },
    openWide: (hash = location.hash) =>
      void browser.tabs.create({ url: `${browser.runtime.getURL(PANEL_PAGE)}${hash}` }).then(leave),
    openVinted: (country, where) => void openVinted(country, where).then(leave),
    openPortal: (path) => void ask("engine_status", {}).then(({ server }) => browser.tabs.create({ url: `${server}${path}` })),
  };
}

async function openVinted(wanted: string | undefined, where: VintedPlace): Promise<void> {
  const { countries } = await ask("engine_status", {});
  const there = countries.find(({ country }) => country === wanted) ?? countries[0];
  if (!there) return;
  const site = `https://${there.site}`;
  const pages = `${site}/*`;
  if (where === "home") {
    const [open] = await browser.tabs.query({ url: pages });
    if (open?.id !== undefined) {
      await browser.tabs.update(open.id, { active: true });
      await browser.windows.update(open.windowId, { focused: true });
      return;
    }
  }
  const path =
    where === "home"
      ? "/"
      : where === "sign_in"
        ? personPage({ purpose: "sign_in" }, 0)
        : personPage({ purpose: "item", item_id: where }, 0);
  await browser.tabs.create({ url: `${site}${path}` });
}

/** True when this page is a tab of its own and not the side panel. */
export async function isInTab(): Promise<boolean> {
  return (await browser.tabs.getCurrent()) !== undefined;
}
