import { useSyncExternalStore } from "react";
import { type Answer, asProblem, type MemberRoutes, ProblemError } from "../../parts/call.ts";
import { call, queryClient } from "../session.ts";
import { type Draft, noteDraft, readDraft, restoreDraft } from "./draft.ts";
import { untilOnline } from "./online.ts";
import { draftsKey, letGo, loadDraft, saveNow } from "./write/saving.ts";
import { allThere } from "./write/uploads.ts";

type Sent = Answer<MemberRoutes, "sendDraft">;
/** The one message on its way out: its files arrive, it can be undone or waits for its time, and then it has gone. */
export type Outgoing =
  | { readonly phase: "none" }
  | { readonly phase: "sending"; readonly draft: Draft; readonly share: number }
  | { readonly phase: "undoable"; readonly draft: Draft; readonly sent: Sent; readonly until: number }
  | { readonly phase: "planned"; readonly sent: Sent; readonly at: string }
  | { readonly phase: "failed"; readonly draft: Draft; readonly error: unknown }
  | { readonly phase: "sent"; readonly sent: Sent };

let state: Outgoing = { phase: "none" };
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function become(next: Outgoing): void {
  clearTimeout(timer);
  state = next;
  for (const listener of listeners) listener();
}

const refreshed = (conversationId: string): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: ["mail"] }),
    queryClient.invalidateQueries({ queryKey: draftsKey }),
    queryClient.invalidateQueries({ queryKey: ["scheduled"] }),
    queryClient.invalidateQueries({ queryKey: ["conversation", conversationId] }),
  ]);

function gone(sent: Sent): void {
  become({ phase: "sent", sent });
  void refreshed(sent.conversationId);
}

async function dispatch(draft: Draft, sendAt: string | undefined): Promise<void> {
  const { key, draftId } = draft;
  try {
    become({ phase: "sending", draft, share: 0 });
    await untilOnline();
    await allThere(key, (share) => become({ phase: "sending", draft, share }));
    await saveNow(key);
    const { version } = readDraft(key);
    const sent = await call("sendDraft", {
      params: { draftId },
      body: { version, ...(sendAt !== undefined && { sendAt }) },
    });
    const written = readDraft(key);
    letGo(key);
    void refreshed(sent.conversationId);
    if (sent.releaseAt === null) return gone(sent);
    if (sendAt !== undefined) return become({ phase: "planned", sent, at: sent.releaseAt });
    const until = new Date(sent.releaseAt).getTime();
    become({ phase: "undoable", draft: written, sent, until });
    timer = setTimeout(() => gone(sent), Math.max(0, until - Date.now()));
  } catch (error) {
    if (!isThere(key)) restoreDraft(draft);
    become({
      phase: "failed",
      draft,
      error: error instanceof ProblemError ? error : new ProblemError(asProblem(error)),
    });
  }
}

const isThere = (key: string): boolean => readDraft(key).version > 0;

/** Sends a draft as soon as its files are there: after the time for undoing, or at a chosen time. */
export const sendSoon = (draft: Draft, sendAt?: string): void => void dispatch(draft, sendAt);

/** Without waiting any longer. */
export async function flush(): Promise<void> {
  if (state.phase !== "undoable") return;
  const { sent, draft } = state;
  clearTimeout(timer);
  // An approver lets it go; there is nothing to hurry.
  if (sent.held) return gone(sent);
  try {
    await call("reschedule", { params: { messageId: sent.messageId }, body: {} });
    gone(sent);
  } catch (error) {
    if (asProblem(error).code === "mail.left_already") return gone(sent);
    become({ phase: "failed", draft, error });
  }
}

/** Stops a message that has not left and gives the draft back. */
export async function undo(): Promise<Draft | undefined> {
  if (state.phase !== "undoable") return undefined;
  const { sent, draft } = state;
  clearTimeout(timer);
  try {
    const { draftId } = await call("cancelSending", { params: { messageId: sent.messageId } });
    if (draftId) await loadDraft(draft.key, draftId);
    noteDraft(draft.key, () => ({ prepared: draft.prepared }));
    become({ phase: "none" });
    void refreshed(sent.conversationId);
    return draft;
  } catch (error) {
    if (asProblem(error).code === "mail.left_already") gone(sent);
    else become({ phase: "failed", draft, error });
    return undefined;
  }
}

export const dismiss = (): void => become({ phase: "none" });
/** What would be lost with the page: only what has not reached the server. */
export const isOutgoing = (): boolean => state.phase === "sending";

export function useOutgoing(): Outgoing {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
