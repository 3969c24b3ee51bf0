// Starts the portal.
import { render } from "preact";
import "../ui/all.css";
import "./portal.css";
import { languageOf, loadLanguage } from "../ui/load_language";
import { App } from "./App";

const app = document.getElementById("app");
if (!app) throw new Error("index.html lacks #app");

const tag = await loadLanguage(navigator.languages);
render(<App language={languageOf(tag) ?? "en"} />, app);
