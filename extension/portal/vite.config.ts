// Builds the portal (the web account) into portal/dist, which the server serves at its root.
import { defineConfig } from "vite";
import { textKeys } from "../locales/text_keys";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [textKeys()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  resolve: { dedupe: ["valibot"] },
  build: { outDir: "dist", emptyOutDir: true, target: ["chrome125", "firefox125", "safari17.5"] },
});
