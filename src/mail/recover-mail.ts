import type { Transaction } from "#/db/index.ts";
import { type Id, isRefusal, type Refusal } from "#/kernel/index.ts";
import { type OpenedObject, openObject, type Reader, type SpacesApp } from "#/spaces/index.ts";
import type { MessageBody } from "./content.ts";
import { contactsByEmail, openPhones } from "./contacts.ts";
import { copyFile } from "./downloads.ts";
import type { MessageRow } from "./message-row.ts";
import { openAttachments, openMessages } from "./open-messages.ts";
import type { OpenedFile } from "./types.ts";

/** Which sealed objects belong to a message; no key is needed to know it. */
export interface MessagePlaces {
  readonly messageId: Id;
  readonly conversationId: Id;
  readonly sentAt: Date;
  readonly recalledAt: Date | null;
  readonly bodyObjectId: Id;
  readonly summaryObjectId: Id;
  readonly originalObjectId: Id | null;
  readonly attachments: readonly { readonly attachmentId: Id; readonly objectId: Id }[];
}

/** A message with everything that can be read of it. */
export interface RecoveredMessage extends MessagePlaces {
  readonly body: MessageBody;
  /** As a mail with its attachments. */
  readonly copy: OpenedFile;
  readonly attachmentFiles: readonly { readonly name: string; readonly type: string; readonly object: OpenedObject }[];
  /** The bytes as submitted. */
  readonly original?: OpenedObject;
}

interface Page {
  readonly after?: Id | undefined;
  readonly limit: number;
}

const rowsOf = (tx: Transaction, { after, limit }: Page): Promise<MessageRow[]> =>
  tx.query
    .selectFrom("mail_message")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .$if(after !== undefined, (query) => query.where("message_id", ">", after!))
    .orderBy("message_id")
    .limit(limit)
    .execute();

async function placesOf(tx: Transaction, row: MessageRow): Promise<MessagePlaces> {
  const attachments = await tx.query
    .selectFrom("mail_attachment")
    .select(["attachment_id as attachmentId", "object_id as objectId"])
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "=", row.message_id)
    .orderBy("position")
    .execute();
  return {
    messageId: row.message_id,
    conversationId: row.conversation_id,
    sentAt: row.sent_at,
    recalledAt: row.recalled_at,
    bodyObjectId: row.body_object_id,
    summaryObjectId: row.summary_object_id,
    originalObjectId: row.original_object_id,
    attachments,
  };
}

/** Every message of the organisation by its objects, in the order of ids. */
export async function listMessagePlaces(tx: Transaction, page: Page): Promise<MessagePlaces[]> {
  const rows = await rowsOf(tx, page);
  return Promise.all(rows.map((row) => placesOf(tx, row)));
}

async function recover(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
  row: MessageRow,
): Promise<RecoveredMessage | undefined> {
  const places = await placesOf(tx, row);
  const [message] = await openMessages(app, tx, reader, [row]);
  if (!message) return undefined;
  const attachments = await openAttachments(app, tx, reader, message);
  const original = row.original_object_id && (await openObject(app, tx, reader, row.original_object_id, "original"));
  return {
    ...places,
    body: message.body,
    copy: await copyFile(message, attachments),
    attachmentFiles: attachments.map(({ part, object }) => ({ name: part.name, type: part.type, object })),
    ...(original ? { original } : {}),
  };
}

export interface RecoveredPage {
  readonly messages: readonly RecoveredMessage[];
  /** What could not be opened, and why; `undefined`: there is no key to it. */
  readonly failed: readonly { readonly messageId: Id; readonly refusal: Refusal | undefined }[];
  readonly last: Id | undefined;
}

/** All messages for a reader, as recovery has it; one that is damaged does not keep the others from coming. */
export async function recoverMessages(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
  page: Page,
): Promise<RecoveredPage> {
  const messages: RecoveredMessage[] = [];
  const failed: { messageId: Id; refusal: Refusal | undefined }[] = [];
  const rows = await rowsOf(tx, page);
  for (const row of rows) {
    try {
      const message = await recover(app, tx, reader, row);
      if (message) messages.push(message);
      else failed.push({ messageId: row.message_id, refusal: undefined });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      failed.push({ messageId: row.message_id, refusal: error });
    }
  }
  return { messages, failed, last: rows.at(-1)?.message_id };
}

/** Everybody outside the organisation who is remembered, with phone number where the reader has the key. */
export async function recoverContacts(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
): Promise<{ email: string; verification: string | undefined; phone: string | undefined }[]> {
  const rows = await tx.query
    .selectFrom("mail_contact")
    .select("email")
    .where("organisation_id", "=", tx.organisationId)
    .orderBy("email")
    .execute();
  const contacts = await contactsByEmail(
    app,
    tx,
    rows.map((row) => row.email),
  );
  const all = [...contacts.values()];
  const phones = await openPhones(app, tx, reader, all);
  return all.map(({ contactId, email, verification }) => ({ email, verification, phone: phones.get(contactId) }));
}
