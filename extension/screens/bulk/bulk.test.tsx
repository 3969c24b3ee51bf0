// A bulk act as a person meets it: what would happen, the one press that starts it, how it goes on.
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { CLOSET, sample, samplePorts } from "../../gallery/sample_ports";
import { loadLanguage } from "../../ui/load_language";
import type { Ports } from "../ports";
import { PortsProvider } from "../use";
import { BatchProgress } from "./BatchProgress";
import { Bulk } from "./Bulk";
import type { BulkActName } from "./port";

beforeAll(() => loadLanguage(["en"]));
afterEach(() => {
  cleanup();
  location.hash = "";
});

function show(ports: Ports, act: BulkActName, itemIds: number[]) {
  render(
    <PortsProvider value={ports}>
      <Bulk closet={CLOSET} act={act} itemIds={itemIds} />
    </PortsProvider>,
  );
}

test("the preview says what is left out and why, and only what it shows as done is started", async () => {
  const ports = samplePorts();
  const start = vi.spyOn(ports.bulk, "start");
  show(ports, "price", [101, 105]);
  await screen.findByText("Not for sale now");
  screen.getByText("Nothing has left yet.");
  expect(start).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("button", { name: "Change 1 price" }));
  await waitFor(() =>
    expect(start).toHaveBeenCalledWith(
      expect.objectContaining({ item_ids: [101], act: expect.objectContaining({ percent: -10 }) }),
    ),
  );
  await waitFor(() => expect(location.hash).toMatch(/^#\/closet\/batch\//));
});

test("while the preview is older than what is typed, nothing can be started", async () => {
  const ports = samplePorts();
  show(ports, "price", [101]);
  const button = await screen.findByRole("button", { name: "Change 1 price" });
  fireEvent.input(screen.getByLabelText("Percent"), { target: { value: "20" } });
  await waitFor(() => expect((button as HTMLButtonElement).disabled).toBe(true));
  fireEvent.input(screen.getByLabelText("Percent"), { target: { value: "none" } });
  await screen.findByText("Type a whole number from 1 to 90.");
  expect((button as HTMLButtonElement).disabled).toBe(true);
});

test("a switched-off verb shows its reason where the button was", async () => {
  const off = {
    verb: "update_listing" as const,
    country: null,
    reason: "The form moved.",
    link: null,
    since: "2026-11-26T01:00:00Z",
  };
  show(samplePorts({ switchOffs: sample([off]) }), "price", [101]);
  await screen.findByText("The form moved.");
  expect(screen.queryByRole("button", { name: "Change 1 price" })).toBeNull();
});

test("what failed can be tried again once nothing of it runs any more, and nothing else is", async () => {
  const ports = samplePorts();
  const batch = ports.bulk.batch("x").current().value;
  if (!batch) throw new Error("no sample batch");
  const done = sample({ ...batch, is_over: true, counts: { ...batch.counts, waiting: 0, doing: 0 } });
  const retry = vi.spyOn(ports.bulk, "retry");
  ports.bulk.batch = () => done;
  render(
    <PortsProvider value={ports}>
      <BatchProgress id="x" closet={CLOSET} />
    </PortsProvider>,
  );
  expect(screen.queryByRole("button", { name: /Stop/ })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Retry the 1 failed" }));
  expect(retry).toHaveBeenCalledWith(batch.id);
});
