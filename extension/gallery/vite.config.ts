// Builds the gallery for the tests that look at it; `VINTEDBOT_GALLERY_OUT` says where to. It is part of no product.
import { join } from "node:path";
import { defineConfig } from "vite";

const page = (name: string) => join(import.meta.dirname, name);

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  resolve: { dedupe: ["valibot"] },
  build: {
    outDir: process.env.VINTEDBOT_GALLERY_OUT ?? "dist",
    emptyOutDir: true,
    target: "chrome140",
    rolldownOptions: { input: [page("index.html"), page("screens.html")] },
  },
});
