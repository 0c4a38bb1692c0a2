import type { DraftContent } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, signerOf } from "#/identity/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import {
  discardObject,
  eraseObject,
  insertObjects,
  mailboxEpoch,
  type PreparedObject,
  prepareObject,
} from "#/spaces/index.ts";
import { holdUploads } from "#/uploads/index.ts";
import { mailboxOf } from "../actors.ts";
import type { MailApp } from "../types.ts";
import { encodeDraft, encodeDraftSummary } from "./draft-content.ts";
import { absentDraft, assertVersion, findDraft } from "./draft-row.ts";

export interface SaveDraft {
  readonly draftId: Id;
  /** The one that the writer has; 0: new. */
  readonly version: number;
  readonly content: DraftContent;
}

export interface SavedDraft {
  readonly version: number;
  readonly updatedAt: Date;
}

interface Sealed {
  readonly draft: PreparedObject;
  readonly summary: PreparedObject;
}

const mostDrafts = 5000;

async function seal(app: MailApp, actor: MemberActor, { draftId, content }: SaveDraft): Promise<Sealed> {
  const { organisationId } = actor;
  const epoch = await app.database.inOrganisation(organisationId, (tx) => mailboxEpoch(app, tx, mailboxOf(actor)));
  const place = { organisationId, epoch, signer: signerOf(actor) };
  const draft = await prepareObject(app, { ...place, kind: "draft" }, encodeDraft(draftId, content));
  const summary = await prepareObject(app, { ...place, kind: "draft-summary" }, encodeDraftSummary(draftId, content));
  return { draft, summary };
}

/** Each may be large: a program that never tidies up must not fill the disk. */
async function assertRoom(tx: Transaction, { mailboxSpaceId }: MemberActor): Promise<void> {
  const { count } = await tx.query
    .selectFrom("mail_draft")
    .select((row) => row.fn.countAll<number>().as("count"))
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", mailboxSpaceId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= mostDrafts) throw new Refusal("limited", "mail.drafts_too_many", { limit: mostDrafts });
}

async function insertDraft(tx: Transaction, actor: MemberActor, input: SaveDraft, sealed: Sealed, at: Date) {
  const inserted = await tx.query
    .insertInto("mail_draft")
    .values({
      organisation_id: tx.organisationId,
      draft_id: input.draftId,
      mailbox_space_id: actor.mailboxSpaceId,
      object_id: sealed.draft.objectId,
      summary_object_id: sealed.summary.objectId,
      conversation_id: input.content.conversationId ?? null,
      version: 1,
      updated_by: actor.memberId,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  // Somebody else's draft has this id, or one's own was begun elsewhere at the same moment.
  if (inserted.numInsertedOrUpdatedRows !== 1n)
    throw (await findDraft(tx, actor, input.draftId)) ? new Refusal("conflict", "mail.draft_changed") : absentDraft();
}

async function write(
  tx: Transaction,
  actor: MemberActor,
  input: SaveDraft,
  sealed: Sealed,
  at: Date,
): Promise<SavedDraft> {
  const { draft, summary } = sealed;
  await insertObjects(tx, [draft, summary], at);
  const uploadIds = input.content.attachments.flatMap(({ uploadId }) => uploadId ?? []);
  const row = await findDraft(tx, actor, input.draftId, { forUpdate: true });
  if (!row && input.version === 0) {
    await assertRoom(tx, actor);
    await insertDraft(tx, actor, input, sealed, at);
    await holdUploads(tx, actor, { draftId: input.draftId, uploadIds, at });
    return { version: 1, updatedAt: at };
  }
  assertVersion(row, input.version);
  const version = row.version + 1;
  await tx.query
    .updateTable("mail_draft")
    .set({
      object_id: draft.objectId,
      summary_object_id: summary.objectId,
      conversation_id: input.content.conversationId ?? null,
      version,
      updated_by: actor.memberId,
      updated_at: at,
    })
    .where("organisation_id", "=", tx.organisationId)
    .where("draft_id", "=", row.draft_id)
    .execute();
  for (const objectId of [row.object_id, row.summary_object_id]) await eraseObject(tx, objectId);
  await holdUploads(tx, actor, { draftId: input.draftId, uploadIds, at });
  return { version, updatedAt: at };
}

/**
 * Replaces what was saved before, which is erased in the same transaction.
 * @throws Refusal `mail.draft_absent`, `mail.draft_changed`, `mail.draft_waiting`.
 */
export async function saveDraft(app: MailApp, actor: MemberActor, input: SaveDraft): Promise<SavedDraft> {
  if (!isId(input.draftId)) throw absentDraft();
  const sealed = await seal(app, actor, input);
  try {
    return await app.database.inOrganisation(actor.organisationId, (tx) =>
      write(tx, actor, input, sealed, app.clock.now()),
    );
  } catch (error) {
    await Promise.all([discardObject(app, sealed.draft), discardObject(app, sealed.summary)]);
    throw error;
  }
}
