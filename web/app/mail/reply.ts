import { noteDraft, readDraft, type RecipientRole } from "./draft.ts";
import type { Conversation } from "./mail-queries.ts";
import { askKnown } from "./recipients.ts";
import { bringQuote } from "./write/quoting.ts";

/** To whom an answer goes: whoever wrote last, or those one wrote to; never to oneself. */
export function peopleToAnswer(
  conversation: Conversation,
  ownEmail: string,
): { email: string; name?: string; role: RecipientRole }[] {
  const newest = conversation.messages.toSorted((a, b) => b.sentAt.localeCompare(a.sentAt));
  const last = newest.find((message) => message.direction === "in") ?? newest[0];
  if (!last) return [];
  const people = new Map<string, { email: string; name?: string; role: RecipientRole }>();
  const add = (person: { email: string; name?: string | undefined }, role: RecipientRole): void => {
    const email = person.email.toLowerCase();
    if (email === ownEmail.toLowerCase() || people.has(email)) return;
    people.set(email, { email, role, ...(person.name !== undefined && { name: person.name }) });
  };
  if (last.from.email.toLowerCase() !== ownEmail.toLowerCase()) add(last.from, "to");
  for (const recipient of last.recipients) if (recipient.role !== "bcc") add(recipient, recipient.role);
  return [...people.values()];
}

/** Whoever wrote last; where that was oneself, those one wrote to. */
function onlyAuthor(conversation: Conversation, all: ReturnType<typeof peopleToAnswer>): typeof all {
  const newest = conversation.messages.toSorted((a, b) => b.sentAt.localeCompare(a.sentAt));
  const author = newest.find((message) => message.direction === "in")?.from.email.toLowerCase();
  const found = all.filter(({ email }) => email === author);
  return found.length > 0 ? found : all;
}

/** Fills the conversation's draft, unless something stands there already. */
export function beginReply(conversation: Conversation, ownEmail: string, everybody: boolean): void {
  const key = conversation.conversationId;
  if (readDraft(key).recipients.length > 0) return;
  const all = peopleToAnswer(conversation, ownEmail);
  const people = everybody ? all : onlyAuthor(conversation, all);
  noteDraft(key, () => ({
    conversationId: conversation.conversationId,
    subject: conversation.subject,
    recipients: people.map((person) => ({ ...person, phone: "", password: "" })),
  }));
  for (const person of people) void askKnown(key, person.email);
  const newest = conversation.messages.toSorted((a, b) => b.sentAt.localeCompare(a.sentAt));
  const answered = newest.find((message) => message.direction === "in") ?? newest[0];
  // Without it there is still an answer to write.
  if (answered && answered.recalledAt === null) void bringQuote(key, answered.messageId).catch(() => undefined);
}
