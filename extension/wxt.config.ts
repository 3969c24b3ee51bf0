// How the extension is built, and its manifest. The surfaces themselves are the folders of entrypoints/.
// The store build differs from every other one in a single line: it lacks `key`, because the store signs with its own.
import { readFileSync } from "node:fs";
import { defineConfig } from "wxt";
import { manifestTexts } from "./locales/manifest_texts";
import { pageTexts } from "./locales/page_texts";
import { popupTexts } from "./locales/popup_texts";
import { textKeys } from "./locales/text_keys";
import {
  HOME_ADDRESS,
  HOME_API_ADDRESS,
  IMAGE_ADDRESS,
  LABEL_ORIGIN,
  OTHER_API_ADDRESSES,
  OTHER_COUNTRY_ADDRESSES,
} from "./vinted/addresses";

/** Our own service, and a server on this machine; any other server is asked for at run time. */
const SERVER_ADDRESSES = ["https://vintedbot.app/*", "http://localhost/*", "http://127.0.0.1/*"];

export default defineConfig({
  imports: false,
  manifest: ({ mode }) => ({
    name: "__MSG_name__",
    short_name: "__MSG_name__",
    description: "__MSG_description__",
    default_locale: "en",
    ...(mode === "store" ? {} : { key: readFileSync("extension-key.txt", "utf8").trim() }),
    minimum_chrome_version: "140",
    permissions: ["storage", "unlimitedStorage", "alarms", "sidePanel", "identity", "scripting"],
    host_permissions: [HOME_ADDRESS, HOME_API_ADDRESS, IMAGE_ADDRESS, `${LABEL_ORIGIN}/*`, ...SERVER_ADDRESSES],
    // pictures come from Vinted, or were fetched by our own code; an address that a server names is asked for nothing
    content_security_policy: {
      extension_pages: "script-src 'self'; object-src 'self'; img-src 'self' data: blob: https://*.vinted.net;",
    },
    optional_host_permissions: [...OTHER_COUNTRY_ADDRESSES, ...OTHER_API_ADDRESSES, "https://*/*"],
    icons: { 16: "icon/16.png", 32: "icon/32.png", 48: "icon/48.png", 128: "icon/128.png" },
    action: { default_title: "__MSG_open__", default_icon: { 16: "icon/16.png", 32: "icon/32.png" } },
  }),
  hooks: { "build:publicAssets": (_, files) => void files.push(...manifestTexts()) },
  vite: () => ({
    plugins: [textKeys(), pageTexts(), popupTexts(import.meta.dirname)],
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    // wire.ts lies outside this npm project; without this its import of valibot finds no package
    resolve: { dedupe: ["valibot"] },
    // Chrome itself knows modulepreload
    build: { target: "chrome140", modulePreload: { polyfill: false } },
  }),
});
