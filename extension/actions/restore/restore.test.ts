// @vitest-environment node
// restore through the real loop: a listing from its snapshot, and never beside one that stands.
import { describe, expect, it } from "vitest";
import type { Work } from "../../../shared-schemas/wire";
import { type Stage, stage } from "../../stage/stage";

const SHAS = ["a".repeat(64), "b".repeat(64)];

/** A closet from which listing 100 and its replacement 200 are gone, and the wish to have it again. */
function restoring(): { here: Stage; work: Work } {
  const here = stage();
  const { payload } = here.vinted.add(100);
  here.vinted.items.clear();
  for (const sha256 of SHAS) here.server.photos.set(sha256, new Uint8Array([1, 2, 3]));
  const photos = SHAS.map((sha256, place) => ({ sha256, vinted_photo_id: place + 1 }));
  const snapshot = { id: crypto.randomUUID(), item_id: 100, payload, photos, taken_at: "2026-11-23T00:00:00Z" };
  return { here, work: { verb: "restore", snapshot, replaced_by: 200, replaced_photo_ids: [3, 4] } };
}

describe("restore", () => {
  it("makes the listing of the snapshot with the photos our server keeps", async () => {
    const { here, work } = restoring();
    const asked: string[] = [];
    const get = here.server.photos.get.bind(here.server.photos);
    here.server.photos.get = (sha256) => {
      asked.push(sha256);
      return get(sha256);
    };
    const job = here.server.wish(work);
    await here.a.turn();
    expect(job).toMatchObject({ state: "done", reason: "ok" });
    expect(here.vinted.effects).toEqual(["upload_photo", "upload_photo", "create_draft", "complete_draft"]);
    expect(here.vinted.live()[0]?.payload).toMatchObject({ title: "Item 100", description: "As new", price: 12 });
    expect(asked).toEqual(SHAS);
  });

  it("ends when a photo is not kept any more, and leaves nothing", async () => {
    const { here, work } = restoring();
    here.server.keepsAllPhotos = false;
    here.server.photos.delete(SHAS[1] ?? "");
    const job = here.server.wish(work);
    await here.until(1500, here.a);
    expect(job).toMatchObject({ state: "failed", reason: "photo_missing" });
    expect([...here.vinted.items.keys()]).toEqual([]);
  });

  // rule: restore_look
  it.each<[string, (here: Stage) => void]>([
    ["the old listing is there", ({ vinted }) => vinted.add(100, "active")],
    ["the old listing is hidden", ({ vinted }) => vinted.add(100, "hidden")],
    ["the old listing was sold", ({ vinted }) => vinted.add(100, "sold")],
    ["what the relist made is there", ({ vinted }) => vinted.add(200, "active", [8, 9])],
    ["what the relist made is under check", ({ vinted }) => vinted.add(200, "processing", [8, 9])],
    ["what the relist made stands under another id", ({ vinted }) => vinted.add(300, "active", [3, 4])],
    ["the old one's photos stand under another id", ({ vinted }) => vinted.add(300, "active", [1, 2])],
  ])("sends nothing when %s", async (_, given) => {
    const { here, work } = restoring();
    given(here);
    here.vinted.mostLive = here.vinted.live().length;
    const job = here.server.wish(work);
    await here.until(600, here.a);
    expect(job).toMatchObject({ state: "failed", reason: "still_listed" });
    expect(here.vinted.effects).toEqual([]);
    expect(job.gos).toEqual([]);
    expect(here.vinted.live().length).toBeLessThanOrEqual(1);
  });

  it("believes no empty wardrobe while the listing's own address answers", async () => {
    const { here, work } = restoring();
    here.vinted.add(200, "active", [8, 9]);
    here.vinted.lie = (call, truth) => (call.call === "wardrobe_page" ? { page: 1, pages: 0, total: 0, items: [] } : truth);
    const job = here.server.wish(work);
    await here.until(600, here.a);
    expect(job).toMatchObject({ state: "failed", reason: "still_listed" });
    expect(here.vinted.effects).toEqual([]);
  });

  it.each([["the same device"], ["another device"]])(
    "killed at every place, finished by %s: one listing or none",
    async (who) => {
      for (let place = 0; ; place++) {
        const { here, work } = restoring();
        const job = here.server.wish(work);
        here.a.killAt(place);
        const wasKilled = await here.a.turn();
        await here.until(4000, who === "the same device" ? here.a : here.b);
        const told = `killed at place ${place}: ${job.state} ${job.reason}, ${here.vinted.effects.join(" ")}`;
        expect(["done", "failed"], told).toContain(job.state);
        expect(here.vinted.live(), told).toHaveLength(job.state === "done" ? 1 : 0);
        expect(here.vinted.mostLive, told).toBeLessThanOrEqual(1);
        expect(
          [...here.vinted.items.values()].filter(({ state }) => state !== "active"),
          told,
        ).toEqual([]);
        if (!wasKilled) break;
      }
    },
  );
});
