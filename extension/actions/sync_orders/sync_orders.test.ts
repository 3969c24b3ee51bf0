// @vitest-environment node
// sync_orders through the real loop: sales, then purchases, and whole those transactions the server wants.
import { expect, it } from "vitest";
import { stage } from "../../stage/stage";

const order = (transaction_id: number, side: "sold" | "purchased") => ({
  transaction_id,
  thread_id: null,
  side,
  title: "",
  price: null,
  status_text: "",
  waits: "waiting" as const,
  at: null,
  photo_url: null,
});

it("brings both sides, and the transactions that are wanted", async () => {
  const here = stage();
  const { people } = here.vinted;
  people.orders.push(order(60, "sold"), order(61, "sold"), order(62, "purchased"));
  people.addSale({ id: 60 });
  here.server.readingAnswers.push({ want: [60, 404] });
  const job = here.server.wish({ verb: "sync_orders" });
  await here.a.turn();
  expect(
    here.server.readings.map((reading) =>
      reading.read === "orders" ? `${reading.side} ${reading.orders.length}` : reading.read,
    ),
  ).toEqual(["sold 2", "transaction", "purchased 1"]);
  expect(job).toMatchObject({ state: "done", gos: [] });
});
