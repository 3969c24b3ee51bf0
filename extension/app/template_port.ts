// The templates of the screens, made real: our server through the worker, and files on this device.
import type { Template } from "../../shared-schemas/wire";
import type { Result } from "../screens/ports";
import { type FileRead, TEMPLATES_MOST, type TemplatePort } from "../screens/templates/port";
import { type Keeper, perName } from "./kept";
import { readAll } from "./long_list";
import { server } from "./server";

const limit = 200;
/** As much as the server reads. */
const FILE_MOST = 4 << 20;
const FILE_NAME = "vintedbot-templates.json";

export function createTemplatePort(keeper: Keeper): TemplatePort {
  const all = keeper.source<Template[]>({
    read: () => readAll((from) => server("templates", { query: { limit, ...from } })),
    cacheName: "templates",
    calm: true,
  });
  const acted = async <T>(act: Promise<Result<T>>): Promise<Result<T>> => {
    const result = await act;
    keeper.refreshAll();
    return result;
  };
  return {
    all,
    template: perName((id) =>
      keeper.source<Template>({ read: () => server("template", { path: { id } }), cacheName: `template:${id}`, calm: true }),
    ),
    create: (body) => acted(server("create_template", { body })),
    save: (id, body) => acted(server("save_template", { path: { id }, body })),
    throwAway: (id) => acted(server("delete_template", { path: { id } })),
    bringBack: (id) => acted(server("undelete_template", { path: { id } })),
    preview: (body) => server("preview_template", { body }),
    apply: (id, body) => acted(server("apply_template", { path: { id }, body })),
    undo: (id) => acted(server("undo_template", { path: { id } })),
    async saveFile() {
      const file = await server("export_templates", {});
      if (file.ok) download(JSON.stringify(file.value, null, 2));
      return file;
    },
    async readFile(file, replace) {
      if (file.size > FILE_MOST) return { ok: true, value: { is: "too_large" } };
      const read = entriesOf(await file.text());
      if (!Array.isArray(read)) return { ok: true, value: read };
      if (read.length > TEMPLATES_MOST) return { ok: true, value: { is: "too_many" } };
      const body = { templates: read, same_name: replace ? ("replace" as const) : ("keep" as const) };
      const taken = await acted(server("import_templates", { body }));
      return taken.ok ? { ok: true, value: { is: "read", report: taken.value } } : taken;
    },
  };
}

/** The entries of a file, whatever each of them is; the server reads them one by one. */
function entriesOf(text: string): unknown[] | Exclude<FileRead, { is: "read" }> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { is: "not_json" };
  }
  const templates: unknown = typeof json === "object" && json !== null && "templates" in json ? json.templates : undefined;
  return Array.isArray(templates) ? templates : { is: "no_templates" };
}

function download(text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = FILE_NAME;
  link.click();
  URL.revokeObjectURL(link.href);
}
