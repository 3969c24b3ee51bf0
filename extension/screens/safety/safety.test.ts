// Which switch turns a verb off, and which waiting job is worth naming.
import { describe, expect, test } from "vitest";
import type { Job, SwitchOff } from "../../../shared-schemas/wire";
import { countryOff, offFor } from "./switched_off";
import { waitingLonger } from "./waiting_longer";

const off = (verb: SwitchOff["verb"], country: string | null): SwitchOff => ({
  verb,
  country,
  reason: `${verb} ${country}`,
  link: null,
  since: "",
});

describe("offFor", () => {
  const offs = [off(null, "de"), off("relist", null), off("relist", "fr"), off("send_message", "be")];

  test("a verb is off everywhere, in one country, or with its whole country", () => {
    expect(offFor("relist", "it", offs)?.reason).toBe("relist null");
    expect(offFor("send_message", "be", offs)).toBeDefined();
    expect(offFor("send_message", "fr", offs)).toBeUndefined();
    expect(offFor("send_message", "de", offs)?.reason).toBe("null de");
  });

  test("what names the verb says more than what names the country", () => {
    expect(offFor("relist", "de", offs)?.verb).toBe("relist");
  });

  test("a whole country is off by a switch without a verb only", () => {
    expect(countryOff("de", offs)).toBeDefined();
    expect(countryOff("fr", offs)).toBeUndefined();
    expect(countryOff("fr", [off(null, null)])).toBeDefined();
  });
});

test("a longer wait is named before the short pause between two jobs, the sooner one first", () => {
  const wait = (id: string, waits_for: Job["waits_for"], next_at: string | null) =>
    ({ id, waits_for, next_at, state: "queued" }) as Job;
  const jobs = [
    wait("pace", "pace", "2026-11-26T01:00:00Z"),
    wait("rest", "rest", "2026-11-26T09:00:00Z"),
    wait("budget", "budget", "2026-11-26T05:00:00Z"),
    wait("nothing", null, null),
    { ...wait("card", "approval", null), state: "waiting_approval" } as Job,
  ];
  expect(waitingLonger(jobs).map(({ id }) => id)).toEqual(["budget", "rest", "pace"]);
});
