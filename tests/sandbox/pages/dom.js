// Building elements, calling the site's own API with XMLHttpRequest (or, switched, fetch), and inputs that behave like React's.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value.split(" ").map(hashed).join(" ");
    else if (name === "testid") element.setAttribute("data-testid", value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// class names other than utilities and `web_ui__` components change with each deployment
const hashed = (name) => (session.lastingNames.some((beginning) => name.startsWith(beginning)) ? name : `${name}__${session.classNames}`);

export const session = { csrf: "", apiHost: "", usesXhr: true, classNames: "", lastingNames: [], anonId: document.cookie.match(/anon_id=([^;]+)/)?.[1] ?? "" };

const FORM_HEADERS = {
  "X-Enable-Multiple-Size-Groups": "true",
  "X-Enable-Dynamic-Attribute-Condition": "true",
  "X-Enable-Dynamic-Attribute-Size": "true",
  "X-Enable-Dynamic-Attribute-Video-Game-Rating": "true",
};

// `service`: on the api host, with its own headers; `proxy`: through the site's gateway to one of its services.
export async function call(method, path, body, { form = false, upload = false, service = false, proxy = false } = {}) {
  const isJson = body !== undefined && !(body instanceof FormData);
  const headers = {
    Locale: document.documentElement.lang, Accept: "application/json, text/plain, */*", "X-CSRF-Token": session.csrf,
    "X-Anon-Id": session.anonId, ...(service && { "X-Next-App": "marketplace-web" }), ...((service || proxy) && { Platform: "web" }),
    ...(form && FORM_HEADERS), ...(upload && { "X-Upload-Form": "true" }), ...(isJson && { "Content-Type": "application/json" }),
  };
  const send = session.usesXhr ? byXhr : byFetch;
  const url = service ? `https://${session.apiHost}${path}` : path;
  const { status, text } = await send(method, url, headers, isJson ? JSON.stringify(body) : body, service);
  try {
    return { status, data: JSON.parse(text) };
  } catch {
    return { status, data: null };
  }
}

function byXhr(method, url, headers, body, withCredentials) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.withCredentials = withCredentials;
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onerror = () => reject(new Error(`${method} ${url} failed`));
    request.send(body);
  });
}

async function byFetch(method, url, headers, body, withCredentials) {
  const answer = await fetch(url, { method, headers, body, credentials: withCredentials ? "include" : "same-origin" });
  return { status: answer.status, text: await answer.text() };
}

// React remembers the value it last saw through the element's own setter: a script that assigns `.value` and fires an
// input event changes nothing, one that uses the prototype's setter does.
export function controlled(element, read, change) {
  const native = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), "value");
  native.set.call(element, read());
  let seen = read();
  Object.defineProperty(element, "value", {
    configurable: true,
    get: () => native.get.call(element),
    set: (value) => {
      seen = String(value);
      native.set.call(element, value);
    },
  });
  element.addEventListener("input", () => {
    const now = native.get.call(element);
    if (now === seen) element.value = read();
    else {
      seen = now;
      change(now);
    }
  });
  return element;
}
