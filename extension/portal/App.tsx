// Connects the portal's pages with its addresses and the server. The pages themselves only show and collect.

import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import type { Device, Language, User } from "../../shared-schemas/wire";
import { Skeleton } from "../ui/EmptyState";
import { t } from "../ui/i18n";
import { api } from "./api";
import { ConnectPage, IfAcceptable, RefuseSilently, readAuthorizeRequest } from "./connect";
import { BrokenAuthorize } from "./pages/Authorize";
import { Register, SignIn } from "./pages/Credentials";
import { Devices } from "./pages/Devices";
import { Home } from "./pages/Home";
import { NotFound } from "./pages/NotFound";
import { RefusalNotice } from "./refusals";
import { goTo, Link, nextAddress, useAddress } from "./router";
import { Shell } from "./Shell";
import { useSending } from "./sending";
import { useSession } from "./session";

export function App({ language }: { language: Language }) {
  const address = useAddress();
  const [session, askAgain] = useSession();
  const signOut = async () => {
    await api.logout();
    await askAgain();
    goTo("/sign-in");
  };
  const isForm = address.pathname === "/sign-in" || address.pathname === "/register";
  return (
    <Shell email={session.state === "signed_in" ? session.user.email : undefined} onSignOut={() => void signOut()}>
      {session.state === "asking" && <Skeleton />}
      {session.state === "refused" && <RefusalNotice code={session.code} />}
      {session.state === "signed_out" && !isForm && <SignedOutPage address={address} />}
      {session.state === "signed_out" && isForm && (
        <CredentialsPage address={address} language={language} onSignedIn={askAgain} />
      )}
      {session.state === "signed_in" && isForm && <GoTo path={nextAddress(address)} />}
      {session.state === "signed_in" && !isForm && <SignedInPage address={address} user={session.user} />}
    </Shell>
  );
}

function SignedOutPage({ address }: { address: URL }) {
  const isAuthorize = address.pathname === "/authorize";
  const request = useMemo(() => (isAuthorize ? readAuthorizeRequest(address) : undefined), [address, isAuthorize]);
  if (isAuthorize && !request) return <BrokenAuthorize />;
  const signIn = <GoTo path={`/sign-in?next=${encodeURIComponent(address.pathname + address.search)}`} />;
  if (request?.silent) return <RefuseSilently request={request} />;
  // nobody types a password for a request that is refused anyway
  return request ? <IfAcceptable request={request}>{signIn}</IfAcceptable> : signIn;
}

function GoTo({ path }: { path: string }) {
  useEffect(() => goTo(path, { replace: true }), [path]);
  return null;
}

function SignedInPage({ address, user }: { address: URL; user: User }) {
  switch (address.pathname) {
    case "/":
      return <Home user={user} devices={<DevicesPart title="h2" />} />;
    case "/devices":
      return <DevicesPart title="h1" />;
    case "/authorize":
      return <ConnectPage address={address} user={user} />;
    default:
      return <NotFound />;
  }
}

interface CredentialsPageProps {
  address: URL;
  language: Language;
  onSignedIn: () => Promise<void>;
}

function CredentialsPage({ address, language, onSignedIn }: CredentialsPageProps) {
  const isNew = address.pathname === "/register";
  const next = new URL(nextAddress(address), address.origin);
  const waiting = next.pathname === "/authorize" ? readAuthorizeRequest(next) : undefined;
  const { isBusy, code, send } = useSending();
  const submit = async (email: string, password: string) => {
    const call = () => (isNew ? api.register({ email, password, language }) : api.login({ email, password }));
    if ((await send(call)) !== undefined) await onSignedIn();
  };
  const Form = isNew ? Register : SignIn;
  return (
    <Form
      isBusy={isBusy}
      reason={waiting && t("account.sign_in.to_connect", { device: waiting.label })}
      problem={code && <RefusalNotice code={code} />}
      onSubmit={(email, password) => void submit(email, password)}
      other={
        <>
          {isNew ? t("account.register.have_one") : t("account.sign_in.none_yet")}{" "}
          <Link to={`${isNew ? "/sign-in" : "/register"}${address.search}`}>
            {isNew ? t("account.sign_in.button") : t("account.register.button")}
          </Link>
        </>
      }
    />
  );
}

function DevicesPart({ title }: { title: "h1" | "h2" }) {
  const [devices, setDevices] = useState<readonly Device[] | undefined>(undefined);
  const { code, send } = useSending();
  const load = useCallback(async () => {
    const found = await send(api.devices);
    if (found) setDevices(found.items);
  }, [send]);
  useEffect(() => {
    void load();
  }, [load]);
  const revoke = async (device: Device) => {
    if ((await send(() => api.revokeDevice(device.id))) !== undefined) await load();
  };
  return (
    <Devices
      title={title}
      devices={devices}
      problem={code && <RefusalNotice code={code} />}
      onRevoke={(device) => void revoke(device)}
    />
  );
}
