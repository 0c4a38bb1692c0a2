import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import { type Id, isRefusal } from "#/kernel/index.ts";
import { addTerms, folded, type TermList } from "#/segments/index.ts";
import type { MessageBody, Person } from "../content.ts";
import { type OpenedMessage, openMessages } from "../open-messages.ts";
import type { MailApp } from "../types.ts";
import type { EntryRow } from "./entry-rows.ts";

const longestText = 500_000;
const named = ({ email, name = "" }: Person): string => `${name} ${email}`;

/** All that a message is found by. */
export function termsOfMessage(body: MessageBody): TermList {
  const { from, to, cc, bcc = [], subject, attachments, text } = body;
  const list: TermList = new Map();
  addTerms(list, "subject", subject);
  addTerms(list, "from", named(from));
  addTerms(list, "to", [...to, ...cc, ...bcc].map(named).join("\n"));
  addTerms(list, "attachment", attachments.map(({ name }) => name).join("\n"));
  addTerms(list, "body", text.slice(0, longestText));
  return list;
}

/** Whether what stood between quotation marks occurs, on one line as it may be broken over several. */
export function holdsPhrases({ body }: OpenedMessage, phrases: readonly string[]): boolean {
  const people = [body.from, ...body.to, ...body.cc, ...(body.bcc ?? [])].map(named);
  const names = body.attachments.map(({ name }) => name);
  const text = folded([body.subject, ...people, ...names, body.text].join("\n")).replaceAll(/\s+/g, " ");
  return phrases.every((phrase) => text.includes(phrase.replaceAll(/\s+/g, " ")));
}

/** Messages by id; one that can't be opened, or is not what its sender wrote, is left out. */
export async function openedOf(
  app: Pick<MailApp, "blobs" | "secrets" | "log">,
  tx: Transaction,
  actor: MemberActor,
  rows: readonly EntryRow[],
): Promise<Map<Id, OpenedMessage>> {
  try {
    const opened = await openMessages(app, tx, readerOf(actor), rows);
    return new Map(opened.map((message) => [message.row.message_id, message]));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (rows.length > 1) {
      const middle = Math.ceil(rows.length / 2);
      const first = await openedOf(app, tx, actor, rows.slice(0, middle));
      return new Map([...first, ...(await openedOf(app, tx, actor, rows.slice(middle)))]);
    }
    app.log.warn({ messageId: rows[0]?.message_id, code: error.code }, "a message could not be opened for search");
    return new Map();
  }
}
