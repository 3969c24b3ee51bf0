// What every field of the editor is given: the content, the way to change it, and what is wrong with it.

import type { Vocabulary } from "./choices";
import type { Content, Unit } from "./content";

export interface DraftForm {
  content: Content;
  currency: string;
  change: (change: Partial<Content>) => void;
  /** A sentence about a unit, or about one attribute of it; undefined when nothing is wrong that can be said now. */
  errorOf: (unit: Unit, code?: string) => string | undefined;
  vocabulary: Vocabulary | undefined;
}

/** The form of a draft that is open. `draft`: as the server has it, so what is asked about it is about this revision. */
export interface OpenForm extends DraftForm {
  draft: { id: string; revision: number };
}

export interface FieldProps {
  form: DraftForm;
}
