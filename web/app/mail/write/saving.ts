import type { DraftContent, Problem } from "#/contract/index.ts";
import { type Answer, asProblem, type MemberRoutes } from "../../../parts/call.ts";
import { call, queryClient } from "../../session.ts";
import {
  changeDraft,
  type Draft,
  dropDraft,
  hasDraft,
  isBlank,
  noteDraft,
  onDraftChange,
  readDraft,
  restoreDraft,
} from "../draft.ts";
import { askKnown } from "../recipients.ts";
import { finishUndoable } from "../undo.ts";
import { closeUploads } from "./uploads.ts";

/** At most this often, however fast somebody types. */
const saveEveryMs = 5000;
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const running = new Map<string, Promise<void>>();

export const draftsKey = ["drafts"];

function contentOf(draft: Draft): DraftContent {
  const { conversationId, typed, subject, text, html, attachments, quote } = draft;
  return {
    ...(conversationId !== undefined && { conversationId }),
    recipients: draft.recipients.map(({ email, name, role, verification, phone, password }) => ({
      email,
      role,
      ...(name !== undefined && { name }),
      ...(verification !== undefined && { verification }),
      ...(phone.trim() !== "" && { phone: phone.trim() }),
      ...(password !== "" && { password }),
    })),
    typed: { ...typed },
    subject,
    text,
    html,
    attachments: [...attachments],
    ...(quote && { quote }),
  };
}

/** By the id of a draft: as the server has it, also when this page has put the draft aside. */
const versions = new Map<string, number>();
export const versionOf = (draftId: string): number => versions.get(draftId) ?? 0;

/** It may go well by itself in a while: the network is away, or the server is busy. */
const isPassing = ({ status }: Problem): boolean => status === 0 || status === 408 || status === 429 || status >= 500;

/** What the page says of a save that failed, unless somebody else has the draft by now. */
function noteFailure(key: string, draftId: string, problem: Problem): void {
  if (!hasDraft(key) || readDraft(key).draftId !== draftId) return;
  const conflict = problem.code === "mail.draft_changed";
  noteDraft(key, () => ({ saving: conflict ? "conflict" : "failed", problem }));
  if (isPassing(problem)) saveLater(key);
}

async function save(key: string, isLeaving: boolean): Promise<void> {
  clearTimeout(timers.get(key));
  timers.delete(key);
  const draft = readDraft(key);
  if (draft.saving === "conflict") return;
  noteDraft(key, () => ({ saving: "saving", problem: undefined }));
  const { draftId } = draft;
  try {
    const { version } = await call("saveDraft", {
      params: { draftId },
      body: { version: draft.version, content: contentOf(draft) },
      keepalive: isLeaving,
    });
    versions.set(draftId, version);
    if (draft.version === 0) void queryClient.invalidateQueries({ queryKey: draftsKey });
    if (!hasDraft(key) || readDraft(key).draftId !== draftId) return;
    const isLatest = contentSigns(readDraft(key)) === contentSigns(draft);
    noteDraft(key, () => ({ version, saving: isLatest ? "saved" : "unsaved" }));
    if (!isLatest) saveLater(key);
  } catch (error) {
    noteFailure(key, draftId, asProblem(error));
    if (asProblem(error).code !== "mail.draft_changed") throw error;
  }
}

const contentSigns = (draft: Draft): string => JSON.stringify(contentOf(draft));

export function saveLater(key: string): void {
  if (!timers.has(key))
    timers.set(
      key,
      setTimeout(() => void saveNow(key).catch(() => undefined), saveEveryMs),
    );
}

/** What is on its way to the server just now. */
export const settled = (key: string): Promise<void> | undefined => running.get(key)?.catch(() => undefined);

/** Saves what is not saved; one at a time. @throws what the server refused. */
export async function saveNow(key: string, { isLeaving = false } = {}): Promise<void> {
  // Whoever waited looks again: of several that wake at the same time only one goes on.
  while (running.has(key)) await running.get(key)?.catch(() => undefined);
  const { saving, version } = readDraft(key);
  if (version > 0 && saving === "saved") return;
  const work = save(key, isLeaving).finally(() => {
    if (running.get(key) === work) running.delete(key);
  });
  running.set(key, work);
  await work;
}

onDraftChange((key) => {
  const draft = readDraft(key);
  if (draft.saving === "conflict" || (draft.version === 0 && isBlank(draft))) return;
  if (draft.saving !== "saving") noteDraft(key, () => ({ saving: "unsaved" }));
  saveLater(key);
});

/** Everything that was written here, as far as the server can be reached. */
export async function saveEverything(): Promise<void> {
  finishUndoable();
  await Promise.allSettled([...timers.keys(), ...running.keys()].map((key) => saveNow(key)));
}

/** When the page goes out of sight, what was typed in the last seconds is saved too. */
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const key of timers.keys()) void saveNow(key, { isLeaving: true }).catch(() => undefined);
});

addEventListener("online", () => {
  for (const key of timers.keys()) void saveNow(key).catch(() => undefined);
});

/** A draft as the server has it, under a key of this page. */
export function takeDraft(key: string, { draftId, version, content }: Answer<MemberRoutes, "readDraft">): void {
  const { conversationId, recipients, typed, subject, text, html, attachments, quote } = content;
  versions.set(draftId, version);
  restoreDraft({
    ...readDraft(key),
    draftId,
    version,
    saving: "saved",
    problem: undefined,
    ...(conversationId !== undefined && { conversationId }),
    recipients: recipients.map(({ email, role, name, verification, phone = "", password = "" }) => ({
      email,
      role,
      phone,
      password,
      ...(name !== undefined && { name }),
      ...(verification !== undefined && { verification }),
    })),
    typed: Object.fromEntries(Object.entries(typed).filter(([, written]) => written !== undefined)),
    subject,
    text,
    html,
    given: readDraft(key).given + 1,
    attachments,
    quote,
  });
  for (const { email } of recipients) void askKnown(key, email);
}

export async function loadDraft(key: string, draftId: string): Promise<void> {
  takeDraft(key, await call("readDraft", { params: { draftId } }));
}

/** Of two versions, this page's: it is saved over the other. */
export async function keepMine(key: string): Promise<void> {
  const theirs = await call("readDraft", { params: { draftId: readDraft(key).draftId } });
  noteDraft(key, () => ({ version: theirs.version, saving: "unsaved" }));
  await saveNow(key);
}

/** Forgets it here; the server keeps what it has. */
export function letGo(key: string): void {
  clearTimeout(timers.get(key));
  timers.delete(key);
  closeUploads(key);
  dropDraft(key);
}

/** Of one that the server has no more: what is left of it goes on as a new draft. */
export async function saveAsNew(key: string): Promise<void> {
  noteDraft(key, ({ attachments }) => ({
    draftId: crypto.randomUUID(),
    version: 0,
    saving: "unsaved",
    // Uploads went with the draft that had them.
    attachments: attachments.filter(({ uploadId }) => uploadId === undefined),
  }));
  await saveNow(key);
}

/** Puts a text from elsewhere into the editor: a template, a signature. */
export const giveText = (key: string, text: { readonly text: string; readonly html: string }): void =>
  changeDraft(key, (draft) => ({ ...text, given: draft.given + 1 }));
