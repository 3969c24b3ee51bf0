// @vitest-environment node
// The other countries: their content scripts follow what the person grants and withdraws; the home country needs none.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { browser } from "wxt/browser";
import { fakeBrowser } from "wxt/testing/fake-browser";
import { apiOriginOf, originsOfCountry } from "./addresses";
import { followPermissions, grantedAddresses, grantedCountries, requestCountry, withdrawCountry } from "./countries";
import { openTab } from "./tabs";

const HOME = ["https://www.vinted.fr/*", "https://api.vinted.fr/*"];
const DE = ["https://www.vinted.de/*", "https://api.vinted.de/*"];
let granted: string[];
let registered: { id: string; matches?: string[]; js?: string[]; world?: string; runAt?: string }[];

beforeEach(() => {
  fakeBrowser.reset();
  granted = [...HOME];
  registered = [];
  vi.spyOn(browser.permissions, "getAll").mockImplementation((async () => ({ origins: granted })) as never);
  vi.spyOn(browser.permissions, "request").mockImplementation((async ({ origins = [] }: { origins?: string[] }) => {
    granted.push(...origins);
    return true;
  }) as never);
  vi.spyOn(browser.permissions, "remove").mockImplementation((async ({ origins = [] }: { origins?: string[] }) => {
    granted = granted.filter((origin) => !origins.includes(origin));
    return true;
  }) as never);
  Object.assign(browser.scripting, {
    getRegisteredContentScripts: async () => registered,
    registerContentScripts: async (scripts: typeof registered) => void registered.push(...scripts),
    unregisterContentScripts: async ({ ids }: { ids: string[] }) => {
      registered = registered.filter(({ id }) => !ids.includes(id));
    },
  });
  vi.spyOn(browser.runtime, "getManifest").mockReturnValue({
    manifest_version: 3,
    name: "",
    version: "1",
    content_scripts: [
      { matches: ["https://www.vinted.fr/*"], js: ["content-scripts/vinted.js"], run_at: "document_start" },
      { matches: ["https://www.vinted.fr/*"], js: ["content-scripts/vinted-main.js"], run_at: "document_start", world: "MAIN" },
    ],
  } as never);
});

describe("a country", () => {
  it("that is granted gets both content scripts, in their worlds and from the first moment", async () => {
    await requestCountry("de");
    expect(await followPermissions()).toBe(true);
    expect(registered).toMatchObject([
      { matches: ["https://www.vinted.de/*"], js: ["content-scripts/vinted.js"], runAt: "document_start" },
      { matches: ["https://www.vinted.de/*"], js: ["content-scripts/vinted-main.js"], runAt: "document_start", world: "MAIN" },
    ]);
    expect(await grantedAddresses()).toEqual(["https://www.vinted.fr/*", "https://www.vinted.de/*"]);
  });

  it("that is refused gets none, and no tab is opened there", async () => {
    expect(await followPermissions()).toBe(false);
    expect(registered).toEqual([]);
    await expect(openTab("de")).rejects.toMatchObject({ code: "not_allowed", sent: false });
  });

  it("that is withdrawn later loses them", async () => {
    await requestCountry("de");
    await followPermissions();
    expect(await withdrawCountry("de")).toBe(true);
    expect(await followPermissions()).toBe(true);
    expect(registered).toEqual([]);
    expect(await grantedCountries()).toEqual(["fr"]);
  });

  it("is registered once, whoever follows at the same time", async () => {
    await requestCountry("de");
    await Promise.all([followPermissions(), followPermissions()]);
    expect(registered).toHaveLength(2);
  });

  it("of the extension itself cannot be withdrawn, and needs no registration", async () => {
    expect(await withdrawCountry("fr")).toBe(false);
    expect(granted).toEqual(HOME);
  });
});

it("asks for pages and services together", () => {
  expect(originsOfCountry("de")).toEqual(DE);
  expect(originsOfCountry("us")).toEqual(["https://www.vinted.com/*", "https://api.www.vinted.com/*"]);
  expect(apiOriginOf("www.vinted.co.uk")).toBe("https://api.vinted.co.uk");
  expect(apiOriginOf("example.org")).toBeUndefined();
});
