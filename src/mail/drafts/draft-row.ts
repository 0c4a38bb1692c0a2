import type { Selectable } from "kysely";
import type { DraftContent } from "#/contract/index.ts";
import type { Schema, Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import { eraseObject, openObject } from "#/spaces/index.ts";
import { writersOf } from "../message-writer.ts";
import type { MailApp } from "../types.ts";
import { decodeDraft } from "./draft-content.ts";

export type DraftRow = Selectable<Schema["mail_draft"]>;

export const absentDraft = (): Refusal => new Refusal("absent", "mail.draft_absent");

/** A draft of the mailbox that the actor writes in; undefined when there is none, or another mailbox has it. */
export async function findDraft(
  tx: Transaction,
  { mailboxSpaceId }: Pick<MemberActor, "mailboxSpaceId">,
  draftId: Id,
  { forUpdate = false } = {},
): Promise<DraftRow | undefined> {
  if (!isId(draftId)) return undefined;
  return tx.query
    .selectFrom("mail_draft")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("draft_id", "=", draftId)
    .where("mailbox_space_id", "=", mailboxSpaceId)
    .$if(forUpdate, (query) => query.forUpdate())
    .executeTakeFirst();
}

/** @throws Refusal `mail.draft_absent`; `mail.draft_changed` when it is not the version that the writer has before them. */
export function assertVersion(row: DraftRow | undefined, version: number): asserts row is DraftRow {
  if (!row) throw absentDraft();
  if (row.message_id) throw new Refusal("conflict", "mail.draft_waiting");
  if (row.version !== version) throw new Refusal("conflict", "mail.draft_changed", { version: row.version });
}

/** What the draft says. Only a member's hand writes in a mailbox: anything else was put there. */
export async function openDraft(
  app: Pick<MailApp, "blobs" | "secrets">,
  tx: Transaction,
  actor: MemberActor,
  row: DraftRow,
): Promise<DraftContent> {
  const place = { kind: "draft", spaceId: row.mailbox_space_id };
  const object = await openObject(app, tx, readerOf(actor), row.object_id, place);
  if (!object) throw absentDraft();
  const writer = (await writersOf(app, tx, [object.signerKeyId])).get(object.signerKeyId);
  if (writer?.kind !== "member") throw new Refusal("invalid", "vault.signature_wrong");
  return decodeDraft(await object.bytes(), row.draft_id);
}

/** The draft and what it said; nothing of it can be read any more once this is committed. */
export async function eraseDraft(tx: Transaction, row: DraftRow): Promise<void> {
  await tx.query
    .deleteFrom("mail_draft")
    .where("organisation_id", "=", tx.organisationId)
    .where("draft_id", "=", row.draft_id)
    .execute();
  for (const objectId of [row.object_id, row.summary_object_id]) await eraseObject(tx, objectId);
}
