import type { Transaction } from "#/db/index.ts";
import { type GuestActor, readerOf } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { writeAudit } from "#/audit/index.ts";
import {
  expiredLink,
  isExpired,
  type LinkRow,
  linkOf,
  lockRecipients,
  messagesOfLink,
  opensAny,
  recalledLink,
} from "./guest-link.ts";
import type { MessageRow } from "./message-row.ts";
import { reachState, type RecipientRow, type TimedState } from "./recipient-answer.ts";
import type { Reader } from "#/spaces/index.ts";
import type { MailApp } from "./types.ts";

/** What a guest's session reaches at this moment. */
export interface GuestVisit {
  readonly link: LinkRow;
  readonly reader: Reader;
  /** Oldest first; never empty. */
  readonly messages: readonly MessageRow[];
  readonly recipients: readonly RecipientRow[];
  readonly at: Date;
}

/**
 * One opening by a guest. Locks what a recall would lock, so that a recall is either before it (then there is nothing to
 * open) or after it (then the handing out is on record). What `open` gives may be handed out when this resolves: by then
 * the record is durable.
 */
export async function visit<T>(
  app: MailApp,
  guest: GuestActor,
  open: (tx: Transaction, visit: GuestVisit) => Promise<T>,
): Promise<T> {
  const at = app.clock.now();
  return app.database.inOrganisation(guest.organisationId, async (tx) => {
    const link = await linkOf(tx, guest.linkId);
    // Asked in this order: what is open is read behind the locks.
    const [recipients, messages] = await Promise.all([lockRecipients(tx, link), messagesOfLink(tx, link)]);
    if (isExpired(link, at)) throw expiredLink(link);
    if (!opensAny(messages)) throw recalledLink();
    return open(tx, { link, reader: readerOf(guest), messages, recipients, at });
  });
}

/** The message of a visit; one that this link does not open is as absent as one that does not exist. */
export function messageOfVisit({ messages }: GuestVisit, messageId: Id): MessageRow {
  const message = messages.find((row) => row.message_id === messageId);
  if (!message) throw new Refusal("absent", "mail.message_absent");
  return message;
}

/** On record, in the transaction of the opening: who got what, and how far each message came because of it. */
export async function recordHandingOut(
  tx: Transaction,
  { link, recipients, at }: GuestVisit,
  what: "messages" | "attachment" | "copy" | "zip",
  messages: readonly MessageRow[],
  state: Extract<TimedState, "opened" | "downloaded">,
  details: Readonly<Record<string, string>> = {},
): Promise<void> {
  const messageIds = messages.map((row) => row.message_id);
  const reached = recipients.filter((row) => messageIds.includes(row.message_id)).map((row) => row.recipient_id);
  await reachState(tx, reached, "opened", at);
  if (state === "downloaded") await reachState(tx, reached, "downloaded", at);
  if (!link.opened_at)
    tx.soon(
      tx.query
        .updateTable("mail_link")
        .set({ opened_at: at })
        .where("organisation_id", "=", tx.organisationId)
        .where("link_id", "=", link.link_id),
    );
  await writeAudit(tx, {
    at,
    actor: { kind: "guest", id: link.link_id },
    act: "mail.handed-out",
    subject: { kind: "conversation", id: link.conversation_id },
    details: { what, messageIds, ...details },
  });
}
