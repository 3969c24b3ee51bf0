// The list of orders, with the two steps to a label.

import { call, h } from "./dom.js";
import { BUTTON } from "./views.js";

export function orders(page, { later, reload }) {
  const problem = h("p", { class: "error", role: "alert" });
  const say = (answer) => problem.replaceChildren(answer.data?.message ?? `Erreur ${answer.status}`);

  async function order(id) {
    const address = await call("GET", "/api/v2/user_addresses/default_shipping_address");
    const wish = { seller_address_id: (address.data.user_address ?? address.data).id, drop_off_type: null, label_type: null };
    const answer = await call("PUT", `/api/v2/transactions/${id}/shipment/order`, wish);
    if (answer.status === 200) await reload();
    else say(answer);
  }

  async function download(shipment) {
    const answer = await call("GET", `/api/v2/shipments/${shipment}/label_url`);
    if (answer.status === 200) open(answer.data.label_url);
    else say(answer);
  }

  const row = (one) => {
    const line = h("li", {}, h("a", { href: `/inbox/${one.thread}` }, one.title), ` ${one.status} `);
    later(() => {
      if (one.mayShip && !one.labelOrdered) line.append(h("button", { class: BUTTON, onclick: () => order(one.id) }, "Obtenir le bordereau"));
      if (one.mayShip && one.labelOrdered) line.append(h("button", { class: BUTTON, onclick: () => download(one.shipment) }, "Télécharger le bordereau"));
    });
    return line;
  };
  return [h("h1", {}, "Mes commandes"), problem, h("ul", { class: "orders" }, page.orders.map(row))];
}
