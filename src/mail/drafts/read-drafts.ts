import type { z } from "zod";
import type { draftAnswer, draftRoutes } from "#/contract/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import { openObjects } from "#/spaces/index.ts";
import { writersOf } from "../message-writer.ts";
import type { MailApp } from "../types.ts";
import { decodeDraftSummary } from "./draft-content.ts";
import { absentDraft, findDraft, openDraft } from "./draft-row.ts";

export type Draft = z.output<typeof draftAnswer>;
export type ListedDraft = z.output<typeof draftRoutes.listDrafts.answer>["drafts"][number];

const mostDrafts = 500;

/** A draft of the mailbox. One that waits to be sent is shown as well; it can't be saved. @throws `mail.draft_absent`. */
export function readDraft(app: MailApp, actor: MemberActor, draftId: Id): Promise<Draft> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await findDraft(tx, actor, draftId);
    if (!row) throw absentDraft();
    const content = await openDraft(app, tx, actor, row);
    return { draftId: row.draft_id, version: row.version, updatedAt: row.updated_at.toISOString(), content };
  });
}

/** Newest first, without those that wait to be sent. Opens summaries only, all at once. */
export function listDrafts(app: MailApp, actor: MemberActor): Promise<ListedDraft[]> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const rows = await tx.query
      .selectFrom("mail_draft")
      .selectAll()
      .where("organisation_id", "=", tx.organisationId)
      .where("mailbox_space_id", "=", actor.mailboxSpaceId)
      .where("message_id", "is", null)
      .orderBy("updated_at", "desc")
      .orderBy("draft_id")
      .limit(mostDrafts)
      .execute();
    const place = { kind: "draft-summary", spaceId: actor.mailboxSpaceId };
    const wanted = rows.map((row) => ({ ...place, objectId: row.summary_object_id }));
    const objects = await openObjects(app, tx, readerOf(actor), wanted, (objectId, refusal) =>
      app.log.warn({ objectId, code: refusal.code }, "a draft's summary could not be opened"),
    );
    const writers = await writersOf(
      app,
      tx,
      [...objects.values()].map(({ signerKeyId }) => signerKeyId),
    );
    const drafts: ListedDraft[] = [];
    for (const row of rows) {
      const object = objects.get(row.summary_object_id);
      const isMembers = object && writers.get(object.signerKeyId)?.kind === "member";
      const summary = isMembers ? decodeDraftSummary(await object.bytes(), row.draft_id) : undefined;
      drafts.push({
        draftId: row.draft_id,
        conversationId: row.conversation_id,
        updatedAt: row.updated_at.toISOString(),
        to: summary?.to ?? [],
        subject: summary?.subject ?? "",
        preview: summary?.preview ?? "",
        attachmentCount: summary?.attachmentCount ?? 0,
      });
    }
    return drafts;
  });
}
