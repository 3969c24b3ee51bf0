// Reads lines of {"name", "value"}, parses each value with the schema of that name in wire.ts, and writes back what came out.
import { createInterface } from "node:readline";
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

const [, , wire, valibot] = process.argv;
// wire.ts lies outside the npm project that holds valibot
registerHooks({
	resolve: (name, context, next) =>
		name === "valibot" ? { url: pathToFileURL(valibot).href, shortCircuit: true } : next(name, context),
});
const schemas = await import(pathToFileURL(wire).href);
const v = await import("valibot");
for await (const line of createInterface({ input: process.stdin })) {
	const { name, value } = JSON.parse(line);
	const read = v.safeParse(schemas[name], value);
	process.stdout.write(
		`${JSON.stringify(read.success ? { value: read.output } : { problem: v.flatten(read.issues), sent: value })}\n`,
	);
}
