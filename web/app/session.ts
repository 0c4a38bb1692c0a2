import { notifyManager, QueryClient, queryOptions } from "@tanstack/react-query";
import { routes } from "virtual:member-routes";
import { type Answer, createCaller, fillPath, type MemberRoutes, ProblemError } from "../parts/call.ts";
import { isPageLanguage } from "../parts/languages.ts";
import { chosenMailbox } from "./chosen-mailbox.ts";
import { spokenLanguage, speakLanguage } from "./words.ts";

export type Me = Answer<MemberRoutes, "me">;

/** Says only that somebody signed in here, so that a visitor without a session is not asked for one. */
const hintKey = "zegel.signed-in";
let token: string | undefined;
let whenEnded: (() => void) | undefined;

/** The session is over: what this page held goes; what is being written is kept by whoever listens. */
function sessionEnded(): void {
  if (!queryClient.getQueryData(meQuery.queryKey)) return;
  queryClient.clear();
  localStorage.removeItem(hintKey);
  whenEnded?.();
}

/** The session waits for the password: what was read is forgotten, where one was stays. */
export function sessionLocked(): void {
  queryClient.setQueryData(meQuery.queryKey, (me) => me && { ...me, locked: true });
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] });
}

export const call = createCaller<MemberRoutes>(routes, {
  token: () => token,
  language: spokenLanguage,
  mailbox: chosenMailbox,
  onSignedOut: ({ code }) => (code === "identity.session_locked" ? sessionLocked() : sessionEnded()),
});

// Logged out in another tab: this one does not wait for its next request.
addEventListener("storage", ({ key, newValue }) => {
  if (key === hintKey && newValue === null) sessionEnded();
});

/** Of something to download; a plain link can't carry a header, so the mailbox stands in the address. */
export function addressOf(name: string, params: Readonly<Record<string, string>>): string {
  const mailbox = chosenMailbox();
  return fillPath(routes[name]!.path, params) + (mailbox === undefined ? "" : `?mailbox=${mailbox}`);
}

// At once, before the next click: else a button that waits for an answer can be pressed twice.
notifyManager.setScheduler(queueMicrotask);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 2 && error instanceof ProblemError && error.problem.status === 0,
      staleTime: 10_000,
    },
  },
});

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async () => {
    const me = await call("me");
    token = me.token;
    localStorage.setItem(hintKey, "1");
    if (isPageLanguage(me.language) && me.language !== spokenLanguage()) await speakLanguage(me.language);
    return me;
  },
  staleTime: Number.POSITIVE_INFINITY,
});

export const maybeSignedIn = (): boolean => localStorage.getItem(hintKey) === "1";
export const forgetSignedIn = (): void => localStorage.removeItem(hintKey);
export const holdToken = (given: string): void => void (token = given);
/** Goes along with every change. */
export const pageToken = (): string | undefined => token;
export const onSessionEnd = (act: () => void): void => void (whenEnded = act);

/** Ends the session and drops everything this page held, by loading a fresh one. */
export async function logOut(): Promise<void> {
  try {
    await call("logout");
  } finally {
    forgetSignedIn();
    location.replace("/login");
  }
}
