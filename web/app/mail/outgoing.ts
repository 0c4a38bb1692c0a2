import { useSyncExternalStore } from "react";
import type { MessageRequest } from "#/contract/index.ts";
import type { Answer, MemberRoutes } from "../../parts/call.ts";
import { call, queryClient } from "../session.ts";
import { type Draft, dropDraft, isBlank, readDraft, restoreDraft } from "./draft.ts";

const undoMs = 5000;

type Sent = Answer<MemberRoutes, "sendMessage">;
/** The one message on its way out: first it can be undone, then it goes, then it has gone or came back. */
export type Outgoing =
  | { readonly phase: "none" }
  | { readonly phase: "undoable"; readonly draft: Draft; readonly until: number }
  | { readonly phase: "sending"; readonly draft: Draft; readonly share: number }
  | { readonly phase: "failed"; readonly draft: Draft; readonly error: unknown }
  | { readonly phase: "sent"; readonly sent: Sent };

let state: Outgoing = { phase: "none" };
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function become(next: Outgoing): void {
  state = next;
  for (const listener of listeners) listener();
}

function requestOf(draft: Draft): MessageRequest {
  return {
    ...(draft.conversationId !== undefined && { conversationId: draft.conversationId }),
    subject: draft.subject,
    text: draft.text,
    recipients: draft.recipients.map((recipient) => ({
      email: recipient.email,
      role: recipient.role,
      ...(recipient.name !== undefined && { name: recipient.name }),
      ...(recipient.verification !== undefined && { verification: recipient.verification }),
      ...(recipient.phone.trim() !== "" && { phone: recipient.phone.trim() }),
      ...(recipient.password !== "" && { password: recipient.password }),
    })),
  };
}

async function dispatch(draft: Draft): Promise<void> {
  become({ phase: "sending", draft, share: 0 });
  try {
    const sent = await call("sendMessage", {
      body: requestOf(draft),
      files: draft.files.map(({ file }) => file),
      onProgress: (sentBytes, totalBytes) =>
        become({ phase: "sending", draft, share: totalBytes > 0 ? sentBytes / totalBytes : 0 }),
    });
    become({ phase: "sent", sent });
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: ["mail"] }),
      queryClient.invalidateQueries({ queryKey: ["conversation", sent.conversationId] }),
    ]);
  } catch (error) {
    giveBack(draft);
    become({ phase: "failed", draft, error });
  }
}

/** Back to where it was written, beside anything begun there meanwhile. */
function giveBack(draft: Draft): void {
  const begun = readDraft(draft.key);
  restoreDraft(isBlank(begun) ? draft : { ...draft, text: `${draft.text}\n\n${begun.text}` });
}

/** Takes the draft; nothing leaves the browser before the time for undoing is over. */
export function sendSoon(draft: Draft): void {
  if (state.phase === "undoable") void flush();
  dropDraft(draft.key);
  become({ phase: "undoable", draft, until: Date.now() + undoMs });
  timer = setTimeout(() => void flush(), undoMs);
}

export async function flush(): Promise<void> {
  clearTimeout(timer);
  if (state.phase === "undoable") await dispatch(state.draft);
}

/** Stops a message that has not left and gives the draft back. */
export function undo(): Draft | undefined {
  clearTimeout(timer);
  if (state.phase !== "undoable") return undefined;
  const { draft } = state;
  giveBack(draft);
  become({ phase: "none" });
  return draft;
}

export const dismiss = (): void => become({ phase: "none" });
export const isOutgoing = (): boolean => state.phase === "undoable" || state.phase === "sending";

export function useOutgoing(): Outgoing {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
