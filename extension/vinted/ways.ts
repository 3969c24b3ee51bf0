// Which of its ways a call goes for an account: the world that sends it and, where Vinted runs two generations of a service, the
// address that answers. What worked is remembered per account; the table's order stands for whatever is not known yet.
import { browser } from "wxt/browser";
import type { CallName } from "./calls";
import { objectOf } from "./fields";
import { ROUTES, type Route, type RouteName, routeNamed, type Service, VARIANTS } from "./transport";
import type { World } from "./wish";

// ---------------------------------------------------------------- worlds
/** The world to try after a clean refusal in this one. */
export function otherWorld({ host }: Pick<Route<never, unknown>, "host">, world: World): World {
  if (host === "api") return world === "worker" ? "isolated" : "worker";
  return world === "main" ? "isolated" : "main";
}

/** The world that last worked for this account, else the table's. A write goes as the read beside it went. */
export async function worldFor(memberId: number, name: RouteName): Promise<World> {
  const route = routeNamed(name);
  const known = await stored(worldKey(memberId));
  const worked = known[name] ?? (route.world_of === undefined ? undefined : known[route.world_of]);
  return worked === "main" || worked === "isolated" || worked === "worker" ? worked : route.world;
}

export async function rememberWorld(memberId: number, name: RouteName, world: World): Promise<void> {
  await store(worldKey(memberId), { [name]: world });
}

// ---------------------------------------------------------------- variants
/** The routes of a call, the one to try first in front. Empty: this account's service has no call for it. */
export async function routesOf(memberId: number, call: CallName): Promise<{ routes: RouteName[]; service: Service | null }> {
  const variants = VARIANTS[call];
  if (!variants) return { routes: Object.hasOwn(ROUTES, call) ? [call as RouteName] : [], service: null };
  const { service, routes } = variants;
  const known = (await stored(serviceKey(memberId)))[service];
  if (known !== 1) return { routes: [...routes], service };
  const [usual, ...others] = routes;
  return { routes: usual && others.length > 0 ? [...others, usual] : [], service };
}

/** Remembers that this route's generation of the service works for the account. */
export async function rememberVariant(memberId: number, service: Service, name: RouteName): Promise<void> {
  const usual = Object.values(VARIANTS).some((variants) => variants.service === service && variants.routes[0] === name);
  await store(serviceKey(memberId), { [service]: usual ? 0 : 1 });
}

// ---------------------------------------------------------------- storage
// one tab's words at a time: two of them would have to fail at the same moment for one to be forgotten, and it is learned anew
function worldKey(memberId: number): string {
  return `worlds:${memberId}`;
}

function serviceKey(memberId: number): string {
  return `services:${memberId}`;
}

async function stored(key: string): Promise<Record<string, unknown>> {
  return objectOf((await browser.storage.local.get(key))[key]);
}

async function store(key: string, more: Record<string, unknown>): Promise<void> {
  await browser.storage.local.set({ [key]: { ...(await stored(key)), ...more } });
}
