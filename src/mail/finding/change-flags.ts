import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import { auditActorOf } from "../actors.ts";
import type { MailApp } from "../types.ts";
import type { Place } from "./entry-rows.ts";

export interface ChangeFlags {
  readonly conversationIds: readonly Id[];
  readonly place?: Place | undefined;
  readonly unread?: boolean | undefined;
  readonly addLabelId?: Id | undefined;
  readonly removeLabelId?: Id | undefined;
}

const mostConversations = 500;

async function heldConversations(tx: Transaction, mailboxSpaceId: Id, ids: readonly Id[]): Promise<Id[]> {
  const rows = await tx.query
    .selectFrom("mail_mailbox_entry")
    .select("conversation_id")
    .distinct()
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", mailboxSpaceId)
    .where("conversation_id", "in", ids)
    .execute();
  return rows.map((row) => row.conversation_id);
}

/** To mark as read is not to open: the sender is told nothing by it. Unread becomes the newest message that came in. */
async function mark(tx: Transaction, mailboxSpaceId: Id, ids: readonly Id[], unread: boolean, at: Date): Promise<void> {
  const entries = tx.query
    .updateTable("mail_mailbox_entry as entry")
    .set({ read_at: unread ? null : at })
    .where("entry.organisation_id", "=", tx.organisationId)
    .where("entry.mailbox_space_id", "=", mailboxSpaceId)
    .where("entry.conversation_id", "in", ids);
  if (!unread) return void (await entries.where("entry.read_at", "is", null).execute());
  await entries
    .where("entry.folder", "=", "inbox")
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom("mail_mailbox_entry as later")
            .select("later.message_id")
            .whereRef("later.organisation_id", "=", "entry.organisation_id")
            .whereRef("later.mailbox_space_id", "=", "entry.mailbox_space_id")
            .whereRef("later.conversation_id", "=", "entry.conversation_id")
            .where("later.folder", "=", "inbox")
            .whereRef("later.at", ">", "entry.at"),
        ),
      ),
    )
    .execute();
}

async function label(tx: Transaction, mailboxSpaceId: Id, ids: readonly Id[], labelId: Id): Promise<void> {
  const place = { organisation_id: tx.organisationId, mailbox_space_id: mailboxSpaceId, label_id: labelId };
  const found = await tx.query
    .selectFrom("mail_label")
    .select("label_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", mailboxSpaceId)
    .where("label_id", "=", labelId)
    .executeTakeFirst();
  if (!found) throw new Refusal("absent", "mail.label_absent");
  await tx.query
    .insertInto("mail_conversation_label")
    .values(ids.map((conversationId) => ({ ...place, conversation_id: conversationId })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Puts conversations of the actor's mailbox away or back, marks and labels them; those that are not in it are left out.
 * @throws Refusal `mail.conversation_absent` when none is in it, `mail.label_absent`.
 */
export async function changeFlags(
  app: Pick<MailApp, "clock" | "database">,
  actor: MemberActor,
  change: ChangeFlags,
): Promise<void> {
  const wanted = [...new Set(change.conversationIds)].filter(isId).slice(0, mostConversations);
  const at = app.clock.now();
  const { mailboxSpaceId } = actor;
  const { place, unread, addLabelId, removeLabelId } = change;
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const ids = wanted.length === 0 ? [] : await heldConversations(tx, mailboxSpaceId, wanted);
    if (ids.length === 0) throw new Refusal("absent", "mail.conversation_absent");
    if (place !== undefined)
      await tx.query
        .updateTable("mail_mailbox_entry")
        .set((row) => ({
          place,
          // The first time counts: what is thrown away again does not stay longer.
          trashed_at: place === "trash" ? row.fn.coalesce("trashed_at", row.val(at)) : null,
        }))
        .where("organisation_id", "=", tx.organisationId)
        .where("mailbox_space_id", "=", mailboxSpaceId)
        .where("conversation_id", "in", ids)
        .execute();
    if (unread !== undefined) await mark(tx, mailboxSpaceId, ids, unread, at);
    if (addLabelId !== undefined) await label(tx, mailboxSpaceId, ids, addLabelId);
    if (removeLabelId !== undefined)
      await tx.query
        .deleteFrom("mail_conversation_label")
        .where("organisation_id", "=", tx.organisationId)
        .where("mailbox_space_id", "=", mailboxSpaceId)
        .where("label_id", "=", removeLabelId)
        .where("conversation_id", "in", ids)
        .execute();
    // What one does in one's own mailbox is one's own; in another's it is on record.
    if (actor.acting || place === "trash")
      await writeAudit(tx, {
        at,
        actor: auditActorOf(actor),
        act: "mail.conversations-filed",
        details: { count: ids.length, ...(place ? { place } : {}), ...(unread === undefined ? {} : { unread }) },
      });
  });
}
