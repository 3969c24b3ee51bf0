// The components with behaviour of their own, used as a person would: by role, by name, by key.
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { Button } from "./Button";
import { Combobox } from "./Combobox";
import { Dialog } from "./Dialog";
import { DropZone } from "./DropZone";
import type { Option } from "./Field";
import { BulkBar, List } from "./List";
import { loadLanguage } from "./load_language";
import { PhotoTile } from "./PhotoTile";
import { RelativeTime } from "./RelativeTime";
import { SaveBar } from "./SaveBar";
import { Tabs } from "./Tabs";
import { TextArea } from "./TextArea";
import { TOAST_MS, Toasts } from "./Toast";
import { lengthOf } from "./text_length";

beforeAll(() => loadLanguage(["en"]));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("a busy button ignores presses and says that it is busy", () => {
  const onPress = vi.fn();
  render(
    <Button busy onPress={onPress}>
      Relist
    </Button>,
  );
  fireEvent.click(screen.getByRole("button", { name: "Relist" }));
  expect(onPress).not.toHaveBeenCalled();
  expect(screen.getByRole("button").getAttribute("aria-busy")).toBe("true");
});

describe("Dialog", () => {
  function dialogOf(onClose: () => void): HTMLDialogElement {
    render(
      <Dialog title="Delete it?" open onClose={onClose} actions={<Button>Keep it</Button>}>
        A copy stays.
      </Dialog>,
    );
    return screen.getByRole("dialog");
  }

  test("tells its owner once when it closes by itself", () => {
    const onClose = vi.fn();
    dialogOf(onClose).close();
    expect(onClose).toHaveBeenCalledOnce();
  });

  test("asked for again before the browser tells of its close, it stays open", () => {
    const onClose = vi.fn();
    const dialog = dialogOf(onClose);
    dialog.dispatchEvent(new Event("close")); // that of the time before
    expect(dialog.open).toBe(true);
    expect(onClose).not.toHaveBeenCalled();
  });
});

describe("TextArea", () => {
  test("counts as the limit does: an emoji put together from others is several", () => {
    expect(lengthOf("né 👍👩‍👩‍👧")).toBe(9);
  });

  test("keeps text over the limit and says how much is too much", () => {
    render(<TextArea label="Description" value="abcdef" max={4} onChange={() => {}} />);
    const area = screen.getByLabelText("Description") as HTMLTextAreaElement;
    expect(area.value).toBe("abcdef");
    expect(area.getAttribute("aria-invalid")).toBe("true");
    screen.getByText("2 characters too many");
  });
});

