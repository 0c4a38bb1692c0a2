import type { z } from "zod";
import type { mailboxAnswer } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import type { MailApp } from "../types.ts";
import { handOnKeys, missingWraps } from "./hand-on.ts";
import { renewAfterLeaving } from "./firm-mailboxes.ts";
import { standInsOf } from "./stand-in.ts";
import { sharedMailboxes } from "./statement.ts";

type Mailbox = z.output<typeof mailboxAnswer>;

async function unreadIn(tx: Transaction, mailboxIds: readonly Id[]): Promise<Map<Id, number>> {
  const rows = await tx.query
    .selectFrom("mail_mailbox_entry")
    .select(["mailbox_space_id as id", (entry) => entry.fn.countAll<number>().as("count")])
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "in", mailboxIds)
    .where("folder", "=", "inbox")
    .where("read_at", "is", null)
    .groupBy("mailbox_space_id")
    .execute();
  return new Map(rows.map(({ id, count }) => [id, Number(count)]));
}

/**
 * The mailboxes in which the member may act. With `serving`, when a person's page asks, what this session can do for
 * others is done too: keys handed on, and by an admin the mailboxes of leavers renewed.
 */
export async function listMailboxes(
  app: Pick<MailApp, "blobs" | "clock" | "database" | "secrets">,
  actor: MemberActor,
  { serving = false } = {},
): Promise<Mailbox[]> {
  if (serving) {
    await renewAfterLeaving(app, actor);
    await handOnKeys(app, actor);
  }
  const now = app.clock.now();
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { memberId, mailboxSpaceId, name, email } = actor;
    const found: Omit<Mailbox, "unread">[] = [
      { mailboxId: mailboxSpaceId, kind: "own", name, email, state: "open", until: null, closedAt: null },
    ];
    for (const mailbox of await sharedMailboxes(app, tx, "all")) {
      const { mailboxId, epoch, closedAt } = mailbox;
      if (!mailbox.memberIds.includes(memberId)) continue;
      const missing = await missingWraps(tx, mailboxId, [memberId]);
      const state = missing.some((each) => each.epoch === epoch) ? "waiting" : "open";
      const { name: sharedName, email: address } = mailbox;
      found.push({ mailboxId, kind: "shared", name: sharedName, email: address, state, until: null, closedAt });
    }
    for (const { standIn, owner, mailboxId, from, until } of await standInsOf(app, tx, memberId))
      if (standIn.memberId === memberId && new Date(from) <= now && new Date(until) > now)
        found.push({
          mailboxId,
          kind: "stand-in",
          name: owner.name,
          email: owner.email,
          state: "open",
          until,
          closedAt: null,
        });
    const unread = await unreadIn(
      tx,
      found.map(({ mailboxId }) => mailboxId),
    );
    return found.map((mailbox) => ({ ...mailbox, unread: unread.get(mailbox.mailboxId) ?? 0 }));
  });
}
