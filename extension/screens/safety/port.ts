// What the settings ask for and do about safety: consents, people who are left alone, countries, and what is odd.
import type { Consent, IgnoredPerson } from "../../../shared-schemas/wire";
import type { Result, Source } from "../ports";

export type ConsentVerb = Consent["verb"];

export interface SafetyPort {
  consents: (closetId: string) => Source<Consent[]>;
  consent: (closetId: string, verb: ConsentVerb) => Promise<Result<Consent>>;
  revoke: (closetId: string, verb: ConsentVerb) => Promise<Result<unknown>>;
  ignored: (closetId: string) => Source<IgnoredPerson[]>;
  noLongerIgnore: (closetId: string, memberId: number) => Promise<Result<unknown>>;

  /** Call it directly in the handler of a press: the browser asks the person itself and refuses to later. False: not allowed. */
  allowCountry: (country: string) => Promise<boolean>;
  withdrawCountry: (country: string) => Promise<unknown>;

  /** What was met in Vinted's answers that this build does not know: shapes and codes, no values. */
  diagnostics: () => Promise<string>;
  copy: (text: string) => Promise<void>;
}
