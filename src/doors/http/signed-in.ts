import type { LoggedIn } from "#/identity/index.ts";
import type { NewSession } from "./handler.ts";

interface SigningIn {
  signIn(session: NewSession): void;
  knowBrowser(token: string): void;
}

/** Cookies for the browser, token for the page. */
export function signedIn(call: SigningIn, loggedIn: LoggedIn & { readonly browserToken?: string }) {
  call.signIn(loggedIn);
  if (loggedIn.browserToken !== undefined) call.knowBrowser(loggedIn.browserToken);
  return { next: loggedIn.next, token: loggedIn.csrfToken };
}
