import type { DraftContent } from "#/contract/index.ts";
import { type Answer, asProblem, type MemberRoutes } from "../../../parts/call.ts";
import { call, queryClient } from "../../session.ts";
import {
  changeDraft,
  type Draft,
  dropDraft,
  isBlank,
  noteDraft,
  onDraftChange,
  readDraft,
  restoreDraft,
} from "../draft.ts";
import { askKnown } from "../recipients.ts";
import { closeUploads } from "./uploads.ts";

/** At most this often, however fast somebody types. */
const saveEveryMs = 5000;
const timers = new Map<string, ReturnType<typeof setTimeout>>();
const running = new Map<string, Promise<void>>();

export const draftsKey = ["drafts"];

function contentOf(draft: Draft): DraftContent {
  const { conversationId, typed, subject, text, html, attachments } = draft;
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
  };
}

async function save(key: string): Promise<void> {
  clearTimeout(timers.get(key));
  timers.delete(key);
  const draft = readDraft(key);
  if (draft.saving === "conflict") return;
  noteDraft(key, () => ({ saving: "saving" }));
  const { draftId } = draft;
  try {
    const { version } = await call("saveDraft", {
      params: { draftId },
      body: { version: draft.version, content: contentOf(draft) },
    });
    const isLatest = (now: Draft): boolean => contentSigns(now) === contentSigns(draft);
    noteDraft(key, (now) => (now.draftId === draftId ? { version, saving: isLatest(now) ? "saved" : "unsaved" } : {}));
    if (!isLatest(readDraft(key))) saveLater(key);
    if (draft.version === 0) void queryClient.invalidateQueries({ queryKey: draftsKey });
  } catch (error) {
    const conflict = asProblem(error).code === "mail.draft_changed";
    noteDraft(key, () => ({ saving: conflict ? "conflict" : "failed" }));
    if (conflict) return;
    saveLater(key);
    throw error;
  }
}

const contentSigns = (draft: Draft): string => JSON.stringify(contentOf(draft));

function saveLater(key: string): void {
  if (!timers.has(key))
    timers.set(
      key,
      setTimeout(() => void saveNow(key).catch(() => undefined), saveEveryMs),
    );
}

/** Saves what is not saved; one at a time. @throws what the server refused. */
export async function saveNow(key: string): Promise<void> {
  // Whoever waited looks again: of several that wake at the same time only one goes on.
  while (running.has(key)) await running.get(key)?.catch(() => undefined);
  const { saving, version } = readDraft(key);
  if (version > 0 && saving === "saved") return;
  const work = save(key).finally(() => {
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
  await Promise.allSettled([...timers.keys(), ...running.keys()].map((key) => saveNow(key)));
}

/** When the page goes out of sight, what was typed in the last seconds is saved too. */
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const key of timers.keys()) void saveNow(key).catch(() => undefined);
});

/** A draft as the server has it, under a key of this page. */
export function takeDraft(key: string, { draftId, version, content }: Answer<MemberRoutes, "readDraft">): void {
  const { conversationId, recipients, typed, subject, text, html, attachments } = content;
  restoreDraft({
    ...readDraft(key),
    draftId,
    version,
    saving: "saved",
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

/** Throws it away here and there. */
export async function throwAway(key: string): Promise<void> {
  const { draftId, version } = readDraft(key);
  await running.get(key)?.catch(() => undefined);
  letGo(key);
  if (version > 0) await call("removeDraft", { params: { draftId } });
  await queryClient.invalidateQueries({ queryKey: draftsKey });
}

/** Puts a text from elsewhere into the editor: a template, a signature. */
export const giveText = (key: string, text: { readonly text: string; readonly html: string }): void =>
  changeDraft(key, (draft) => ({ ...text, given: draft.given + 1 }));
