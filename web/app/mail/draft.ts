import { useSyncExternalStore } from "react";
import type { DraftContent, DraftQuote, Problem, Verification } from "#/contract/index.ts";
import type { Answer, MemberRoutes } from "../../parts/call.ts";

export type RecipientRole = "to" | "cc" | "bcc";
export type KnownRecipient = Answer<MemberRoutes, "previewRecipient">;
export type DraftAttachment = DraftContent["attachments"][number];

export interface DraftRecipient {
  readonly email: string;
  readonly name?: string;
  readonly role: RecipientRole;
  /** What the server knows; undefined while it is being asked. */
  readonly known?: KnownRecipient;
  /** What the sender chose; undefined follows what is remembered. */
  readonly verification?: Verification;
  /** What the agreements ask for at least, as the draft stands. */
  readonly least?: Verification;
  readonly phone: string;
  readonly password: string;
}
/** Whether what stands here stands on the server too. */
export type Saving = "nothing" | "unsaved" | "saving" | "saved" | "failed" | "conflict";

/** Something being written: in this page's memory, and saved on the server, sealed. A browser's storage is no place for it. */
export interface Draft {
  readonly key: string;
  /** Names it on the server; made here. */
  readonly draftId: string;
  /** As last saved; 0 when never. */
  readonly version: number;
  readonly saving: Saving;
  /** Why it was not saved. */
  readonly problem: Problem | undefined;
  readonly conversationId?: string;
  readonly recipients: readonly DraftRecipient[];
  /** Typed into a field and not a recipient yet. */
  readonly typed: Readonly<Partial<Record<RecipientRole, string>>>;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Goes up when the text comes from elsewhere than the editor, which then takes it. */
  readonly given: number;
  /** What stood in the text before anybody wrote: the signature. */
  readonly prepared: string;
  readonly attachments: readonly DraftAttachment[];
  /** What was said before, below the text; undefined where nothing is, or it was taken off. */
  readonly quote: DraftQuote | undefined;
}

/** The draft that "new message" opens; answers use their conversation's id, saved ones their own. */
export const newDraftKey = "new";
const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();

const empty = (key: string): Draft => ({
  key,
  draftId: crypto.randomUUID(),
  version: 0,
  saving: "nothing",
  problem: undefined,
  recipients: [],
  typed: {},
  subject: "",
  text: "",
  html: "",
  given: 0,
  prepared: "",
  attachments: [],
  quote: undefined,
});

function announce(): void {
  for (const listener of listeners) listener();
}

/** Told of every change that a person makes, after it is made. */
let whenChanged: ((key: string) => void) | undefined;
export const onDraftChange = (act: (key: string) => void): void => void (whenChanged = act);

export function readDraft(key: string): Draft {
  const draft = drafts.get(key) ?? empty(key);
  drafts.set(key, draft);
  return draft;
}

/** A change of content: it has to be saved. */
export function changeDraft(key: string, change: (draft: Draft) => Partial<Draft>): void {
  noteDraft(key, change);
  whenChanged?.(key);
}

/** A change that concerns this page alone. */
export function noteDraft(key: string, change: (draft: Draft) => Partial<Draft>): void {
  const draft = readDraft(key);
  drafts.set(key, { ...draft, ...change(draft) });
  announce();
}

/** Where this page has a draft already, perhaps with words that are not saved yet. */
export const keyOfDraft = (draftId: string): string | undefined =>
  [...drafts.values()].find((draft) => draft.draftId === draftId && draft.version > 0)?.key;

export const hasDraft = (key: string): boolean => drafts.has(key);

export function dropDraft(key: string): void {
  drafts.delete(key);
  announce();
}

/** Puts a draft in under its key, as it is. */
export function restoreDraft(draft: Draft): void {
  drafts.set(draft.key, draft);
  announce();
}

/** A picture that goes along because the quote shows it. */
export const isCarried = ({ quote, html }: Draft, { attachmentId, contentId }: DraftAttachment): boolean =>
  attachmentId !== undefined &&
  contentId !== undefined &&
  quote?.html.includes(`cid:${contentId}`) === true &&
  !html.includes(`cid:${contentId}`);

/** What the person put there; a quote with its pictures came by itself. */
export const ownAttachments = (draft: Draft): DraftAttachment[] =>
  draft.attachments.filter((each) => !isCarried(draft, each));

export const isBlank = (draft: Draft): boolean =>
  (draft.text.trim() === "" || draft.text.trim() === draft.prepared.trim()) &&
  ownAttachments(draft).length === 0 &&
  (draft.conversationId !== undefined || (draft.subject === "" && draft.recipients.length === 0));

/** Whose words this page holds: it outlives a session, so that nothing is lost when one ends. */
let owner: string | undefined;

/** Drops everything that somebody else wrote. */
export function claimDrafts(memberId: string): void {
  if (owner !== undefined && owner !== memberId) drafts.clear();
  else for (const [key, { problem }] of drafts) if (problem?.status === 401) whenChanged?.(key);
  owner = memberId;
}

export const holdsUnsent = (): boolean =>
  [...drafts.values()].some((draft) => !isBlank(draft) && ["unsaved", "saving", "failed"].includes(draft.saving));

export function useDraft(key: string): Draft {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => readDraft(key),
  );
}

const strictness: Readonly<Record<Verification, number>> = { none: 0, sms: 1, password: 2 };

/** Which check will be used: what the sender chose, else what is remembered, else none; at least what is agreed. */
export function chosenVerification({ verification, known, least = "none" }: DraftRecipient): Verification {
  const chosen = verification ?? known?.verification ?? "none";
  return strictness[chosen] >= strictness[least] ? chosen : least;
}

/** What a guest still lacks for the chosen check. */
export function lacking(recipient: DraftRecipient): "phone" | "password" | undefined {
  if (recipient.known?.route !== "guest") return undefined;
  const verification = chosenVerification(recipient);
  if (verification === "sms" && !recipient.known.phoneKnown && recipient.phone.trim() === "") return "phone";
  if (verification === "password" && !recipient.known.passwordKnown && recipient.password === "") return "password";
  return undefined;
}
