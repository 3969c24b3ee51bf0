// Mounts the seller's screens and gives them the real ports. The same page is the side panel and, opened wide, a full tab.
import { render } from "preact";
import "../../ui/all.css";
import "../../screens/screens.css";
import { applyPreferences } from "../../app/appearance";
import { createPorts } from "../../app/ports";
import { createWindows, isInTab } from "../../app/windows";
import { Shell } from "../../screens/Shell";

const app = document.getElementById("app");
if (!app) throw new Error("sidepanel/index.html lacks #app");

const [isWide] = await Promise.all([isInTab(), applyPreferences()]);
render(<Shell ports={createPorts(createWindows(undefined, isWide))} />, app);
