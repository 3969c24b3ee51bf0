// The seller's screens over samples, to be looked at: `npm run gallery`, then /screens.html?language=de#/approvals.
// `?popup` shows the popup, `?off` a country and a verb that are switched off.
import { render } from "preact";
import "../ui/all.css";
import "../screens/screens.css";
import { Popup } from "../screens/Popup";
import { Shell } from "../screens/Shell";
import { loadLanguage } from "../ui/load_language";
import { sample, samplePorts } from "./sample_ports";

const app = document.getElementById("app");
if (!app) throw new Error("screens.html lacks #app");
const asked = new URLSearchParams(location.search);
await loadLanguage([asked.get("language") ?? "en"]);
const off = { reason: "Vinted changed the form; a new version is on its way.", link: "https://vintedbot.app/status" };
const ports = samplePorts(
  asked.has("off")
    ? {
        switchOffs: sample([
          { verb: null, country: "fr", since: new Date().toISOString(), ...off },
          { verb: "update_listing" as const, country: null, since: new Date().toISOString(), ...off },
        ]),
      }
    : {},
);
render(asked.has("popup") ? <Popup ports={ports} /> : <Shell ports={ports} />, app);
