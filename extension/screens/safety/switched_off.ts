// Whether a verb is switched off from the server for a country: told without drawing anything, because the popup asks it too.
import type { SwitchOff, Verb } from "../../../shared-schemas/wire";

/** What switches this verb off there; undefined while it works. What names the verb says more than what names the country. */
export function offFor(verb: Verb, country: string, offs: readonly SwitchOff[]): SwitchOff | undefined {
  const there = offs.filter((off) => !off.country || off.country === country);
  return there.find((off) => off.verb === verb) ?? there.find((off) => !off.verb);
}

/** What switches a whole country off. */
export function countryOff(country: string, offs: readonly SwitchOff[]): SwitchOff | undefined {
  return offs.find((off) => !off.verb && (!off.country || off.country === country));
}