describe("Combobox", () => {
  const BRANDS: Option[] = ["Zara", "Zign", "Levi's"].map((label) => ({ value: label.toLowerCase(), label }));
  const find = (query: string) => BRANDS.filter(({ label }) => label.toLowerCase().startsWith(query.toLowerCase()));

  function Brands({ search = find as (query: string) => Option[] | Promise<Option[]> }) {
    const [chosen, setChosen] = useState<Option | undefined>(undefined);
    return <Combobox label="Brand" chosen={chosen} onChoose={setChosen} search={search} />;
  }
  const box = () => screen.getByRole("combobox", { name: "Brand" }) as HTMLInputElement;

  test("finds, moves and takes by keyboard alone", async () => {
    render(<Brands />);
    fireEvent.input(box(), { target: { value: "z" } });
    await waitFor(() => expect(screen.getAllByRole("option")).toHaveLength(2));
    fireEvent.keyDown(box(), { key: "ArrowDown" });
    await waitFor(() => expect(screen.getByRole("option", { name: "Zign" }).getAttribute("aria-selected")).toBe("true"));
    expect(box().getAttribute("aria-activedescendant")).toBe(screen.getByRole("option", { name: "Zign" }).id);
    fireEvent.keyDown(box(), { key: "Enter" });
    await waitFor(() => expect(box().value).toBe("Zign"));
    expect(screen.queryByRole("listbox")).toBeNull();
  });

  test("escape closes and keeps what was chosen before", async () => {
    render(<Brands />);
    fireEvent.input(box(), { target: { value: "zara" } });
    await waitFor(() => screen.getByRole("option", { name: "Zara" }));
    fireEvent.keyDown(box(), { key: "Enter" });
    await waitFor(() => expect(box().value).toBe("Zara"));
    fireEvent.input(box(), { target: { value: "lev" } });
    fireEvent.keyDown(box(), { key: "Escape" });
    await waitFor(() => expect(box().value).toBe("Zara"));
  });

  test("an answer to an older question never replaces a newer one", async () => {
    const answers = new Map<string, (options: Option[]) => void>();
    render(<Brands search={(query) => new Promise((answer) => answers.set(query, answer))} />);
    fireEvent.input(box(), { target: { value: "z" } });
    await waitFor(() => expect(answers.has("z")).toBe(true));
    fireEvent.input(box(), { target: { value: "lev" } });
    await waitFor(() => expect(answers.has("lev")).toBe(true));
    answers.get("lev")?.(find("lev"));
    await waitFor(() => screen.getByRole("option", { name: "Levi's" }));
    answers.get("z")?.(find("z"));
    await new Promise((done) => setTimeout(done));
    expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual(["Levi's"]);
  });

  test("a search that fails says so", async () => {
    render(<Brands search={() => Promise.reject(new Error("away"))} />);
    fireEvent.input(box(), { target: { value: "z" } });
    await screen.findByText(/could not be done/);
  });
});

describe("List", () => {
  const ITEMS = ["Dress", "Hat", "Jeans"];

  function Closet({ onOpen, onFilterKey }: { onOpen?: (item: string) => void; onFilterKey?: () => void }) {
    const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
    return (
      <>
        <List
          label="Closet"
          items={ITEMS}
          keyOf={(item) => item}
          nameOf={(item) => item}
          row={(item) => item}
          selected={selected}
          onSelect={setSelected}
          {...(onOpen ? { onOpen } : {})}
          {...(onFilterKey ? { onFilterKey } : {})}
        />
        <BulkBar count={selected.size} onClear={() => setSelected(new Set())}>
          <Button>Relist</Button>
        </BulkBar>
      </>
    );
  }
  const row = (at: number) => screen.getAllByRole("row")[at] as HTMLElement;

  test("moves with the arrows, stops at both ends, opens with enter", () => {
    const onOpen = vi.fn();
    render(<Closet onOpen={onOpen} />);
    row(0).focus();
    fireEvent.keyDown(row(0), { key: "ArrowUp" });
    fireEvent.keyDown(row(0), { key: "ArrowDown" });
    expect(document.activeElement).toBe(row(1));
    fireEvent.keyDown(row(1), { key: "End" });
    fireEvent.keyDown(row(2), { key: "ArrowDown" });
    expect(document.activeElement).toBe(row(2));
    fireEvent.keyDown(row(2), { key: "Enter" });
    expect(onOpen).toHaveBeenCalledWith("Jeans");
  });

  test("x selects, and only then the bulk bar is there", async () => {
    render(<Closet />);
    expect(screen.queryByText("1 selected")).toBeNull();
    fireEvent.keyDown(row(1), { key: "x" });
    await screen.findByText("1 selected");
    expect(row(1).getAttribute("aria-selected")).toBe("true");
    fireEvent.click(screen.getByRole("button", { name: "Clear selection" }));
    await waitFor(() => expect(screen.queryByText("1 selected")).toBeNull());
  });

  test("/ goes to the filter, but not out of a control inside the row", () => {
    const onFilterKey = vi.fn();
    render(<Closet onFilterKey={onFilterKey} />);
    fireEvent.keyDown(screen.getByLabelText("Select Hat"), { key: "/" });
    expect(onFilterKey).not.toHaveBeenCalled();
    fireEvent.keyDown(row(0), { key: "/" });
    expect(onFilterKey).toHaveBeenCalledOnce();
  });

  test("one row only can be reached by tab", async () => {
    render(<Closet />);
    row(2).focus();
    await waitFor(() => expect(screen.getAllByRole("row").map((one) => one.tabIndex)).toEqual([-1, -1, 0]));
  });
});

