// What this browser calls itself in the list of devices.
import { expect, test } from "vitest";
import { deviceLabel } from "./device_label";

test.each([
  ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "Chrome · Linux"],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0", "Edge · Windows"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36", "Chrome · macOS"],
  ["something else", "Chromium"],
])("%s", (userAgent, label) => {
  expect(deviceLabel(userAgent)).toBe(label);
});
