// @vitest-environment node
// mark_shipped through the real loop.
import { expect, it } from "vitest";
import { SHIPPED } from "../../stage/cards";
import { stage } from "../../stage/stage";

it("is done once the shipment says so", async () => {
  const here = stage();
  here.vinted.people.addSale({ shipment: { id: 61, status: 100 } });
  const job = here.server.wish(SHIPPED);
  await here.a.turn();
  expect(job.finishes).toMatchObject([{ end: "done", reason: "ok", proof: { kind: "shipment_status" } }]);
});

it("sends nothing when it was shipped already", async () => {
  const here = stage();
  here.vinted.people.addSale({ shipment: { id: 61, status: 400 } });
  const job = here.server.wish(SHIPPED);
  await here.a.turn();
  expect(job).toMatchObject({ state: "done", reason: "nothing_to_do", gos: [] });
});

it("ends where there is no shipment", async () => {
  const here = stage();
  here.vinted.people.addSale();
  const job = here.server.wish(SHIPPED);
  await here.a.turn();
  expect(job).toMatchObject({ state: "failed", reason: "no_transaction", gos: [] });
});
