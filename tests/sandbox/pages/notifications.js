// The notifications page, and the bell in the header that shows five of them.

import { call, h } from "./dom.js";

const entry = ({ body, link, is_read: isRead }) => {
  // the text is Vinted's own HTML; only its plain words are shown
  const words = new DOMParser().parseFromString(body, "text/html").body.textContent;
  const address = link.startsWith("/") ? link : "/member/notifications";
  return h("li", { testid: isRead ? "user-notification-item" : "user-notification-item-highlighted" }, h("a", { href: address }, words));
};

export const notifications = (page) => [h("h1", {}, "Notifications"), h("ul", {}, page.entries.map(entry))];

export function bell() {
  const panel = h("ul", { testid: "inbox-notification-intersection-wrapper", hidden: true });
  const open = async () => {
    panel.hidden = !panel.hidden;
    if (panel.hidden) return;
    const answer = await call("GET", "/web/api/notifications/notifications?page=1&per_page=5", undefined, { proxy: true });
    panel.replaceChildren(...(answer.data?.notifications ?? []).map(entry));
  };
  return h("div", {}, h("button", { onclick: open, "aria-label": "Notifications" }, "🔔"), panel);
}
