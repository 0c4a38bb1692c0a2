import { writeAudit } from "#/audit/index.ts";
import { dayMs, type Id } from "#/kernel/index.ts";
import { linkOf, openLink, organisationOfLink } from "../guest-link.ts";
import { noticeOfBounce } from "../settle-dispatch.ts";
import type { MailApp } from "../types.ts";

export interface AskSender {
  readonly linkId: Id;
  /** From behind the `#`: only who had the link may ask. */
  readonly secret: string;
  /** More time to open, or another check when no code comes. */
  readonly what: "more-time" | "other-way";
}

const columns = { "more-time": "more_time_asked_at", "other-way": "other_way_asked_at" } as const;
const noticeKinds = { "more-time": "more_time", "other-way": "other_way" } as const;

/**
 * A guest asks the sender for more time or another check. Says nothing of the message, and the same whether the sender
 * is told now or was told today already. @throws Refusal `mail.link_wrong`.
 */
export async function askSender(app: MailApp, { linkId, secret, what }: AskSender): Promise<{ readonly asked: true }> {
  const organisationId = await organisationOfLink(app, linkId);
  const at = app.clock.now();
  await app.database.inOrganisation(organisationId, async (tx) => {
    const link = await linkOf(tx, linkId);
    openLink(link, secret);
    const newest = await tx.query
      .selectFrom("mail_recipient as recipient")
      .innerJoin("mail_message as message", (join) =>
        join
          .onRef("message.organisation_id", "=", "recipient.organisation_id")
          .onRef("message.message_id", "=", "recipient.message_id"),
      )
      .select([
        "recipient.recipient_id",
        "recipient.email",
        "recipient.more_time_asked_at",
        "recipient.other_way_asked_at",
        "message.message_id",
        "message.sender_id",
        "message.conversation_id",
      ])
      .where("recipient.organisation_id", "=", tx.organisationId)
      .where("recipient.link_id", "=", linkId)
      .where("recipient.state", "!=", "recalled")
      .orderBy("message.sent_at", "desc")
      .limit(1)
      .forUpdate("recipient")
      .executeTakeFirst();
    const before = newest?.[columns[what]];
    if (!newest || (before && at.getTime() - before.getTime() < dayMs)) return;
    await tx.query
      .updateTable("mail_recipient")
      .set({ [columns[what]]: at })
      .where("organisation_id", "=", tx.organisationId)
      .where("recipient_id", "=", newest.recipient_id)
      .execute();
    await writeAudit(tx, {
      at,
      actor: { kind: "guest", id: linkId },
      act: what === "more-time" ? "mail.more-time-asked" : "mail.other-way-asked",
      subject: { kind: "message", id: newest.message_id },
      details: { recipientId: newest.recipient_id },
    });
    await noticeOfBounce(app, tx, {
      to: { memberIds: [newest.sender_id] },
      kind: noticeKinds[what],
      guest: newest.email,
      answer: "",
      conversationId: newest.conversation_id,
      at,
    });
  });
  return { asked: true };
}
