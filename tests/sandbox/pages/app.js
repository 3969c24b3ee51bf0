// Starts the page: reads the streamed data, draws, comes alive late ("hydrates"), navigates without loading, draws anew.

import { call, h, session } from "./dom.js";
import { catalog } from "./catalog.js";
import { form } from "./form.js";
import { inbox, thread } from "./inbox.js";
import { notifications, bell } from "./notifications.js";
import { orders } from "./orders.js";
import * as views from "./views.js";

const VIEWS = {
  home: views.home, plain: views.plain, member: views.member, item: views.item, grid: views.grid, sign_in: views.signIn,
  form, catalog, inbox, thread, orders, notifications,
};
const content = document.getElementById("content");
const lines = self.__next_f.map(([, text]) => text ?? "").join("").split("\n");
const line = (key) => JSON.parse(lines.find((text) => text.startsWith(`${key}:`)).slice(key.length + 1));
const start = line("0")[3];
let page = line("2");
let alive = false;
let waiting = [];

session.csrf = start.config.CSRF_TOKEN;
for (const name of ["apiHost", "classNames", "lastingNames", "parcelHiddenIn", "usesXhr"]) session[name] = start.config[name];

function draw() {
  waiting = [];
  const context = { later: (act) => waiting.push(act), navigate, reload: () => show(location.href) };
  const notice = start.restricted && h("div", { class: "notice", role: "dialog" }, "Ton compte est restreint pendant 24 heures : activité inhabituelle ou automatisée.");
  content.replaceChildren(...[notice, ...VIEWS[page.kind](page, context)].filter(Boolean));
  if (alive) comeAlive();
}

function comeAlive() {
  for (const act of waiting.splice(0)) act();
}

function hydrate(drawn) {
  alive = true;
  if (content.innerHTML === drawn) return comeAlive();
  console.error("Minified React error #418; the server's HTML did not match");
  draw();
}

function header() {
  const { userId, login } = start.session;
  const account = userId
    ? [h("a", { href: `/member/${userId}-${login}`, testid: "header--profile" }, login), h("a", { href: "/inbox", testid: "header-conversations-button" }, "Messages", badge()), bell(), h("a", { href: "/items/new" }, "Vends tes articles"), h("button", { onclick: signOut }, "Se déconnecter")]
    : [h("a", { href: `/member/signup/select_type?ref_url=${encodeURIComponent(location.pathname)}`, testid: "header--login-button" }, "S'inscrire | Se connecter")];
  document.getElementById("header").append(h("a", { href: "/" }, "Vinted"), ...account);
}

function badge() {
  const { unread } = start.messages;
  return unread > 0 && h("span", { testid: "conversations-badge" }, unread > 99 ? "99+" : String(unread));
}

async function signOut() {
  await call("POST", "/web/api/auth/logout");
  location.assign("/");
}

async function show(address) {
  const url = new URL(address, location.href);
  url.searchParams.set("_rsc", Math.random().toString(36).slice(2, 7));
  const answer = await call("GET", url.pathname + url.search);
  if (answer.status !== 200 || !answer.data?.kind) return location.assign(address);
  page = answer.data;
  for (const script of document.querySelectorAll("script")) if (script.textContent.includes("__next_f")) script.remove();
  draw();
}

async function navigate(address) {
  history.pushState({}, "", address);
  await show(address);
}

addEventListener("popstate", () => show(location.href));
addEventListener("sandbox:rerender", draw);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || !alive || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || link.origin !== location.origin) return;
  if (link.pathname.startsWith("/member/signup")) return;
  event.preventDefault();
  navigate(link.href);
});

header();
draw();
const drawn = content.innerHTML;
setTimeout(() => hydrate(drawn), start.config.hydrationMs);
if (start.config.rerenderMs) setInterval(draw, start.config.rerenderMs);
