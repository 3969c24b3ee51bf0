// What the screens of templates ask for and do: keeping them, trying and using them on drafts, and files of them.
import type { InferInput } from "valibot";
import type {
  Template,
  TemplateContent,
  TemplateImported,
  TemplatePreview,
  TemplateSave,
  TemplateTry,
  TemplateUse,
  TemplateUsed,
} from "../../../shared-schemas/wire";
import type { Result, Source } from "../ports";

export type Try = InferInput<typeof TemplateTry>;
export type Use = InferInput<typeof TemplateUse>;

/** As many entries of a file as the server reads. */
export const TEMPLATES_MOST = 500;

/** What came of a file: the report, or why it is no file of templates. */
export type FileRead = { is: "read"; report: TemplateImported } | { is: "too_large" | "too_many" | "not_json" | "no_templates" };

export interface TemplatePort {
  /** All of them, newest first. */
  all: Source<Template[]>;
  template: (id: string) => Source<Template>;
  create: (content: TemplateContent) => Promise<Result<Template>>;
  save: (id: string, save: TemplateSave) => Promise<Result<Template>>;
  throwAway: (id: string) => Promise<Result<unknown>>;
  bringBack: (id: string) => Promise<Result<Template>>;
  /** What these words would do to these drafts. Nothing is written. */
  preview: (asked: Try) => Promise<Result<TemplatePreview>>;
  apply: (id: string, use: Use) => Promise<Result<TemplateUsed>>;
  undo: (useId: string) => Promise<Result<TemplateUsed>>;
  /** Saves all of them as a file on this device. */
  saveFile: () => Promise<Result<unknown>>;
  /** Takes in a file; `replace`: what is here under the same name and language is overwritten. */
  readFile: (file: File, replace: boolean) => Promise<Result<FileRead>>;
}
