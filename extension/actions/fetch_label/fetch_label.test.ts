// @vitest-environment node
// fetch_label through the real loop: a label that is there is brought; one that is not is made only when the person said so, once.
import { expect, it } from "vitest";
import { LABEL } from "../../stage/cards";
import { stage } from "../../stage/stage";

const shipment = { id: 61, status: 100 };

it("brings the label that is there, without a go", async () => {
  const here = stage();
  here.vinted.people.addSale({ shipment, label: "made" });
  const job = here.server.wish({ ...LABEL, order: false } as typeof LABEL);
  await here.a.turn();
  expect(job).toMatchObject({ state: "done", reason: "ok", gos: [] });
  expect(here.server.labels.map((bytes) => new TextDecoder().decode(bytes))).toEqual(["%PDF-1.4"]);
  expect(here.server.read("transaction")[0]?.transaction.label).toBe("ready");
});

it("does not have one made without the person's yes", async () => {
  const here = stage();
  here.vinted.people.addSale({ shipment });
  const job = here.server.wish({ ...LABEL, order: false } as typeof LABEL);
  await here.a.turn();
  expect(job).toMatchObject({ state: "failed", reason: "label_not_ready", gos: [] });
});

it("has it made with the person's yes, and brings it", async () => {
  const here = stage();
  here.vinted.people.addSale({ shipment });
  const job = here.server.wish(LABEL);
  await here.a.turn();
  expect(here.vinted.effects).toEqual(["order_label"]);
  expect(job.finishes).toMatchObject([{ end: "done", reason: "ok", proof: { kind: "label_address" } }]);
  expect(here.server.labels).toHaveLength(1);
});

it.each(["answer_lost", "lost", "server_error"] as const)("asks for it once when the answer is %s", async (fault) => {
  const here = stage();
  here.vinted.people.addSale({ shipment });
  here.vinted.fail("order_label", fault);
  const job = here.server.wish(LABEL);
  await here.until(1500, here.a);
  expect(here.a.tab.sent.filter((call) => call === "order_label")).toHaveLength(1);
  expect(job.state).toBe(fault === "lost" ? "failed" : "done");
});

it("says that there is only a code where Vinted prints nothing", async () => {
  const here = stage();
  here.vinted.people.addSale({ shipment, label: "digital" });
  const job = here.server.wish(LABEL);
  await here.a.turn();
  expect(job).toMatchObject({ state: "failed", reason: "not_possible", gos: [] });
  expect(here.server.read("transaction")[0]?.transaction.label).toBe("digital");
});
