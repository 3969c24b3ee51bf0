// @vitest-environment node
// The worker sends for a page of Vinted's only to the services beside that page's own site.
import { expect, it, vi } from "vitest";
import { sendForPage } from "./worker_world";

const request = (path: string) => ({ method: "GET" as const, path, headers: {}, body: null, deadline_ms: 1000 });
const PAGE = "https://www.vinted.fr/inbox";

it("sends with the browser's cookies and follows nobody elsewhere", async () => {
  const asked = vi.fn(async (_url: URL, _init: RequestInit) => new Response("{}", { headers: { a: "b" } }));
  vi.stubGlobal("fetch", asked);
  expect(await sendForPage(request("https://api.vinted.fr/svc-catalogue/items?page=1"), PAGE)).toMatchObject({
    status: 200,
    text: "{}",
  });
  expect(asked.mock.calls[0]?.[1]).toMatchObject({ credentials: "include", redirect: "error" });
});

it.each([
  ["the site itself", "https://www.vinted.fr/api/v2/users/current", PAGE],
  ["another country's services", "https://api.vinted.de/messaging/main/inbox", PAGE],
  ["any other host", "https://example.org/", PAGE],
  ["a name that only looks like it", "https://api.vinted.fr.example.org/", PAGE],
  ["a path without a host", "/api/v2/users/current", PAGE],
  ["a page that is not Vinted's", "https://api.vinted.fr/x", "https://example.org/"],
  ["nobody", "https://api.vinted.fr/x", undefined],
])("does not reach %s", async (_, path, page) => {
  const asked = vi.fn();
  vi.stubGlobal("fetch", asked);
  expect(await sendForPage(request(path), page)).toBeNull();
  expect(asked).not.toHaveBeenCalled();
});

it("answers nothing where nothing came", async () => {
  vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("network")));
  expect(await sendForPage(request("https://api.vinted.fr/x"), PAGE)).toBeNull();
});
