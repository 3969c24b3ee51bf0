// The inbox and one thread with its composer. Few test ids are known here (CONTRACT §20.6), and what they are called is weak.

import { call, controlled, h } from "./dom.js";
import { BUTTON } from "./views.js";

export function inbox(page) {
  const row = (thread) =>
    h("li", { testid: `thread-item-${thread.id}` }, h("a", { href: `/inbox/${thread.id}`, class: thread.unread ? "thread-unread" : "thread-read" }, h("strong", {}, thread.login), ` ${thread.title} `, h("span", {}, thread.text)));
  return [h("h1", {}, "Messages"), h("ul", { class: "threads" }, page.threads.map(row))];
}

// both generations: where a reply goes and what it is called there
const SEND = {
  1: (id, text, skipped) => call("POST", `/api/v2/conversations/${id}/replies`, { reply: { body: text, photo_temp_uuids: null, is_personal_data_sharing_check_skipped: skipped } }),
  2: (id, text, skipped) => call("POST", `/messaging/main/conversations/${id}/replies`, { content: text, is_personal_data_sharing_check_skipped: skipped, photo_temp_uuids: null }, { service: true }),
};

export function thread(page, { later, reload }) {
  const bubble = (message) => h("li", { class: message.mine ? "bubble-mine" : "bubble-theirs", testid: `message-${message.kind}` }, message.text);
  const list = h("ol", { class: "bubbles" }, page.messages.map(bubble));
  const problem = h("p", { class: "error", role: "alert" });
  const composer = h("div", { class: "composer" });
  let text = "";

  async function send(skipped) {
    const answer = await SEND[page.generation](page.id, text, skipped);
    if (answer.status < 300 && !answer.data?.code) return reload();
    problem.replaceChildren(answer.data?.message ?? `Erreur ${answer.status}`);
    // the person is asked once whether to share it all the same
    if (answer.data?.code === 136) problem.append(h("button", { class: BUTTON, testid: "share-anyway-button", onclick: () => send(true) }, "Envoyer quand même"));
  }

  if (page.allowReply)
    later(() => composer.append(
      controlled(h("textarea", { rows: 3, name: "composer", placeholder: "Écris un message" }), () => text, (typed) => { text = typed; }),
      h("button", { class: BUTTON, testid: "send-button", onclick: () => send(false) }, "Envoyer"),
    ));
  return [h("h1", { testid: "conversation-user-name" }, page.login), h("p", {}, page.title), list, problem, composer];
}
