// Signing this install in: the browser's own sign-in window on our portal, code and PKCE, then the device token.
// No token crosses a page; what can go wrong is a typed outcome, because each is a sentence on the first-run screen.
import { browser } from "wxt/browser";
import { installId, keepSignIn } from "../storage/device";
import { currentServer } from "./address";
import { ServerAway, ServerRefused } from "./problems";
import { request } from "./request";

export type SignInOutcome =
  | { signed_in: true; email: string; user_id: string }
  | { signed_in: false; why: "window_closed" | "consent_required" | "state_mismatch" | "refused" | "server_away"; code?: string };

/** What a sign-in needs of the browser, so that the window can be driven in a test. */
export type AuthWindow = (options: { url: string }) => Promise<string | undefined>;

const openWindow: AuthWindow = ({ url }) => browser.identity.launchWebAuthFlow({ url, interactive: true });

/**
 * Signs in, in a window in which the person presses Connect.
 * `before` runs once it is known who signs in and before their token is kept: the place to clear another user's data.
 */
export async function signIn(
  options: { label: string; before?: (userId: string) => Promise<void> },
  authWindow: AuthWindow = openWindow,
): Promise<SignInOutcome> {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(48)));
  const state = base64url(crypto.getRandomValues(new Uint8Array(24)));
  const clientId = browser.runtime.id;
  const redirectUri = `https://${clientId}.chromiumapp.org/vintedbot`;
  const server = await currentServer();
  const url = new URL(`${server}/authorize`);
  url.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    code_challenge: await challengeOf(verifier),
    code_challenge_method: "S256",
    state,
    install_id: await installId(),
    label: options.label,
  }).toString();

  const landed = await land(url.href, authWindow);
  if (typeof landed !== "string") return landed;
  const code = codeIn(landed, redirectUri, state);
  if (typeof code !== "string") return code;
  try {
    const answer = await request("device_token", {
      body: { code, code_verifier: verifier, redirect_uri: redirectUri, client_id: clientId },
    });
    await options.before?.(answer.user.id);
    await keepSignIn({
      token: answer.device_token,
      server,
      device_id: answer.device.id,
      user_id: answer.user.id,
      email: answer.user.email,
      label: answer.device.label,
    });
    return { signed_in: true, email: answer.user.email, user_id: answer.user.id };
  } catch (error) {
    if (error instanceof ServerRefused) return { signed_in: false, why: "refused", code: error.problem.code };
    if (error instanceof ServerAway) return { signed_in: false, why: "server_away" };
    throw error;
  }
}

async function land(url: string, authWindow: AuthWindow): Promise<string | SignInOutcome> {
  try {
    const landed = await authWindow({ url });
    return landed ?? { signed_in: false, why: "window_closed" };
  } catch (error) {
    // Chrome tells these apart by text alone: "Authorization page could not be loaded." when the server did not answer;
    // "The user did not approve access." for a closed window
    const text = error instanceof Error ? error.message : "";
    if (/could not be loaded/i.test(text)) return { signed_in: false, why: "server_away" };
    return { signed_in: false, why: "window_closed" };
  }
}

function codeIn(landed: string, redirectUri: string, state: string): string | SignInOutcome {
  const url = URL.parse(landed);
  if (!url || `${url.origin}${url.pathname}` !== redirectUri || url.searchParams.get("state") !== state) {
    return { signed_in: false, why: "state_mismatch" };
  }
  const error = url.searchParams.get("error");
  if (error === "consent_required") return { signed_in: false, why: "consent_required" };
  if (error === "access_denied") return { signed_in: false, why: "window_closed" };
  const code = url.searchParams.get("code");
  return code ?? { signed_in: false, why: "refused", ...(error ? { code: error } : {}) };
}

async function challengeOf(verifier: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
