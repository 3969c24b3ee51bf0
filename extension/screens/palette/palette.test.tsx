// What the palette finds: drafts beyond the first page, people by all the ways we know them, and what lies in another closet.
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Closet, Draft } from "../../../shared-schemas/wire";
import { CLOSET, listing, sample, samplePorts } from "../../gallery/sample_ports";
import { loadLanguage } from "../../ui/load_language";
import type { Ports } from "../ports";
import { PortsProvider } from "../use";
import { Palette } from "./Palette";

const OTHER: Closet = { ...CLOSET, id: "0198a000-0000-7000-8000-000000000002", login: "second_atelier" };
const DRAFTS = Array.from(
  { length: 150 },
  (_, at) => ({ id: `draft-${at}`, fields: { title: `Foulard ${at}`, brand: "" } }) as Draft,
);

beforeAll(() => loadLanguage(["en"]));
beforeEach(() => {
  location.hash = "";
});
afterEach(cleanup);

function find(words: string, ports: Ports = samplePorts()): HTMLElement[] {
  render(
    <PortsProvider value={ports}>
      <Palette onClose={() => {}} />
    </PortsProvider>,
  );
  fireEvent.input(screen.getByRole("combobox", { hidden: true }), { target: { value: words } });
  return screen.queryAllByRole("option", { hidden: true });
}

function open(option: HTMLElement | undefined): void {
  if (!option) throw new Error("nothing was found");
  fireEvent.click(option);
}

test("a draft is found however many there are", () => {
  const ports = samplePorts();
  ports.finder.drafts = sample(DRAFTS);
  open(find("foulard 149", ports)[0]);
  expect(location.hash).toBe("#/drafts/draft-149");
});

test.each([
  ["marc_oz", "#/inbox/32"],
  ["later_gator", "#/approvals"],
  ["paul", "#/approvals"],
  ["acheteuse", "#/orders/900"],
])("%s is found", async (login, place) => {
  const ports = samplePorts();
  const [order] = ports.finder.orders.current().value ?? [];
  if (!order) throw new Error("no order");
  ports.finder.orders = sample([{ ...order, other: { member_id: 9, login: "acheteuse", photo_url: null } }]);
  open(find(login, ports)[0]);
  await waitFor(() => expect(location.hash).toBe(place));
});

test("a person is found once in each closet", () => {
  expect(find("camille_ex")).toHaveLength(1);
});

test("what lies in another closet says so, and opens when that closet is in front", async () => {
  const ports = samplePorts({ closets: sample({ items: [CLOSET, OTHER] }) });
  const [ours, theirs] = [sample([listing(1, "Robe")]), sample([listing(2, "Veste", {}, { closet_id: OTHER.id })])];
  ports.listings = (id) => (id === OTHER.id ? theirs : ours);
  const order: string[] = [];
  ports.switchCloset = vi.fn(async (id) => {
    order.push(`switch ${id}, at ${location.hash}`);
    return { ok: true as const, value: null };
  });
  const [found] = find("veste", ports);
  expect(found?.textContent).toContain("second_atelier");
  open(found);
  await waitFor(() => expect(location.hash).toBe("#/closet/2"));
  expect(order).toEqual([`switch ${OTHER.id}, at `]);
});

test("what is in front needs no switch", async () => {
  const ports = samplePorts();
  ports.switchCloset = vi.fn(ports.switchCloset);
  open(find("jean", ports)[0]);
  await waitFor(() => expect(location.hash).toBe("#/closet/103"));
  expect(ports.switchCloset).not.toHaveBeenCalled();
});
