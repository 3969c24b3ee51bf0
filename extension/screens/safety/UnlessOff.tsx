// A button, or in its place the notice that what it does is switched off.
import type { ComponentChildren } from "preact";
import type { SwitchOff, Verb } from "../../../shared-schemas/wire";
import { useKept, usePorts } from "../use";
import { OffNotice } from "./OffNotice";
import { countryOff, offFor } from "./switched_off";

interface UnlessOffProps {
  verb: Verb;
  country: string;
  children: ComponentChildren;
}

/** What switches a verb off in this country, verb by verb. */
export function useOff(country: string): (verb: Verb) => SwitchOff | undefined {
  const offs = useKept(usePorts().switchOffs).value ?? [];
  return (verb) => offFor(verb, country, offs);
}

export function UnlessOff({ verb, country, children }: UnlessOffProps) {
  const off = useOff(country)(verb);
  return off ? <OffNotice off={off} country={country} /> : children;
}

/** For what stood in a menu: those of its verbs that are switched off, each reason once. */
export function OffAmong({ verbs, country }: { verbs: readonly Verb[]; country: string }) {
  const off = useOff(country);
  const reasons = new Set(verbs.map(off).filter((each) => each !== undefined));
  return [...reasons].map((each) => <OffNotice key={each.verb ?? each.country} off={each} country={country} />);
}

/** A whole country that is switched off, said above every screen. */
export function CountryOff({ country }: { country: string }) {
  const off = countryOff(country, useKept(usePorts().switchOffs).value ?? []);
  return off ? <OffNotice off={off} country={country} /> : null;
}
