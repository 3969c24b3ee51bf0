// The portal's side of connecting an extension: reads the request, lets the server judge whose it is, asks the person, and
// leads the sign-in window back to the extension with a yes or a no.
import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import * as v from "valibot";
import { AuthorizeRequest, type User } from "../../shared-schemas/wire";
import { Skeleton } from "../ui/EmptyState";
import { api } from "./api";
import { Authorize, BrokenAuthorize } from "./pages/Authorize";
import { RefusalNotice } from "./refusals";
import { useSending } from "./sending";

/** The query of /authorize is an AuthorizeRequest, field by field; `silent` is written `silent=true`. */
export function readAuthorizeRequest(address: URL): AuthorizeRequest | undefined {
  const fields = Object.fromEntries(address.searchParams);
  const read = v.safeParse(AuthorizeRequest, { ...fields, silent: fields.silent === "true" });
  return read.success ? read.output : undefined;
}

/** A silent request of nobody: says no at once instead of showing a form that no one sees. */
export function RefuseSilently({ request }: { request: AuthorizeRequest }) {
  useEffect(() => {
    void api.previewAuthorize(request).then((preview) => {
      if (preview.ok) location.assign(preview.value.cancel_to);
    });
  }, [request]);
  return <Skeleton />;
}

/** Shows what it holds once the server has said that the request comes from an extension of ours. */
export function IfAcceptable({ request, children }: { request: AuthorizeRequest; children: ComponentChildren }) {
  const [isAcceptable, setAcceptable] = useState(false);
  const { code, send } = useSending();
  useEffect(() => {
    void send(() => api.previewAuthorize(request)).then((preview) => setAcceptable(preview !== undefined));
  }, [request, send]);
  if (code) return <RefusalNotice code={code} />;
  return isAcceptable ? children : <Skeleton />;
}

export function ConnectPage({ address, user }: { address: URL; user: User }) {
  const request = useMemo(() => readAuthorizeRequest(address), [address]);
  return request ? <Connect request={request} user={user} /> : <BrokenAuthorize />;
}

function Connect({ request, user }: { request: AuthorizeRequest; user: User }) {
  // only the server's word tells where "no" may lead: the address bar is anybody's
  const [cancelTo, setCancelTo] = useState<string | undefined>(undefined);
  const { isBusy, code, send } = useSending();
  const connect = useCallback(async () => {
    const answer = await send(() => api.authorize(request));
    if (answer) location.assign(answer.redirect_to);
  }, [request, send]);
  useEffect(() => {
    if (request.silent) {
      void connect();
      return;
    }
    void send(() => api.previewAuthorize(request)).then((preview) => setCancelTo(preview?.cancel_to));
  }, [request, connect, send]);

  if (cancelTo === undefined) return code ? <RefusalNotice code={code} /> : <Skeleton />;
  return (
    <Authorize
      device={request.label}
      email={user.email}
      isBusy={isBusy}
      problem={code && <RefusalNotice code={code} />}
      onConnect={() => void connect()}
      onCancel={() => location.assign(cancelTo)}
    />
  );
}
