// A labelled control with its hint and error, wired together for screen readers, and the plain inputs made with it.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export interface FieldTexts {
  label: string;
  hint?: string | undefined;
  /** What is wrong and how to put it right; its presence marks the control as invalid. */
  error?: string | undefined;
}

/** What a control inside a Field spreads on itself. */
export interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean;
}

export function Field({
  label,
  hint,
  error,
  aside,
  children,
}: FieldTexts & { aside?: ComponentChildren; children: (control: ControlProps) => ComponentChildren }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <div class="field-head">
        <label for={id}>{label}</label>
        {aside}
      </div>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error !== undefined })}
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="field-error" id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

interface TextFieldProps extends FieldTexts {
  value: string;
  onChange: (value: string) => void;
  type?: "text" | "email" | "password" | "url" | "search";
  name?: string;
  autocomplete?: string;
  inputMode?: "text" | "decimal" | "numeric" | "url" | "email";
  required?: boolean;
  minLength?: number;
  maxLength?: number;
}

export function TextField({ label, hint, error, onChange, type = "text", autocomplete, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <input
          {...control}
          {...input}
          class="input"
          // Preact types each kind of input apart; this one control is any of the textual ones
          type={type as "text"}
          autocomplete={autocomplete as HTMLInputElement["autocomplete"]}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
}

interface SelectFieldProps extends FieldTexts {
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
}

/** A native select: for up to about fifteen choices. For more, Combobox. */
export function SelectField({ label, hint, error, value, options, onChange }: SelectFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <select {...control} class="input" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
