// Mounts the popup and gives it its part of the ports.
import { render } from "preact";
import { browser } from "wxt/browser";
import "../../ui/all.css";
import "../../screens/screens.css";
import { applyPreferences } from "../../app/appearance";
import { createPopupPorts } from "../../app/popup_ports";
import { createWindows } from "../../app/windows";
import { Popup } from "../../screens/Popup";
import { POPUP_LOADERS } from "../../ui/popup_language";

const app = document.getElementById("app");
if (!app) throw new Error("popup/index.html lacks #app");

// asked before the press, because sidePanel.open must be the first call in its handler
const [{ id: windowId }] = await Promise.all([browser.windows.getCurrent(), applyPreferences(POPUP_LOADERS)]);
render(<Popup ports={createPopupPorts(createWindows(windowId, false, () => window.close()))} />, app);
