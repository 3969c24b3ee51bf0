// The approval queue by keyboard and by press: nothing leaves but by the digest of the card that is before the person's eyes.
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { CARDS, card, job, sample, samplePorts } from "../../gallery/sample_ports";
import { loadLanguage } from "../../ui/load_language";
import type { Ports } from "../ports";
import { PortsProvider } from "../use";
import { Approvals } from "./Approvals";
import { actOfKey, afterwards } from "./keys";
import { tomorrowMorning } from "./put_off";

beforeAll(async () => {
  // the test's document knows no popovers
  Object.defineProperty(HTMLElement.prototype, "hidePopover", { value: () => {}, configurable: true });
  await loadLanguage(["en"]);
});
afterEach(cleanup);

function show(ports: Ports) {
  render(
    <PortsProvider value={ports}>
      <Approvals />
    </PortsProvider>,
  );
  return screen.getAllByRole("article");
}

const PLAIN = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false };

describe("keys", () => {
  test.each([
    ["a", "approve"],
    ["A", "approve"],
    ["e", "edit"],
    ["d", "decline"],
    ["x", "select"],
    ["ArrowDown", "next"],
    ["ArrowUp", "previous"],
    ["Enter", undefined],
    ["s", "snooze"],
    ["S", "snooze"],
    ["z", undefined],
  ])("%s means %s", (key, act) => expect(actOfKey({ ...PLAIN, key })).toBe(act));

  test("shift and Ctrl or Cmd make another key of it", () => {
    expect(actOfKey({ ...PLAIN, key: "D", shiftKey: true })).toBe("never");
    expect(actOfKey({ ...PLAIN, key: "Enter", ctrlKey: true })).toBe("approve_selected");
    expect(actOfKey({ ...PLAIN, key: "Enter", metaKey: true })).toBe("approve_selected");
    expect(actOfKey({ ...PLAIN, key: "A", shiftKey: true })).toBeUndefined();
  });

  test("a key that is held down moves on but answers nothing", () => {
    expect(actOfKey({ ...PLAIN, key: "a", repeat: true })).toBeUndefined();
    expect(actOfKey({ ...PLAIN, key: "ArrowDown", repeat: true })).toBe("next");
  });

  test("the browser's own keys are left alone", () => {
    expect(actOfKey({ ...PLAIN, key: "a", ctrlKey: true })).toBeUndefined();
    expect(actOfKey({ ...PLAIN, key: "d", metaKey: true })).toBeUndefined();
  });

  test("the next card follows an answered one, after the last the one before it", () => {
    expect(afterwards(["1", "2", "3"], "2")).toBe("3");
    expect(afterwards(["1", "2", "3"], "3")).toBe("2");
    expect(afterwards(["1"], "1")).toBeUndefined();
  });
});

test("a card is sent by its own digest, and the next one has the keyboard", async () => {
  const ports = samplePorts();
  const approve = vi.spyOn(ports.approvals, "approve");
  const [first] = show(ports);
  if (!first) throw new Error("no card");
  first.focus();
  fireEvent.keyDown(first, { key: "a" });
  await waitFor(() => expect(approve).toHaveBeenCalledWith(CARDS[0]?.id, CARDS[0]?.card?.digest));
  await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("Write: jeanne_la_tres_longue_du_nom_44"));
});

test("S puts a card off till tomorrow morning, Shift+D leaves this person alone for good", async () => {
  const ports = samplePorts();
  const snooze = vi.spyOn(ports.approvals, "snooze");
  const decline = vi.spyOn(ports.approvals, "decline");
  const [first, second] = show(ports);
  if (!first || !second) throw new Error("no cards");
  fireEvent.keyDown(first, { key: "s" });
  await waitFor(() => expect(snooze).toHaveBeenCalledWith(CARDS[0]?.id, tomorrowMorning(new Date())));
  fireEvent.keyDown(second, { key: "D", shiftKey: true });
  await waitFor(() => expect(decline).toHaveBeenCalledWith(CARDS[1]?.id, true));
});

