// Asking for work: which accounts this browser can act on, which jobs it still holds, and what the server gives.
// Also the journal's way to a server whose database was restored. Working a lease is in loop.ts.
import { type HandsOn, type Lease, type UpgradeRequired, type Verb, WIRE_VERSION } from "../../shared-schemas/wire";
import { upgradeNeeded } from "../storage/items";
import { TabError } from "../vinted/tabs";
import type { Stamp } from "./clock";
import { exported, holding } from "./journal";
import type { World } from "./world";

/** This server says the build is too old for it. */
export type Leased = { lease: Lease; asked: Stamp } | { lease: null; retryIn: number };

const UPGRADE_RETRY = 3600;
const MOST_HELD = 20;

/** One question for work. Throws ServerAway, ServerRefused, NotConnected. */
export async function askForWork(world: World, build: string, verbs: readonly Verb[]): Promise<Leased> {
  for (;;) {
    const entries = await world.journal.unreported();
    const held = holding(entries).slice(0, MOST_HELD);
    await openTabsOf(
      world,
      entries.filter((entry) => held.includes(entry.job_id)),
    );
    const asked = world.clock.now();
    const answer = await world.server("lease", {
      body: { build, wire_version: WIRE_VERSION, verbs: [...verbs], hands: await handsOn(world), holding: held },
    });
    await noteUpgrade(answer.answer === "upgrade_required" ? answer : null);
    switch (answer.answer) {
      case "lease":
        return { lease: answer, asked };
      case "none":
        return { lease: null, retryIn: answer.retry_in };
      case "upgrade_required":
        return { lease: null, retryIn: UPGRADE_RETRY };
      case "journal_wanted":
        // rule: restore_proof. A restored server hears every journal before it lets anybody act
        await world.server("journal", { body: { generation: answer.generation, entries: exported(await world.journal.all()) } });
        break;
      default:
        throw answer satisfies never;
    }
  }
}

async function handsOn(world: World): Promise<HandsOn[]> {
  const seen = new Map<string, HandsOn>();
  for (const { country, member_id } of await world.tabs.hands()) seen.set(`${country}:${member_id}`, { country, member_id });
  return [...seen.values()].slice(0, 20);
}

/**
 * A job that was begun gets a tab when there is none: the person asked for it, and its listing may be hidden meanwhile. Once
 * per job and browser start, so that a tab the person closes is not opened again and again.
 */
async function openTabsOf(world: World, held: readonly { job_id: string; country: string }[]): Promise<void> {
  for (const { job_id, country } of held) {
    if (await world.tabs.handFor(country)) continue;
    if (!(await world.firstTime(`tab_for:${job_id}`))) continue;
    try {
      await world.tabs.openTab(country);
    } catch (error) {
      if (!(error instanceof TabError)) throw error;
    }
  }
}

async function noteUpgrade(answer: UpgradeRequired | null): Promise<void> {
  const needed = answer?.wire_version ?? null;
  if ((await upgradeNeeded.getValue()) !== needed) await upgradeNeeded.setValue(needed);
}
