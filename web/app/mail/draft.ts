import { useSyncExternalStore } from "react";
import type { Verification } from "#/contract/index.ts";
import type { Answer, MemberRoutes } from "../../parts/call.ts";

export type RecipientRole = "to" | "cc" | "bcc";
export type KnownRecipient = Answer<MemberRoutes, "previewRecipient">;

export interface DraftRecipient {
  readonly email: string;
  readonly name?: string;
  readonly role: RecipientRole;
  /** What the server knows; undefined while it is being asked. */
  readonly known?: KnownRecipient;
  /** What the sender chose; undefined follows what is remembered. */
  readonly verification?: Verification;
  readonly phone: string;
  readonly password: string;
}
export interface DraftFile {
  readonly id: string;
  readonly file: File;
}
/** Something being written. It lives in this page's memory only: a browser's storage is no place for it. */
export interface Draft {
  readonly key: string;
  readonly conversationId?: string;
  readonly recipients: readonly DraftRecipient[];
  /** Typed into a field and not a recipient yet. */
  readonly typed: Readonly<Partial<Record<RecipientRole, string>>>;
  readonly subject: string;
  readonly text: string;
  readonly files: readonly DraftFile[];
}

/** The draft that "new message" opens; replies use their conversation's id. */
export const newDraftKey = "new";
const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();

const empty = (key: string): Draft => ({ key, recipients: [], typed: {}, subject: "", text: "", files: [] });

function announce(): void {
  for (const listener of listeners) listener();
}

export function readDraft(key: string): Draft {
  const draft = drafts.get(key) ?? empty(key);
  drafts.set(key, draft);
  return draft;
}

export function changeDraft(key: string, change: (draft: Draft) => Partial<Draft>): void {
  const draft = readDraft(key);
  drafts.set(key, { ...draft, ...change(draft) });
  announce();
}

export function dropDraft(key: string): void {
  drafts.delete(key);
  announce();
}

export function dropAllDrafts(): void {
  drafts.clear();
  announce();
}

/** Puts a draft back under a key of its own, after it was taken out for sending. */
export function restoreDraft(draft: Draft): void {
  drafts.set(draft.key, draft);
  announce();
}

export const isBlank = (draft: Draft): boolean =>
  draft.text === "" &&
  draft.files.length === 0 &&
  (draft.conversationId !== undefined || (draft.subject === "" && draft.recipients.length === 0));

export const holdsUnsent = (): boolean => [...drafts.values()].some((draft) => !isBlank(draft));

export function useDraft(key: string): Draft {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => readDraft(key),
  );
}

/** Which check will be used: what the sender chose, else what is remembered, else none. */
export const chosenVerification = (recipient: DraftRecipient): Verification =>
  recipient.verification ?? recipient.known?.verification ?? "none";

/** What a guest still lacks for the chosen check. */
export function lacking(recipient: DraftRecipient): "phone" | "password" | undefined {
  if (recipient.known?.route !== "guest") return undefined;
  const verification = chosenVerification(recipient);
  if (verification === "sms" && !recipient.known.phoneKnown && recipient.phone.trim() === "") return "phone";
  if (verification === "password" && !recipient.known.passwordKnown && recipient.password === "") return "password";
  return undefined;
}
