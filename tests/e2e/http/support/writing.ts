import assert from "node:assert/strict";
import { allRoutes, type DraftContent, uploadProtocol } from "#/contract/index.ts";
import { newId } from "#/kernel/index.ts";
import { draftJobs } from "#/mail/index.ts";
import type { TestDoor } from "./door.ts";
import type { Person } from "./people.ts";

export interface Draft {
  readonly draftId: string;
  readonly version: number;
  readonly content: DraftContent;
}
export interface SentDraft {
  readonly messageId: string;
  readonly conversationId: string;
  readonly releaseAt: string | null;
}
export interface Entry {
  readonly messageId: string;
  readonly conversationId: string;
  readonly subject: string;
  readonly stopped?: boolean;
  readonly releaseAt?: string;
}

export const save = async (who: Person, content: Partial<DraftContent>, known?: Draft): Promise<Draft> => {
  const draftId = known?.draftId ?? newId();
  const whole = { recipients: [], subject: "", text: "", ...content } as DraftContent;
  const body = { version: known?.version ?? 0, content: whole };
  const { version } = await who.browser.call<{ version: number }>(allRoutes.saveDraft, { params: { draftId }, body });
  return { draftId, version, content: whole };
};
export const read = (who: Person, draftId: string): Promise<Draft> =>
  who.browser.call<Draft>(allRoutes.readDraft, { params: { draftId } });
export const send = (who: Person, { draftId, version }: Draft, sendAt?: string): Promise<SentDraft> =>
  who.browser.call<SentDraft>(allRoutes.sendDraft, { params: { draftId }, body: { version, sendAt } });
export const drafts = async (who: Person): Promise<{ draftId: string; subject: string; attachmentCount: number }[]> =>
  (await who.browser.call<{ drafts: [] }>(allRoutes.listDrafts)).drafts;
export const scheduled = async (who: Person): Promise<Entry[]> =>
  (await who.browser.call<{ entries: Entry[] }>(allRoutes.listScheduled)).entries;
export const folder = async (who: Person, name: "inbox" | "sent"): Promise<string[]> =>
  (await who.browser.call<{ entries: Entry[] }>(allRoutes.listMessages, { query: { folder: name } })).entries.map(
    ({ subject }) => subject,
  );
export const setUndo = (who: Person, undoSeconds: number): Promise<unknown> =>
  who.browser.call(allRoutes.saveWritingSettings, {
    body: { undoSeconds, signatureHtml: "", signatureText: "", signatureInReplies: false },
  });
/** What the worker does when the time has come that the clock shows. */
export const release = (door: TestDoor, organisationId: string): Promise<void> =>
  draftJobs(door.app)["mail.release"]!({ organisationId, dueMs: door.app.clock.now().getTime() });
export const inMs = (door: TestDoor, ms: number): string => new Date(door.app.clock.now().getTime() + ms).toISOString();
export const upload = async (door: TestDoor, who: Person, bytes: Buffer<ArrayBuffer>): Promise<string> => {
  const headers = { origin: door.base, "x-zegel-token": who.browser.token!, "tus-resumable": "1.0.0" };
  const begun = await who.browser.fetch(uploadProtocol.path, {
    method: "POST",
    headers: { ...headers, "upload-length": String(bytes.byteLength) },
  });
  const place = begun.headers.get("location")!;
  const content = { "content-type": uploadProtocol.contentType, "upload-offset": "0" };
  const sent = await who.browser.fetch(place, { method: "PATCH", headers: { ...headers, ...content }, body: bytes });
  assert.equal(sent.status, 204);
  return place.split("/").at(-1)!;
};
export const toPerson = (email: string) => ({ email, role: "to" as const });

/** A draft, and a template of the firm, of somebody who may make one. */
export async function addWriting(who: Person): Promise<{ draftId: string; templateId: string }> {
  const { draftId } = await save(who, { subject: "Concept", text: "Tekst" });
  const templateId = newId();
  const body = { name: "Groet", subject: "Groet", html: "", text: "Dag", scope: "firm" };
  await who.browser.call(allRoutes.saveTemplate, { params: { templateId }, body });
  return { draftId, templateId };
}
