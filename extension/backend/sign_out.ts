// Leaving a user: what this install knows of them is cleared once the server has been told that the device goes.
// Their unfinished jobs are the server's to park; it does so when the device is revoked.
import { browser } from "wxt/browser";
import { clearUserData, database } from "../storage/database";
import { forgetSignIn, signedIn } from "../storage/device";
import { openedAct } from "../storage/items";
import { changePreferences } from "../storage/preferences";
import { NotConnected, ServerAway, ServerRefused } from "./problems";
import { request } from "./request";

/** `hidden`: listings that may be hidden on Vinted, of which only this browser's journal knows. */
export type SignOutOutcome = { signed_out: true } | { signed_out: false; hidden: number[] };

/**
 * Signs this device out. A server that is away keeps the device listed; the person can revoke it on the portal. While it is away
 * nobody could show what this device has hidden, so then the journal stays until it is back, or the person leaves `anyway`.
 */
export async function signOut({ hidden, anyway }: { hidden: number[]; anyway: boolean }): Promise<SignOutOutcome> {
  const device = await signedIn();
  if (!device) return { signed_out: true };
  try {
    await request("revoke_device", { path: { id: device.device_id } });
  } catch (error) {
    if (!(error instanceof ServerAway || error instanceof ServerRefused || error instanceof NotConnected)) throw error;
    if (error instanceof ServerAway && hidden.length > 0 && !anyway) return { signed_out: false, hidden };
  }
  await forgetSignIn();
  await clearUser();
  return { signed_out: true };
}

/** Before another user's token is kept: the one before leaves first. The same user's journal stays, their jobs go on. */
export async function makeRoomFor(userId: string): Promise<void> {
  const device = await signedIn();
  if (device && device.user_id !== userId) await clearUser();
}

/** Names in `storage.local` and `storage.session` under which tabs and engine keep what belongs to one user's jobs. */
const OF_A_USER = { local: ["receipt:", "worlds:"], session: ["vinted_tab:", "tab_for:"] } as const;

async function clearUser(): Promise<void> {
  await clearUserData(await database());
  for (const area of ["local", "session"] as const) {
    const names = Object.keys(await browser.storage[area].get(null));
    const theirs = names.filter((name) => OF_A_USER[area].some((prefix) => name.startsWith(prefix)));
    if (theirs.length > 0) await browser.storage[area].remove(theirs);
  }
  await openedAct.setValue(null);
  // whoever comes next has not understood anything yet
  await changePreferences({ understood_at: null });
}
