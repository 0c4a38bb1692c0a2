import type { z } from "zod";
import type { followUpRoutes } from "#/contract/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { isSender, messageInMailbox, withCopies } from "../member-view.ts";
import { openMessages } from "../open-messages.ts";
import { recipientsOf } from "../recipient-answer.ts";
import type { MailApp } from "../types.ts";
import { accountOf } from "./handed-out.ts";
import { followUpSettings } from "./settings.ts";

export type FollowUp = z.output<typeof followUpRoutes.readFollowUp.answer>;

const mostVisits = 100;
const instant = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;

/**
 * What became of a message, for who sent it: when each link ends, who came in and how they were checked, what was handed
 * out, what was asked. @throws Refusal `mail.message_absent`, `mail.not_the_sender`.
 */
export function readFollowUp(app: MailApp, actor: MemberActor, messageId: Id): Promise<FollowUp> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await messageInMailbox(tx, actor, messageId);
    if (!isSender(actor, row)) throw new Refusal("forbidden", "mail.not_the_sender");
    const messageIds = (await withCopies(tx, [messageId])).get(messageId)!;
    const recipients = await recipientsOf(tx, messageIds);
    const contactIds = recipients.flatMap(({ contact_id: id }) => id ?? []);
    const links =
      contactIds.length === 0
        ? []
        : await tx.query
            .selectFrom("mail_link as link")
            .innerJoin("mail_message as message", (join) =>
              join
                .onRef("message.organisation_id", "=", "link.organisation_id")
                .onRef("message.conversation_id", "=", "link.conversation_id"),
            )
            .select(["link.link_id", "link.contact_id", "link.expires_at", "message.message_id"])
            .where("link.organisation_id", "=", tx.organisationId)
            .where("message.message_id", "in", messageIds)
            .where("link.contact_id", "in", contactIds)
            .execute();
    const visits =
      links.length === 0
        ? []
        : await tx.query
            .selectFrom("mail_visit")
            .selectAll()
            .where("organisation_id", "=", tx.organisationId)
            .where(
              "link_id",
              "in",
              links.map((link) => link.link_id),
            )
            .orderBy("entered_at", "desc")
            .limit(mostVisits)
            .execute();
    const account = await accountOf(tx, messageIds);
    const [opened] = await openMessages(app, tx, readerOf(actor), [row]);
    const { remindAfterDays } = await followUpSettings(tx);
    const recalled = await tx.query
      .selectFrom("mail_attachment")
      .select(["attachment_id", "recalled_at"])
      .where("organisation_id", "=", tx.organisationId)
      .where("message_id", "=", messageId)
      .where("recalled_at", "is not", null)
      .execute();
    return {
      messageId,
      remindAfterDays: row.remind_after_days,
      firmRemindAfterDays: remindAfterDays,
      recipients: recipients.map((recipient) => {
        const theirs = links.filter(
          (link) => link.contact_id === recipient.contact_id && link.message_id === recipient.message_id,
        );
        const ids = new Set(theirs.map((link) => link.link_id));
        return {
          recipientId: recipient.recipient_id,
          expiresAt: instant(theirs.find((link) => link.link_id === recipient.link_id)?.expires_at),
          remindedAt: instant(recipient.reminded_at),
          moreTimeAskedAt: instant(recipient.more_time_asked_at),
          otherWayAskedAt: instant(recipient.other_way_asked_at),
          visits: visits
            .filter((visit) => ids.has(visit.link_id) && visit.entered_at >= row.sent_at)
            .map((visit) => ({
              at: visit.entered_at.toISOString(),
              verification: visit.verification,
              phoneHint: visit.phone_hint,
              browser: visit.browser,
            })),
          handedOut: account
            .filter((each) => each.recipientId === recipient.recipient_id)
            .map(({ attachmentId, what, at }) => ({ attachmentId, what, at })),
        };
      }),
      recalledAttachments: recalled.map((each) => ({
        attachmentId: each.attachment_id,
        name: opened?.recalled.find((part) => part.attachmentId === each.attachment_id)?.name ?? "",
        at: each.recalled_at!.toISOString(),
      })),
    };
  });
}
