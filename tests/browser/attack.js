// What a hostile script in Vinted's page tries against us, over and over: presses, messages, and the extension's own interfaces.
// `window.attack` counts what was tried, and names what was let in. EXTENSION_ID is filled in by the test.
(() => {
  if (window !== top) return;
  const id = "EXTENSION_ID";
  const attack = window.attack = { rounds: 0, clicked: 0, let_in: [] };
  const succeeded = (what) => attack.let_in.push(what);
  const events = (target) => {
    for (const type of ["pointerover", "pointerdown", "mousedown", "focus", "pointerup", "mouseup", "click", "dblclick"])
      target.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true, cancelable: true, button: 0, detail: 1 }));
    for (const key of ["Enter", " ", "ArrowDown"])
      for (const type of ["keydown", "keypress", "keyup"])
        target.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, composed: true }));
  };
  const roots = () => [...document.querySelectorAll("*")].map((one) => one.shadowRoot).filter(Boolean);
  const press = () => {
    for (const root of roots()) for (const target of root.querySelectorAll("*")) {
      target.focus?.();
      target.click?.();
      events(target);
      attack.clicked += 1;
    }
    for (const root of roots()) root.activeElement?.click?.();
  };
  const item = Number(location.pathname.match(/items\/(\d+)/)?.[1] ?? 1);
  const execute = { key: "x:e:1:0", write: true, member_id: null, asked_wall: Date.now(), asked_mono: performance.now(),
    call: { call: "set_hidden", item_id: item, hidden: true },
    limits: { go_age: 1e6, request_deadline: 30, identity_age: 20, fresh_identity: false } };
  const wish = { method: "PUT", path: `/api/v2/items/${item}/is_hidden`, headers: {},
    body: { kind: "json", text: '{"is_hidden":true}' }, deadline_ms: 9999, id: 1 };
  const says = [
    { from_page: "open_act", act: "relist", item_ids: [item], facts: null }, { from_page: "member_here", country: "fr", member: null },
    { to_page: "execute", execute }, { to_page: "who", anew: true }, { to_page: "clock" }, wish,
    { ask: "wake" }, { ask: "engine_status" }, { ask: "use_server", address: "https://evil.example" }, { ask: "sign_out" },
    { ask: "backend", operation: "wish", args: { body: { wish: { verb: "relist", item_id: item } } } },
  ];
  const post = () => {
    for (const message of says) {
      window.postMessage(message, "*");
      for (const target of [document.fonts, document, window]) {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => succeeded(`a port answered ${JSON.stringify(data)}`);
        for (const type of ["offer", "ready", "message"])
          target.dispatchEvent(new MessageEvent(type, { data: message, ports: [port2], cancelable: true }));
        port1.postMessage(message);
      }
      for (const type of ["vintedbot", "open_act"]) document.dispatchEvent(new CustomEvent(type, { detail: message }));
    }
  };
  const reach = async () => {
    for (const message of says) {
      await window.chrome?.runtime?.sendMessage?.(id, message)
        .then((answer) => answer !== undefined && succeeded(`runtime answered ${JSON.stringify(answer)}`), () => undefined);
    }
    await fetch(`chrome-extension://${id}/sidepanel.html`).then(() => succeeded("fetched our page"), () => undefined);
  };
  const frame = () => {
    const inner = document.createElement("iframe");
    inner.src = `chrome-extension://${id}/sidepanel.html#/closet`;
    inner.addEventListener("load", () => {
      for (const message of says) inner.contentWindow.postMessage(message, "*");
      setTimeout(() => inner.remove(), 100);
    });
    document.body.append(inner);
  };
  const round = () => {
    if (!document.body) return;
    press();
    post();
    if (attack.rounds % 10 === 0) { void reach(); frame(); }
    attack.rounds += 1;
  };
  setInterval(round, 100);
})();
