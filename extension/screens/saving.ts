// What a save that was not taken means to whoever edits: somebody else's came first, or why it did not arrive.
import type { Failure } from "./ports";

export type SaveTrouble = { kind: "away" } | { kind: "not_connected" } | { kind: "refused"; code: string };

/** What is stored now, when a save was refused with this code because another one came first. The code says its shape. */
export function storedIn<T>(failure: Failure, code: string): T | undefined {
  if (failure.why !== "refused" || failure.code !== code) return undefined;
  return failure.data["current"] as T | undefined;
}

export function saveTroubleOf(failure: Failure): SaveTrouble {
  switch (failure.why) {
    case "away":
    // a page older than the extension reaches nobody either; what is typed is kept on this device
    case "reload_page":
      return { kind: "away" };
    case "not_connected":
      return { kind: "not_connected" };
    case "refused":
      return { kind: "refused", code: failure.code };
    default:
      return failure satisfies never;
  }
}
