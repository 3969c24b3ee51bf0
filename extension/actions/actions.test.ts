// @vitest-environment node
// The list of actions: a folder that is not in it would be a verb nobody works.
import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { Verb } from "../../shared-schemas/wire";
import { VERBS } from ".";

it("lists every folder, and every verb of the contract", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...VERBS].sort());
  expect([...VERBS].sort()).toEqual([...Verb.options].sort());
  // each verb's test lies beside it
  for (const { name } of folders) expect(readdirSync(`${import.meta.dirname}/${name}`), name).toContain(`${name}.test.ts`);
});
