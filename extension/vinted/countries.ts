// The countries this install may work in: the home country always, the others once the person grants their pages. Chrome runs the
// content scripts of a granted country from a registration of our own, which follows the permission.
import { type Browser, browser } from "wxt/browser";
import { HOME_ADDRESS, originsOfCountry, sites } from "./addresses";

export interface CountryAccess {
  country: string;
  site: string;
  currency: string;
  /** Part of the extension: it is neither asked for nor withdrawn. */
  isHome: boolean;
  isAllowed: boolean;
}

/** Every country of Vinted's, and whether this install may work there. */
export async function countries(): Promise<CountryAccess[]> {
  const { origins = [] } = await browser.permissions.getAll();
  const everywhere = origins.some((origin) => EVERYWHERE.has(origin));
  const may = (country: string) => everywhere || originsOfCountry(country).every((origin) => origins.includes(origin));
  return sites().map((site) => ({ ...site, isAllowed: may(site.country) }));
}

const EVERYWHERE: ReadonlySet<string> = new Set(["https://*/*", "*://*/*", "<all_urls>"]);

/** Whether this install may work in a country. */
export async function isGranted(country: string): Promise<boolean> {
  return (await grantedCountries()).includes(country);
}

/** The countries this install may work in; the home country first. */
export async function grantedCountries(): Promise<string[]> {
  return (await countries()).flatMap(({ country, isAllowed }) => (isAllowed ? [country] : []));
}

/**
 * Asks the person for a country. Has to be the first call in the handler of a press on one of our own pages: Chrome refuses it
 * anywhere else. False when they said no.
 */
export function requestCountry(country: string): Promise<boolean> {
  return browser.permissions.request({ origins: originsOfCountry(country) });
}

/** Gives a country back. The home country is part of the extension and stays. */
export function withdrawCountry(country: string): Promise<boolean> {
  const origins = originsOfCountry(country);
  return origins.includes(HOME_ADDRESS) ? Promise.resolve(false) : browser.permissions.remove({ origins });
}

/** Tells of every country that is granted or withdrawn. */
export function onCountries(changed: () => void): void {
  browser.permissions.onAdded.addListener(changed);
  browser.permissions.onRemoved.addListener(changed);
}

/** The pages of every country this install may work in, as match patterns; the home country's first. */
export async function grantedAddresses(): Promise<string[]> {
  return (await grantedCountries()).flatMap((country) => originsOfCountry(country).slice(0, 1));
}

// ---------------------------------------------------------------- content scripts
const PREFIX = "country-";
let following: Promise<unknown> = Promise.resolve();

/**
 * Registers the content scripts for what is granted and takes back the others. To be called at the worker's start and whenever a
 * permission came or went; two calls at once take turns. True when something changed.
 */
export function followPermissions(): Promise<boolean> {
  const next = following.then(registerGranted);
  following = next.catch(() => undefined);
  return next;
}

async function registerGranted(): Promise<boolean> {
  const granted = await grantedCountries();
  const wanted = new Map(granted.flatMap((country) => scriptsOf(country).map((script) => [script.id, script])));
  const registered = (await browser.scripting.getRegisteredContentScripts()).filter(({ id }) => id.startsWith(PREFIX));
  const gone = registered.filter(({ id }) => !wanted.has(id)).map(({ id }) => id);
  for (const { id } of registered) wanted.delete(id);
  if (gone.length > 0) await browser.scripting.unregisterContentScripts({ ids: gone });
  if (wanted.size > 0) await browser.scripting.registerContentScripts([...wanted.values()]);
  return gone.length + wanted.size > 0;
}

type Declared = NonNullable<Browser.runtime.Manifest["content_scripts"]>[number];

/** The home country's content scripts, as the manifest names them, for another country's pages. */
function scriptsOf(country: string): Browser.scripting.RegisteredContentScript[] {
  const [pages] = originsOfCountry(country);
  if (pages === undefined || pages === HOME_ADDRESS) return [];
  const own: (Declared & { world?: unknown })[] = browser.runtime.getManifest().content_scripts ?? [];
  return own
    .filter(({ matches }) => matches?.includes(HOME_ADDRESS))
    .map(({ js, css, run_at, world }, place) => ({
      id: `${PREFIX}${country}-${place}`,
      matches: [pages],
      js: js ?? [],
      ...(css && { css }),
      ...(run_at && { runAt: run_at }),
      ...(world === "MAIN" && { world: "MAIN" as const }),
      // made anew at each start, so that none outlives an update that renamed its files
      persistAcrossSessions: false,
    }));
}
