// The two forms that ask for an address and a password: sign in, and create an account. They only collect; the page decides.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Field";
import { t } from "../../ui/i18n";

/** As the contract's `Password` wants it. */
const PASSWORD_MIN = 10;
const PASSWORD_MAX = 200;

interface CredentialsProps {
  isBusy: boolean;
  /** Why this is asked now, when something waits for it. */
  reason: string | undefined;
  /** What the server refused, if it did. */
  problem: ComponentChildren;
  onSubmit: (email: string, password: string) => void;
  /** The link to the other form. */
  other: ComponentChildren;
}

export function SignIn(props: CredentialsProps) {
  return <Credentials {...props} title={t("account.sign_in.title")} button={t("account.sign_in.button")} isNew={false} />;
}

export function Register(props: CredentialsProps) {
  return <Credentials {...props} title={t("account.register.title")} button={t("account.register.button")} isNew={true} />;
}

interface FormProps extends CredentialsProps {
  title: string;
  button: string;
  isNew: boolean;
}

function Credentials({ title, button, isNew, isBusy, reason, problem, onSubmit, other }: FormProps) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  return (
    <form
      class="portal-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) onSubmit(email.trim(), password);
      }}
    >
      <h1>{title}</h1>
      {reason && <p>{reason}</p>}
      {problem}
      <TextField
        label={t("account.email")}
        type="email"
        name="email"
        autocomplete="username"
        required
        maxLength={254}
        value={email}
        onChange={setEmail}
      />
      <TextField
        label={t("account.password")}
        hint={isNew ? t("account.password_hint", { count: PASSWORD_MIN }) : undefined}
        type="password"
        name="password"
        autocomplete={isNew ? "new-password" : "current-password"}
        required
        // a shorter password at sign-in is simply wrong, and the server says so
        {...(isNew ? { minLength: PASSWORD_MIN } : {})}
        maxLength={PASSWORD_MAX}
        value={password}
        onChange={setPassword}
      />
      <Button kind="primary" type="submit" busy={isBusy}>
        {button}
      </Button>
      <p>{other}</p>
    </form>
  );
}
