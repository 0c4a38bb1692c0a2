import { type GuestActor, guestOfSession } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import {
  answerCheck,
  beginReply,
  dispatchQueued,
  guestAttachment,
  guestConversation,
  knock,
  type MailApp,
  readOutbox,
  requestCode,
} from "#/mail/index.ts";
import type { DemoRecipient, DemoVisit } from "./firm.ts";

interface Letter {
  readonly linkId: string;
  readonly secret: string;
}

/** The link in the newest mail to an address, as its reader would find it. */
async function letterFor(app: MailApp, email: string): Promise<Letter> {
  const mail = (await readOutbox(app)).find((entry) => entry.kind === "mail" && entry.to.includes(email));
  const [, linkId, secret] = /\/m\/([0-9a-f-]{36})#([\w-]+)/.exec(mail?.text ?? "") ?? [];
  if (!linkId || !secret) throw new Error(`no letter for ${email} in the outbox`);
  return { linkId, secret };
}

/** A number as one writes it and as it is dialled end alike. */
const ending = (phone: string): string => phone.slice(-8);

async function codeFor(app: MailApp, organisationId: Id, letter: Letter, phone: string): Promise<string> {
  await requestCode(app, letter);
  await dispatchQueued(app, organisationId);
  const outbox = await readOutbox(app);
  const message = outbox.find(({ kind, to }) => kind === "sms" && to.some((each) => ending(each) === ending(phone)));
  const text = message?.text ?? "";
  const code = /\b\d{6}\b/.exec(text)?.[0];
  if (!code) throw new Error("no code in the outbox");
  return code;
}

async function enter(app: MailApp, organisationId: Id, recipient: DemoRecipient): Promise<GuestActor> {
  const letter = await letterFor(app, recipient.email);
  const knocked = await knock(app, letter);
  const opened =
    knocked.state === "code"
      ? await answerCheck(app, { ...letter, code: await codeFor(app, organisationId, letter, recipient.phone ?? "") })
      : knocked.state === "password"
        ? await answerCheck(app, { ...letter, password: recipient.password ?? "" })
        : knocked;
  const guest = opened.session && (await guestOfSession(app, opened.session.sessionToken));
  if (!guest) throw new Error(`the letter for ${recipient.email} did not open: ${opened.state}`);
  return guest;
}

/** A recipient opens the newest letter by the same way in as a real one, and does what the story says. */
export async function visitAsGuest(
  app: MailApp,
  organisationId: Id,
  recipient: DemoRecipient,
  visit: DemoVisit,
): Promise<void> {
  const guest = await enter(app, organisationId, recipient);
  const { messages } = await guestConversation(app, guest);
  if (visit.downloads)
    for (const { attachmentId } of messages.flatMap((message) => message.attachments)) {
      const { content } = await guestAttachment(app, guest, attachmentId);
      for await (const part of content) void part;
    }
  if (visit.reply) await (await beginReply(app, guest)).send({ text: visit.reply });
  await dispatchQueued(app, organisationId);
}
