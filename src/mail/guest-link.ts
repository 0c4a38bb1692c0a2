import type { Selectable } from "kysely";
import { sql } from "kysely";
import { type Language, languageSchema } from "#/contract/index.ts";
import type { Schema, Transaction } from "#/db/index.ts";
import { equalBytes, type Id, isId, Refusal, type Bytes } from "#/kernel/index.ts";
import { linkKey, parseLinkCode } from "#/vault/index.ts";
import type { MessageRow } from "./message-row.ts";
import { type RecipientRow } from "./recipient-answer.ts";
import type { MailApp } from "./types.ts";

export type LinkRow = Selectable<Schema["mail_link"]>;

/** A link that does not exist, and a secret that does not fit, are told alike. */
export const wrongLink = (): Refusal => new Refusal("absent", "mail.link_wrong");
export const expiredLink = (link: LinkRow): Refusal =>
  new Refusal("gone", "mail.link_expired", { until: link.expires_at.toISOString() });
export const recalledLink = (): Refusal => new Refusal("gone", "mail.recalled");

/** The organisation of a link; what is no id never reaches the database. */
export async function organisationOfLink(app: Pick<MailApp, "database">, linkId: Id): Promise<Id> {
  const organisationId = isId(linkId) ? await app.database.organisationOf.link(linkId) : undefined;
  if (!organisationId) throw wrongLink();
  return organisationId;
}

export async function linkOf(tx: Transaction, linkId: Id, { forUpdate = false } = {}): Promise<LinkRow> {
  const row = await tx.query
    .selectFrom("mail_link")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("link_id", "=", linkId)
    .$if(forUpdate, (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) throw wrongLink();
  return row;
}

/** The link's secret key, from what was in the address or was typed; `mail.link_wrong` when it is another's. */
export function openLink(link: LinkRow, secret: string): { readonly secret: Bytes; readonly x25519Secret: Bytes } {
  const bytes = parseLinkCode(secret);
  const pair = bytes && linkKey(bytes, link.link_id);
  if (!pair || !equalBytes(pair.x25519Public, link.public_key)) throw wrongLink();
  return { secret: bytes, x25519Secret: pair.x25519Secret };
}

export const languageOf = (link: LinkRow): Language => languageSchema.catch("nl").parse(link.language);

export const isExpired = (link: LinkRow, now: Date): boolean => now >= link.expires_at;

/** Rows that say how far the guest of a link got with each message of the conversation; locked against a recall. */
export async function lockRecipients(tx: Transaction, link: LinkRow): Promise<RecipientRow[]> {
  const { rows } = await sql<RecipientRow>`
    select recipient.* from mail_recipient recipient join mail_message message
      on message.organisation_id = recipient.organisation_id and message.message_id = recipient.message_id
    where recipient.organisation_id = ${tx.organisationId} and recipient.contact_id = ${link.contact_id}
      and message.conversation_id = ${link.conversation_id}
    order by recipient.recipient_id for update of recipient`.execute(tx.query);
  return rows;
}

/** The messages that the link has a key of, oldest first. */
export async function messagesOfLink(tx: Transaction, link: LinkRow): Promise<MessageRow[]> {
  return tx.query
    .selectFrom("mail_message as message")
    .innerJoin("keys.spaces_wrap as wrap", (join) =>
      join
        .onRef("wrap.organisation_id", "=", "message.organisation_id")
        .onRef("wrap.space_id", "=", "message.conversation_id")
        .onRef("wrap.epoch", "=", "message.epoch"),
    )
    .selectAll("message")
    .where("message.organisation_id", "=", tx.organisationId)
    .where("message.conversation_id", "=", link.conversation_id)
    .where("message.recalled_at", "is", null)
    .where("message.release_at", "is", null)
    .where("wrap.holder_kind", "=", "link")
    .where("wrap.holder_id", "=", link.link_id)
    .orderBy("message.epoch")
    .execute();
}

/** True while the link opens anything that the firm wrote: one's own replies alone are nothing to open. */
export const opensAny = (messages: readonly MessageRow[]): boolean =>
  messages.some(({ sender_kind }) => sender_kind !== "guest");

/** All links of a guest in one conversation, open and closed. */
export function linksOfContact(tx: Transaction, conversationId: Id, contactId: Id): Promise<LinkRow[]> {
  return tx.query
    .selectFrom("mail_link")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("conversation_id", "=", conversationId)
    .where("contact_id", "=", contactId)
    .orderBy("link_id")
    .execute();
}

/** Nothing is left to open: what could still lead there goes too. The row stays, so that the page can say why. */
export async function closeLink(tx: Transaction, linkId: Id, at: Date): Promise<void> {
  await tx.query
    .deleteFrom("mail_code")
    .where("organisation_id", "=", tx.organisationId)
    .where("link_id", "=", linkId)
    .execute();
  await tx.query
    .updateTable("mail_link")
    .set({ closed_at: at, sealed_secret: null, sealed_phone: null })
    .where("organisation_id", "=", tx.organisationId)
    .where("link_id", "=", linkId)
    .execute();
}
