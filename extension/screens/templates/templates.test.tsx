// Templates as a person meets them: variables as buttons, a mistake at its text, two edits side by side, what a template would do
// before it is done, and a file's report.
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Draft, Template, TemplatePreview } from "../../../shared-schemas/wire";
import { sample, samplePorts } from "../../gallery/sample_ports";
import { loadLanguage } from "../../ui/load_language";
import type { Newest, Ports, Result } from "../ports";
import { PortsProvider } from "../use";
import { Apply } from "./Apply";
import { emptyContent, unsaved } from "./content";
import { Templates } from "./Templates";

const TEMPLATE: Template = {
  id: "t1",
  revision: 3,
  content: { ...emptyContent("fr"), name: "Robes", title: "Robe ", description: "Merci" },
  created_at: "2026-11-27T00:00:00Z",
  saved_at: "2026-11-27T00:00:00Z",
};
const DRAFT = { id: "d1", fields: { title: "Robe bleue" } } as Draft;
const PREVIEW: TemplatePreview = {
  problems: [],
  drafts: [
    {
      draft_id: "d1",
      revision: 5,
      title: "Robe bleue",
      locked: false,
      fits: false,
      changes: [{ field: "title", before: "Robe bleue", after: "Robe Zara", cut: 12 }],
      empty: ["size", "measures"],
    },
    { draft_id: "d2", revision: 1, title: "Jupe", locked: true, fits: true, changes: [], empty: [] },
  ],
};

beforeAll(() => loadLanguage(["en"]));
afterEach(() => {
  cleanup();
  unsaved.clear();
  location.hash = "";
});

function portsWith(preview = PREVIEW): Ports {
  const ports = samplePorts();
  const shelf = { ...sample<Newest<Draft>>({ items: [DRAFT], hasMore: false }), showMore: async () => {} };
  ports.drafts.shelf = () => shelf;
  ports.templates.all = sample([TEMPLATE]);
  ports.templates.template = () => sample(TEMPLATE);
  ports.templates.preview = vi.fn(async () => ({ ok: true as const, value: preview }));
  return ports;
}

function show(ports: Ports, what: preact.JSX.Element) {
  render(<PortsProvider value={ports}>{what}</PortsProvider>);
}

const box = (name: string) => screen.getByLabelText<HTMLInputElement>(name);

test("a variable is written into the text that was worked on last, at its cursor, and saved on its revision", async () => {
  const ports = portsWith();
  ports.templates.save = vi.fn(async () => ({ ok: true as const, value: { ...TEMPLATE, revision: 4 } }));
  show(ports, <Templates id="t1" />);
  fireEvent.focusIn(box("Title"));
  box("Title").setSelectionRange(5, 5);
  fireEvent.click(screen.getByRole("button", { name: "Brand" }));
  expect(box("Title").value).toBe("Robe {brand}");
  expect(screen.queryByRole("button", { name: "Text already there" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  const content = { ...TEMPLATE.content, title: "Robe {brand}" };
  await waitFor(() => expect(ports.templates.save).toHaveBeenCalledWith("t1", { revision: 3, content }));
});

test("a mistake is named at its text, with its place", async () => {
  const problem = { code: "unknown_variable" as const, field: "description" as const, found: "{x}", line: 2, column: 4 };
  show(portsWith({ problems: [problem], drafts: [] }), <Templates id="t1" />);
  await screen.findByText("{x} is no variable. Use the buttons, or remove it. (line 2, character 4)");
});

test("an edit that was not saved is there again when its editor is", () => {
  show(portsWith(), <Templates id="t1" />);
  fireEvent.input(box("Title"), { target: { value: "Jupe" } });
  cleanup();
  show(portsWith(), <Templates id="t1" />);
  expect(box("Title").value).toBe("Jupe");
  fireEvent.click(screen.getByRole("button", { name: "Discard" }));
  expect(box("Title").value).toBe("Robe ");
});

test("what was saved elsewhere is shown and chosen between before anything is saved", async () => {
  const ports = portsWith();
  const theirs = { ...TEMPLATE, revision: 4, content: { ...TEMPLATE.content, title: "Theirs" } };
  const refused = { ok: false, failure: { why: "refused", code: "template_changed", data: { current: theirs } } } as const;
  const save = vi.fn(async (): Promise<Result<Template>> => refused);
  ports.templates.save = save;
  show(ports, <Templates id="t1" />);
  fireEvent.input(box("Title"), { target: { value: "Mine" } });
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await screen.findByText("What differs: the title. This is what was saved:");
  expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Keep mine" }));
  fireEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(save).toHaveBeenLastCalledWith("t1", { revision: 4, content: { ...TEMPLATE.content, title: "Mine" } }),
  );
});

test("only what was seen to change is asked for, and one press takes it back", async () => {
  const ports = portsWith();
  const used = (outcome: "applied" | "undone") => ({
    ok: true as const,
    value: { id: "u1", drafts: [{ draft_id: "d1", outcome }] },
  });
  ports.templates.apply = vi.fn(async () => used("applied"));
  ports.templates.undo = vi.fn(async () => used("undone"));
  show(ports, <Apply draftIds={["d1", "d2"]} />);
  const card = within(await screen.findByRole("article", { name: "Robe bleue" }));
  card.getByText("The template is meant for another category.");
  card.getByText("12 characters do not fit into Vinted’s limit and are cut.");
  card.getByText("Empty in this draft: Size and Measures.");
  fireEvent.click(screen.getByRole("button", { name: "Apply to 1 draft" }));
  const drafts = [{ draft_id: "d1", revision: 5 }];
  await waitFor(() => expect(ports.templates.apply).toHaveBeenCalledWith("t1", { revision: 3, drafts, keep_written: false }));
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await screen.findByText("1 draft put back");
  expect(ports.templates.undo).toHaveBeenCalledWith("u1");
});

test("a file's report names what was not taken first, with what to put right", async () => {
  const ports = portsWith();
  const refusal = { code: "value" as const, field: "title", detail: "Expected `str`, got `int`", problems: [] };
  const report = {
    lines: [
      { place: 1, name: "Robes", outcome: "known" as const, template_id: "t1", refusal: null },
      { place: 2, name: "", outcome: "refused" as const, template_id: null, refusal },
    ],
  };
  ports.templates.readFile = vi.fn(async () => ({ ok: true as const, value: { is: "read" as const, report } }));
  show(ports, <Templates id={undefined} />);
  const file = new File(["{}"], "templates.json");
  fireEvent.change(screen.getByLabelText("Take in a file"), { target: { files: [file] } });
  const lines = await screen.findAllByRole("listitem");
  expect(lines.map((line) => line.textContent)).toEqual([
    "Entry 2“title” does not hold what it must: Expected `str`, got `int`. Put it right in the file.Not taken",
    "RobesHere already",
  ]);
  expect(ports.templates.readFile).toHaveBeenCalledWith(file, false);
});
