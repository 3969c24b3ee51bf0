// The content script in Vinted's pages, isolated world: the hands from the first moment on, the controls once the page is there.
// A newer copy of it (after an update) ends this one through `ctx`.
import pageTexts from "virtual:page-texts";
import { defineContentScript } from "wxt/utils/define-content-script";
import { readPreferences, watchPreferences } from "../../storage/preferences";
import { installTexts, t } from "../../ui/i18n";
import { chooseLanguageTag, languageOf, PSEUDO_TAG } from "../../ui/load_language";
import { pseudoTexts } from "../../ui/pseudo_locale";
import tokens from "../../ui/tokens.css?inline";
import { HOME_ADDRESS } from "../../vinted/addresses";
import type { Words } from "../../vinted/controls";
import { startHands, startPage } from "../../vinted/pages";
import { connectMainWorld } from "../../vinted/worlds";
import style from "./style.css?inline";

export default defineContentScript({
  matches: [HOME_ADDRESS],
  // before any script of the page, or the way into the main world could be overheard
  runAt: "document_start",
  // style sheets are imported with ?inline and handed to the shadow roots, so that nothing becomes web-accessible
  cssInjectionMode: "ui",
  main(ctx) {
    const executor = startHands(ctx, connectMainWorld());
    // read while the page loads
    const preferred = readPreferences();
    const begin = async () => {
      let now = await preferred;
      if (ctx.signal.aborted) return;
      startPage(ctx, executor, words(now.language), tokens + style, {
        current: () => now.controls,
        onChange: (act) =>
          watchPreferences((changed) => {
            now = changed;
            act();
          }),
      });
    };
    // the site's own scripts are deferred: by "load" they have run, and what still comes late is waited for by its buttons
    if (document.readyState === "complete") void begin();
    else addEventListener("load", () => void begin(), { once: true, signal: ctx.signal });
  },
});

function words(language: string | null): Words {
  const tag = chooseLanguageTag(language ? [language] : navigator.languages);
  const texts = pageTexts[languageOf(tag) ?? "en"];
  // carried along (0.3 kB), because this script can load nothing later
  installTexts(tag, tag === PSEUDO_TAG ? pseudoTexts(texts) : texts);
  return {
    button: t("app.name"),
    name: (title) => t("page.menu_of", { title }),
    acts: [
      { act: "relist", label: t("page.relist") },
      { act: "price", label: t("page.price") },
      { act: "visibility", label: t("page.visibility") },
      { act: "copy", label: t("page.copy") },
      { act: "price_check", label: t("page.price_check") },
      { act: "open", label: t("page.open") },
    ],
    copy_facts: t("page.copy"),
    fill: t("page.fill"),
    select: (title) => t("page.select", { title }),
    selected: (count) => t("page.selected", { count }),
    bar: [
      { act: "price", label: t("page.price") },
      { act: "visibility", label: t("page.hide") },
      { act: "relist", label: t("page.relist") },
    ],
    clear: t("page.clear"),
    reload: t("page.reload"),
  };
}
