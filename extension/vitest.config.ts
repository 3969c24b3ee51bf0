// Unit tests: components in happy-dom, engine tests in node (they say so in their first line, because only Node has Web Locks).
import { defineConfig } from "vitest/config";
import { WxtVitest } from "wxt/testing/vitest-plugin";

export default defineConfig({
  plugins: [WxtVitest()],
  test: {
    environment: "happy-dom",
    setupFiles: ["fake-indexeddb/auto", "./vitest.setup.ts"],
    testTimeout: 10_000,
    // a process a file costs half of the run; each file arranges its own world
    isolate: false,
    exclude: ["node_modules/**", ".output/**"],
  },
});
