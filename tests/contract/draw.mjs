// Reads lines of {"width", "height", "rgba", "operations", "mask", "stamp"} (bytes in base64), draws them as the screen does, and
// writes back {"width", "height", "rgba"}.
import { registerHooks } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [, , draw] = process.argv;
// the extension's sources name each other without an ending
registerHooks({
	resolve: (name, context, next) => next(name.startsWith("./") && !name.endsWith(".ts") ? `${name}.ts` : name, context),
});
const { drawn } = await import(pathToFileURL(draw).href);
const bytes = (text) => new Uint8ClampedArray(Buffer.from(text, "base64"));
const mask = (sent) => sent && { width: sent.width, height: sent.height, data: bytes(sent.values) };
for await (const line of createInterface({ input: process.stdin })) {
	const sent = JSON.parse(line);
	const source = { width: sent.width, height: sent.height, data: bytes(sent.rgba) };
	const { width, height, data } = drawn(source, sent.operations, { mask: mask(sent.mask), stamp: mask(sent.stamp) });
	process.stdout.write(`${JSON.stringify({ width, height, rgba: Buffer.from(data).toString("base64") })}\n`);
}
