// Which page of the portal is shown: the address bar is the only state, so that back, forward and reload just work.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

/** The current address within the portal; re-renders when it changes. */
export function useAddress(): URL {
  const [address, setAddress] = useState(() => new URL(location.href));
  useEffect(() => {
    const update = () => setAddress(new URL(location.href));
    addEventListener("popstate", update);
    return () => removeEventListener("popstate", update);
  }, []);
  return address;
}

/** Goes to an address of the portal. `replace` leaves no way back to the current one. */
export function goTo(path: string, { replace = false } = {}): void {
  history[replace ? "replaceState" : "pushState"](null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}

export function Link({ to, children }: { to: string; children: ComponentChildren }) {
  return (
    <a
      href={to}
      onClick={(event) => {
        // let the browser open new tabs and windows itself
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        goTo(to);
      }}
    >
      {children}
    </a>
  );
}

/** Where to go after signing in: only ever an address of this portal, whatever the link that led here says. */
export function nextAddress(address: URL): string {
  const next = URL.parse(address.searchParams.get("next") ?? "/", address.origin);
  // "//host/…" is another place's address, though its origin was ours a line ago
  if (next?.origin !== address.origin || next.pathname.startsWith("//")) return "/";
  return next.pathname + next.search;
}
