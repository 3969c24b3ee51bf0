// The form of a category, put together from its parts.
import { expect, it } from "vitest";
import type { FormField, FormOption } from "../../shared-schemas/wire";
import { readForm } from "./form_fields";

const option = (id: number): FormOption => ({ id, title: `option ${id}`, group: null });
const field = (code: string): FormField => ({ code, title: code, required: false, limit: null, options: [option(1)] });

async function form(parts: Record<string, (FormField | FormOption)[]>) {
  const asked: string[] = [];
  const fields = await readForm(async (part, mayLack) => {
    asked.push(mayLack ? `${part}?` : part);
    return parts[part] ?? [];
  });
  return { asked, fields };
}

it("asks only for what the attributes do not bring", async () => {
  const { asked, fields } = await form({
    attributes: [field("size"), field("condition"), field("material")],
    colors: [option(7)],
    package_sizes: [option(1)],
  });
  expect(asked).toEqual(["attributes", "colors", "package_sizes"]);
  expect(fields.map(({ code }) => code)).toEqual(["size", "condition", "material", "color", "package_size"]);
});

it("of a category without sizes has no such field; what Vinted always requires is required", async () => {
  const { asked, fields } = await form({
    attributes: [],
    conditions: [option(2)],
    colors: [option(7)],
    package_sizes: [option(1)],
  });
  expect(asked).toEqual(["attributes", "sizes?", "conditions", "colors", "package_sizes"]);
  expect(fields.map(({ code, required, limit }) => [code, required, limit])).toEqual([
    ["condition", true, null],
    ["color", false, 2],
    ["package_size", true, null],
  ]);
});
