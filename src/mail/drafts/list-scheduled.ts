import type { z } from "zod";
import type { draftRoutes } from "#/contract/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { openObjects } from "#/spaces/index.ts";
import { decodeSummary } from "../content.ts";
import { ownHolds } from "../enforcing/own-holds.ts";
import { isWrittenBySender, writersOf } from "../message-writer.ts";
import type { MailApp } from "../types.ts";

export type ScheduledEntry = z.output<typeof draftRoutes.listScheduled.answer>["entries"][number];

const mostEntries = 1000;

/** What waits for its time in the mailbox, soonest first. Opens summaries only, all at once. */
export function listScheduled(app: MailApp, actor: MemberActor): Promise<ScheduledEntry[]> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const rows = await tx.query
      .selectFrom("mail_scheduled as scheduled")
      .innerJoin("mail_message as message", (join) =>
        join
          .onRef("message.organisation_id", "=", "scheduled.organisation_id")
          .onRef("message.message_id", "=", "scheduled.message_id"),
      )
      .selectAll("message")
      .select(["scheduled.release_at as planned_for", "scheduled.stopped_at", "scheduled.draft_id"])
      .where("scheduled.organisation_id", "=", tx.organisationId)
      .where("scheduled.mailbox_space_id", "=", actor.mailboxSpaceId)
      .orderBy("scheduled.release_at")
      .orderBy("scheduled.message_id")
      .limit(mostEntries)
      .execute();
    const holds = await ownHolds(
      app,
      tx,
      actor,
      rows.map((row) => row.message_id),
    );
    const wanted = rows.map((row) => ({
      objectId: row.summary_object_id,
      kind: "summary",
      spaceId: row.conversation_id,
      epoch: row.epoch,
    }));
    const summaries = await openObjects(app, tx, readerOf(actor), wanted, (objectId, refusal) =>
      app.log.warn({ objectId, code: refusal.code }, "a summary could not be opened"),
    );
    const writers = await writersOf(
      app,
      tx,
      [...summaries.values()].map((object) => object.signerKeyId),
    );
    const entries: ScheduledEntry[] = [];
    for (const row of rows) {
      const object = summaries.get(row.summary_object_id);
      const isGenuine = object && isWrittenBySender(row, writers.get(object.signerKeyId));
      const summary = isGenuine ? decodeSummary(await object.bytes()) : undefined;
      entries.push({
        messageId: row.message_id,
        conversationId: row.conversation_id,
        draftId: row.draft_id,
        releaseAt: row.planned_for.toISOString(),
        stopped: row.stopped_at !== null,
        hold: holds.get(row.message_id) ?? null,
        to: summary?.to ?? [],
        subject: summary?.subject ?? "",
        preview: summary?.preview ?? "",
        attachmentCount: row.attachment_count,
      });
    }
    return entries;
  });
}
