import type { Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import { cursorAfter, entryRows } from "./finding/entry-rows.ts";
import { entriesOf, summariesOf } from "./finding/list-entries.ts";
import type { ListEntry, MailApp } from "./types.ts";

export interface ListMessages {
  readonly folder: "inbox" | "sent" | "archive" | "trash" | "all";
  readonly labelId?: Id | undefined;
  readonly unread?: boolean | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

async function unreadCount(tx: Transaction, actor: MemberActor): Promise<number> {
  const row = await tx.query
    .selectFrom("mail_mailbox_entry")
    .select((entry) => entry.fn.countAll<number>().as("count"))
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", actor.mailboxSpaceId)
    .where("folder", "=", "inbox")
    .where("place", "=", "folder")
    .where("read_at", "is", null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** A page of the actor's mailbox. Opens summaries only; one that can't be opened shows what stands in plain. */
export function listMessages(
  app: Pick<MailApp, "database" | "blobs" | "secrets" | "log">,
  actor: MemberActor,
  { limit, ...wanted }: ListMessages,
): Promise<{ entries: ListEntry[]; next: string | null; unread: number }> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const found = await entryRows(tx, actor.mailboxSpaceId, wanted, limit + 1);
    const rows = found.slice(0, limit);
    const entries = await entriesOf(tx, actor, rows, await summariesOf(app, tx, actor, rows));
    const last = rows.at(-1);
    const next = found.length > rows.length && last ? cursorAfter(last) : null;
    return { entries, next, unread: await unreadCount(tx, actor) };
  });
}
