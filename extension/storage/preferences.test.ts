// Preferences: defaults under what was chosen, and changes told to every page.
import { beforeEach, expect, test, vi } from "vitest";
import { browser } from "wxt/browser";
import { fakeBrowser } from "wxt/testing/fake-browser";
import { changePreferences, readPreferences, watchPreferences } from "./preferences";

beforeEach(() => fakeBrowser.reset());

test("what was never chosen has its default, also beside what an older build kept", async () => {
  const all = { cards: true, item: true, copy: true, form: true, selection: true };
  expect((await readPreferences()).controls).toEqual(all);
  await browser.storage.local.set({ preferences: { theme: "dark", controls: { cards: false, item: true } } });
  expect(await readPreferences()).toMatchObject({ theme: "dark", language: null, closet_view: "table" });
  expect((await readPreferences()).controls).toEqual({ ...all, cards: false });
});

test("a change leaves the rest alone and is told", async () => {
  await changePreferences({ language: "fr" });
  const told = vi.fn();
  const stop = watchPreferences(told);
  await changePreferences({ theme: "light" });
  expect(told).toHaveBeenCalledWith(expect.objectContaining({ language: "fr", theme: "light" }));
  stop();
  await changePreferences({ theme: "dark" });
  expect(told).toHaveBeenCalledTimes(1);
});
