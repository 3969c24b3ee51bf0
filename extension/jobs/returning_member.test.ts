// @vitest-environment node
// A member who is back: what stood in their closet's way ends, also when it is told only after they came.
import { expect, it } from "vitest";
import type { PauseReason } from "../../shared-schemas/wire";
import type { Server } from "../backend/request";
import type { Member } from "../vinted/calls";
import { welcomeAfterJob, welcomeBack } from "./returning_member";

const ANA: Member = {
  member_id: 7,
  login: "ana",
  photo_url: null,
  currency: "EUR",
  item_count: 3,
  country: "fr",
  time_zone: "Europe/Paris",
};

/** A server that knows Ana's closet. */
function serverOf(closet: { paused: PauseReason | null }) {
  const claims: number[] = [];
  const server = async (operation: string, { body }: { body?: { member_id: number } }) => {
    if (operation === "claim_closet" && body) {
      claims.push(body.member_id);
      closet.paused = null;
    }
    return { items: [{ country: "fr", member_id: 7, ...closet }] };
  };
  return { server: server as unknown as Server, claims };
}

it.each([
  ["signed_out", [7]],
  ["other_member", [7]],
  ["challenge", [7]],
  ["person", []],
  [null, []],
] as [PauseReason | null, number[]][])("a closet that is paused because of %s", async (paused, expected) => {
  const { server, claims } = serverOf({ paused });
  expect(await welcomeBack(ANA, server)).toBe(expected.length > 0);
  expect(claims).toEqual(expected);
});

it("a job that was under way stops the closet after its member came; they are welcomed once more when it is over", async () => {
  const closet: { paused: PauseReason | null } = { paused: null };
  const { server, claims } = serverOf(closet);
  let wakes = 0;
  let over: () => void = () => undefined;
  const job = new Promise<void>((resolve) => {
    over = resolve;
  });
  expect(await welcomeBack(ANA, server)).toBe(false);
  const after = welcomeAfterJob(ANA, server, { idle: () => job, wake: () => wakes++ });
  closet.paused = "signed_out";
  expect(claims).toEqual([]);
  over();
  await after;
  expect(claims).toEqual([7]);
  expect(wakes).toBe(1);
});
