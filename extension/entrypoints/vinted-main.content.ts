// The content script in the main world of Vinted's pages: for the few requests that Vinted answers in full only there.
import { defineContentScript } from "wxt/utils/define-content-script";
import { HOME_ADDRESS } from "../vinted/addresses";
import { startMainWorld } from "../vinted/main_world";

export default defineContentScript({
  matches: [HOME_ADDRESS],
  world: "MAIN",
  runAt: "document_start",
  // a named bundle would be a global of the page
  globalName: false,
  main() {
    startMainWorld();
  },
});