test("tabs switch with the arrow keys, around the end", () => {
  const onChange = vi.fn();
  render(
    <Tabs
      label="Lanes"
      current="loose"
      onChange={onChange}
      tabs={[
        { key: "sure", label: "Sure" },
        { key: "loose", label: "Loose" },
      ]}
    >
      x
    </Tabs>,
  );
  fireEvent.keyDown(screen.getByRole("tab", { name: "Loose" }), { key: "ArrowRight" });
  expect(onChange).toHaveBeenCalledWith("sure");
});

describe("Toasts", () => {
  test("leave by themselves, but not while someone is on them", () => {
    vi.useFakeTimers();
    const onDismiss = vi.fn();
    render(<Toasts news={[{ id: "a", text: "Price changed" }]} onDismiss={onDismiss} />);
    vi.advanceTimersByTime(0);
    const toast = screen.getByText("Price changed").parentElement as HTMLElement;
    fireEvent.mouseEnter(toast);
    vi.advanceTimersByTime(TOAST_MS * 2);
    expect(onDismiss).not.toHaveBeenCalled();
    fireEvent.mouseLeave(toast);
    vi.advanceTimersByTime(TOAST_MS * 2);
    expect(onDismiss).toHaveBeenCalledWith("a");
  });

  test("undo acts once and takes the toast away", () => {
    const onUndo = vi.fn();
    const onDismiss = vi.fn();
    render(<Toasts news={[{ id: "a", text: "Hidden", onUndo }]} onDismiss={onDismiss} />);
    fireEvent.click(screen.getByRole("button", { name: "Undo" }));
    expect(onUndo).toHaveBeenCalledOnce();
    expect(onDismiss).toHaveBeenCalledWith("a");
  });
});

test("the save bar is there only when something was changed", () => {
  const { rerender } = render(<SaveBar isDirty={false} onSave={() => {}} onDiscard={() => {}} />);
  expect(screen.queryByRole("button")).toBeNull();
  rerender(<SaveBar isDirty onSave={() => {}} onDiscard={() => {}} />);
  screen.getByRole("button", { name: "Save" });
});

test("a failed photo says why and can be tried again", () => {
  const onRetry = vi.fn();
  render(<PhotoTile photo={{ alt: "dress.jpg" }} state={{ kind: "failed", reason: "The file is empty", onRetry }} />);
  screen.getByText("The file is empty");
  fireEvent.click(screen.getByRole("button", { name: "Try again: dress.jpg" }));
  expect(onRetry).toHaveBeenCalledOnce();
});

test("the drop zone hands over what was chosen, and the same file can be chosen again", () => {
  const onFiles = vi.fn();
  render(<DropZone title="Drop photos" chooseLabel="Choose" accept="image/*" onFiles={onFiles} />);
  const input = screen.getByLabelText("Drop photos", { selector: "input" }) as HTMLInputElement;
  const file = new File(["x"], "a.jpg", { type: "image/jpeg" });
  Object.defineProperty(input, "files", { value: [file], configurable: true });
  fireEvent.change(input);
  fireEvent.change(input);
  expect(onFiles.mock.calls).toEqual([[[file]], [[file]]]);
});

test("a relative time moves on by itself and keeps the exact one", async () => {
  // the drawing itself runs on the real timers
  vi.useFakeTimers({ now: new Date("2026-11-23T12:00:00Z"), toFake: ["Date", "setInterval", "clearInterval"] });
  render(<RelativeTime time={new Date("2026-11-23T12:00:30Z")} />);
  expect(screen.getByText("in 30 sec.").title).toContain("2026");
  // the clock starts once the component is drawn
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
  vi.advanceTimersByTime(5_000);
  await screen.findByText("in 25 sec.");
  vi.useRealTimers();
});
