// @vitest-environment node
// Every pair of text and ground that the style sheets use reaches 4.5:1, light and dark; outlines reach 3:1.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const UI = import.meta.dirname;
const TOKENS = readFileSync(join(UI, "tokens.css"), "utf8");
const THEMES = ["light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const TEXT_ON_GROUND: [text: string, ground: string][] = [
  ...["ink", "muted", "accent", "good", "wait", "bad", "info"].flatMap((text): [string, string][] => [
    [text, "paper"],
    [text, "card"],
  ]),
  ...["accent", "good", "wait", "bad", "info"].flatMap((tone): [string, string][] => [
    [tone, `${tone}-tint`],
    ["ink", `${tone}-tint`],
  ]),
  ["muted", "accent-tint"],
  ["on-accent", "accent"],
  ["on-bad", "bad"],
];

function color(name: string, theme: Theme): string {
  const found = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(TOKENS);
  const value = found?.[theme === "light" ? 1 : 2];
  if (!value) throw new Error(`no colour --${name}`);
  return value;
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, theme: Theme): number {
  const [low = 0, high = 0] = [luminance(color(one, theme)), luminance(color(other, theme))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

test.each(THEMES.flatMap((theme) => TEXT_ON_GROUND.map(([text, ground]) => ({ theme, text, ground }))))(
  "$text on $ground is readable, $theme",
  ({ theme, text, ground }) => {
    expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5);
  },
);

test.each(THEMES)("the outline of controls is visible, %s", (theme) => {
  expect(contrast("outline", "card", theme)).toBeGreaterThanOrEqual(3);
  expect(contrast("outline", "paper", theme)).toBeGreaterThanOrEqual(3);
});

const ROOT = join(UI, "..");
const SHEETS = globSync("{ui,screens,portal,entrypoints}/**/*.css", {
  cwd: ROOT,
  exclude: (path) => path.includes("node_modules") || path.includes("dist"),
}).filter((path) => path !== "ui/tokens.css");

test("the style sheets of every folder are looked at", () => {
  const wanted = ["ui/Button.css", "screens/screens.css", "screens/drafts/drafts.css", "portal/portal.css"];
  expect(SHEETS).toEqual(expect.arrayContaining([...wanted, "entrypoints/vinted.content/style.css"]));
});

test.each(SHEETS)("%s states no colour of its own", (sheet) => {
  expect(readFileSync(join(ROOT, sheet), "utf8")).not.toMatch(/#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\(/i);
});