test("Ctrl+Enter sends the selected ones and opens nothing; with none selected it is not ours", async () => {
  const ports = samplePorts();
  const approve = vi.spyOn(ports.approvals, "approve");
  const [first, second] = show(ports);
  if (!first || !second) throw new Error("no cards");
  const opensWide = vi.fn();
  document.addEventListener("keydown", opensWide);
  fireEvent.keyDown(first, { key: "Enter", ctrlKey: true });
  expect(opensWide).toHaveBeenCalledTimes(1);
  fireEvent.keyDown(first, { key: "x" });
  const box = screen.getByRole("checkbox", { name: "Select paul" });
  fireEvent.click(box);
  opensWide.mockClear();
  fireEvent.keyDown(box, { key: "Enter", metaKey: true });
  document.removeEventListener("keydown", opensWide);
  await waitFor(() => expect(approve.mock.calls.map(([id]) => id)).toEqual([CARDS[0]?.id, CARDS[2]?.id]));
  expect(opensWide).not.toHaveBeenCalled();
});

test("keys typed into the text are no answers", () => {
  const ports = samplePorts();
  const approve = vi.spyOn(ports.approvals, "approve");
  const [first] = show(ports);
  if (!first) throw new Error("no card");
  fireEvent.keyDown(first, { key: "e" });
  fireEvent.keyDown(screen.getByRole("textbox", { name: "Message" }), { key: "a", bubbles: true });
  expect(approve).not.toHaveBeenCalled();
});

test("a card that was changed elsewhere is shown as it is now, and only that one can be sent", async () => {
  const fresh = card("camille_ex", { text: "Another text", digest: "f".repeat(64) });
  const waiting = sample([CARDS[0] ?? job(1)]);
  const ports = samplePorts();
  ports.approvals.waiting = waiting;
  const approve = vi.fn<Ports["approvals"]["approve"]>().mockImplementationOnce(async () => {
    waiting.set([{ ...(CARDS[0] ?? job(1)), card: fresh }]);
    return { ok: false, failure: { why: "refused", code: "card_changed", data: { current: fresh } } };
  });
  approve.mockResolvedValue({ ok: true, value: job(1) });
  ports.approvals.approve = approve;
  show(ports);
  fireEvent.click(screen.getByRole("button", { name: "Send to camille_ex" }));
  await screen.findByText("This card was changed while you looked");
  screen.getByText("Another text");
  fireEvent.click(screen.getByRole("button", { name: "Send to camille_ex" }));
  await waitFor(() => expect(approve).toHaveBeenLastCalledWith(CARDS[0]?.id, fresh.digest));
});

test("an edit made here is not said to come from elsewhere", async () => {
  const ports = samplePorts();
  show(ports);
  fireEvent.click(screen.getAllByRole("button", { name: "Edit" })[0] as HTMLElement);
  fireEvent.input(screen.getByRole("textbox", { name: "Message" }), { target: { value: "Bonjour !" } });
  fireEvent.click(screen.getByRole("button", { name: "Keep this" }));
  await screen.findByText("Bonjour !");
  expect(screen.queryByText(/changed elsewhere/)).toBeNull();
});

test("selected cards are sent one by one; a refused one stays with its reason", async () => {
  const ports = samplePorts();
  const approve = vi.spyOn(ports.approvals, "approve").mockImplementationOnce(async () => ({
    ok: false,
    failure: { why: "refused", code: "person_ignored", data: {} },
  }));
  show(ports);
  fireEvent.click(screen.getByRole("checkbox", { name: "Select camille_ex" }));
  fireEvent.click(screen.getByRole("checkbox", { name: "Select paul" }));
  fireEvent.click(screen.getByRole("button", { name: "Approve 2" }));
  await waitFor(() => expect(approve).toHaveBeenCalledTimes(2));
  await screen.findByText("You said that nothing is sent to this person");
  await waitFor(() => expect(screen.queryByRole("checkbox", { name: "Select paul" })).toBeNull());
  screen.getByRole("checkbox", { name: "Select camille_ex" });
});

test("never to this person is another answer than not this one", () => {
  const ports = samplePorts();
  const decline = vi.spyOn(ports.approvals, "decline");
  show(ports);
  fireEvent.click(screen.getByRole("menuitem", { name: "Never to camille_ex", hidden: true }));
  expect(decline).toHaveBeenCalledWith(CARDS[0]?.id, true);
});

test("what was put off is not among what waits, and what expired says that nothing was sent", () => {
  const ports = samplePorts();
  expect(show(ports)).toHaveLength(3);
  screen.getByText("1 card put off");
  screen.getByText("1 card expired unseen");
});

test("tomorrow morning is tomorrow at nine, also at the end of a month", () => {
  expect(tomorrowMorning(new Date(2026, 10, 30, 23, 59))).toEqual(new Date(2026, 11, 1, 9));
});
