// How this browser is called in the list of devices: "Chrome · Linux". Names of products and no word between them, because the
// label is kept on the server and read in every language.

const BROWSERS: readonly [pattern: RegExp, name: string][] = [
  [/\bEdg\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\b(?:Chrome|Chromium|HeadlessChrome)\//, "Chrome"],
];
const SYSTEMS: readonly [pattern: RegExp, name: string][] = [
  [/\bCrOS\b/, "ChromeOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

export function deviceLabel(userAgent: string): string {
  const find = (table: typeof BROWSERS) => table.find(([pattern]) => pattern.test(userAgent))?.[1];
  return [find(BROWSERS) ?? "Chromium", find(SYSTEMS)].filter(Boolean).join(" · ");
}
