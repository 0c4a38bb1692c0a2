import type { ListEntry, Message, Recipient } from "#/mail/index.ts";

/** One person on a line, so that nothing in a name can pretend to be another line. */
const shown = (text: string): string => text.replaceAll(/\p{Cc}+/gu, " ");

const person = ({ name, email }: { readonly name?: string | undefined; readonly email: string }): string =>
  shown(name === undefined ? email : `${name} <${email}>`);

export const recipientLines = (recipients: readonly Recipient[]): string[] =>
  recipients.map(({ recipientId, email, role, state, verification, reason, times }) => {
    const check = verification ? ` (${verification})` : "";
    const opened = times.opened ? `, opened ${times.opened}` : "";
    return shown(`  ${role} ${email}${check}: ${state}${opened}${reason ? `, ${reason}` : ""}  ${recipientId}`);
  });

export const entryLine = ({ messageId, at, from, to, subject, recalled, unread }: ListEntry): string => {
  const marks = `${unread ? "*" : " "}${recalled ? "x" : " "}`;
  return shown(`${messageId} ${marks} ${at}  ${person(from)} > ${to.map(person).join(", ")}  ${subject}`);
};

export const messageLines = (message: Message): string[] => [
  `Subject: ${shown(message.subject)}`,
  `From: ${person(message.from)}`,
  `Date: ${message.sentAt}`,
  ...(message.recalledAt ? [`Taken back: ${message.recalledAt}`] : []),
  "Recipients:",
  ...recipientLines(message.recipients),
  ...message.attachments.map(({ name, sizeBytes }) => shown(`Attachment: ${name} (${sizeBytes} bytes)`)),
  "",
  ...message.text.replaceAll(/[^\P{Cc}\n\t]/gu, "").split("\n"),
];
