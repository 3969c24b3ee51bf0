// What Vinted's form offers for one category, put together from the attributes call and the lists that stand beside it. Each part
// is a call of its own, so that whoever asks can keep them apart.
import type { FormField, FormOption } from "../../shared-schemas/wire";

type PartName = "sizes" | "conditions" | "colors" | "package_sizes";

interface Part {
  code: string;
  call: PartName;
  limit: number | null;
  may_lack: boolean;
  /** Asked for only when the attributes do not bring it: the page, too, asks for no more than it needs. */
  only_if_missing: boolean;
}

const PARTS: readonly Part[] = [
  { code: "size", call: "sizes", limit: null, may_lack: true, only_if_missing: true },
  { code: "condition", call: "conditions", limit: null, may_lack: false, only_if_missing: true },
  { code: "color", call: "colors", limit: 2, may_lack: false, only_if_missing: true },
  { code: "package_size", call: "package_sizes", limit: null, may_lack: false, only_if_missing: false },
];

/** Required at Vinted whatever its configuration says; of a colour we cannot know. */
const ALWAYS_REQUIRED = ["size", "condition", "package_size"];

/** All fields of a category's form. `mayLack`: a category without this part answers with an HTML 404, which is an empty list. */
export async function readForm(
  ask: (part: "attributes" | PartName, mayLack: boolean) => Promise<(FormField | FormOption)[]>,
): Promise<FormField[]> {
  const fields = ((await ask("attributes", false)) as FormField[]).slice();
  for (const { code, call, limit, may_lack, only_if_missing } of PARTS) {
    if (only_if_missing && fields.some((field) => field.code === code)) continue;
    const options = (await ask(call, may_lack)) as FormOption[];
    if (options.length === 0) continue;
    // the title is a code here: screens name these fields themselves
    fields.push({ code, title: code, required: ALWAYS_REQUIRED.includes(code), limit, options });
  }
  return fields;
}
