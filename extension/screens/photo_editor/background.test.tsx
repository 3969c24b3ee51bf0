// The background's control says who finds the item: this server, which sends nothing and asks nothing, or remove.bg after consent.
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import type { CutoutService, PhotoEdit, PhotoOperation } from "../../../shared-schemas/wire";
import { samplePorts } from "../../gallery/sample_ports";
import { loadLanguage } from "../../ui/load_language";
import { PortsProvider } from "../use";
import { BackgroundTool } from "./BackgroundTool";
import type { ToolProps } from "./Tools";

beforeAll(() => loadLanguage(["en"]));
afterEach(cleanup);

const NONE: CutoutService = {
  on_server: false,
  offered: false,
  service: "remove.bg",
  consented_at: null,
  used: 0,
  most: 50,
  credits: 0,
};

function shown(service: Partial<CutoutService>, masks: Partial<PhotoEdit> = {}, operations: PhotoOperation[] = []) {
  const change = vi.fn();
  const ports = samplePorts();
  const state = { value: { ...NONE, ...service } };
  const cutouts = { current: () => state, subscribe: () => () => undefined, refresh: () => undefined };
  const open = { state: { base: { has_mask: false, has_server_mask: false, ...masks } } };
  render(
    <PortsProvider value={{ ...ports, editor: { ...ports.editor, cutouts } as unknown as typeof ports.editor }}>
      <BackgroundTool {...({ operations, change, open } as unknown as ToolProps)} />
    </PortsProvider>,
  );
  return change;
}

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const chosen = (change: ReturnType<typeof shown>) => change.mock.calls.map(([operations]) => operations);

test("where neither is there, there is no control", () => {
  shown({});
  expect(screen.queryByRole("button")).toBeNull();
});

test("on this server it says that nothing is sent, and asks for no consent", () => {
  const change = shown({ on_server: true });
  expect(screen.getByText("On this server, nothing is sent.")).toBeTruthy();
  expect(screen.queryByText(/remove\.bg/, { selector: "p.muted, button span" })).toBeNull();
  press("Remove the background");
  expect(chosen(change)).toEqual([[{ is: "background", color: "#ffffff", by: "server" }]]);
});

test("with a key alone it is remove.bg, after consent, with what it costs", () => {
  const change = shown({ offered: true });
  expect(screen.getByText(/^By remove\.bg\. 1 credit per photo.* 50 of 50 left/)).toBeTruthy();
  press("Remove the background");
  expect(screen.getByRole("dialog", { name: "Send this photo to remove.bg?" })).toBeTruthy();
  expect(change).not.toHaveBeenCalled();
});

test("where both are there this server comes first, and remove.bg stays a choice", () => {
  const change = shown({ on_server: true, offered: true, consented_at: "2026-11-01T10:00:00Z" }, { has_server_mask: true }, [
    { is: "background", color: "#00ff00", by: "server" },
  ]);
  expect(screen.getByText("On this server, nothing is sent.")).toBeTruthy();
  press("Use remove.bg instead");
  expect(chosen(change)).toEqual([[{ is: "background", color: "#00ff00", by: "remove.bg" }]]);
});

test("what remove.bg did before can go back to this server", () => {
  const change = shown({ on_server: true }, { has_mask: true }, [{ is: "background", color: "#ffffff", by: "remove.bg" }]);
  expect(screen.getByText("By remove.bg.")).toBeTruthy();
  press("Do it on this server instead");
  expect(chosen(change)).toEqual([[{ is: "background", color: "#ffffff", by: "server" }]]);
});
