import { afterEach, expect, it, vi } from "vitest";
import { type ImageError, imageBytes } from "./images";

const ADDRESS = "https://images1.vinted.net/t/00_EXAMPLE/tc/1.webp?s=0";
const picture = { headers: { "content-type": "image/webp" } };

afterEach(() => vi.unstubAllGlobals());

function answer(make: () => Response | Promise<Response>) {
  vi.stubGlobal("fetch", async () => make());
}

const codeOf = (url = ADDRESS) => imageBytes(url).then(String, (error: ImageError) => error.code);

it("gives the bytes of a picture", async () => {
  answer(() => new Response(new Uint8Array([1, 2, 3]), picture));
  expect([...(await imageBytes(ADDRESS))]).toEqual([1, 2, 3]);
});

it.each<[string, () => Response | Promise<Response>, string]>([
  ["an address that has run out", () => new Response("Forbidden", { status: 403 }), "expired"],
  ["a page instead of a picture", () => new Response("<html>", { headers: { "content-type": "text/html" } }), "not_a_picture"],
  ["nothing", () => new Response(new Uint8Array(), picture), "not_a_picture"],
  ["too much", () => new Response("x", { headers: { ...picture.headers, "content-length": "99999999" } }), "too_large"],
  ["a host that fails", () => new Response("", { status: 503 }), "unreachable"],
  ["no connection", () => Promise.reject(new TypeError("Failed to fetch")), "unreachable"],
])("%s has a name", async (_, make, code) => {
  answer(make);
  expect(await codeOf()).toBe(code);
});

it.each(["http://images1.vinted.net/a", "https://example.com/a.webp", "https://vinted.net.example.com/a", "no address"])(
  "asks no other host: %s",
  async (url) => {
    answer(() => new Response("x", picture));
    expect(await codeOf(url)).toBe("not_vinted");
  },
);
