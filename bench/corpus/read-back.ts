import { guestRoutes, identityRoutes, mailRoutes } from "#/contract/index.ts";
import { collect } from "#/kernel/index.ts";
import { parseMail } from "#/intake/index.ts";
import { simpleParser } from "mailparser";
import { generate } from "otplib";
import { BrowserClient } from "../../tests/e2e/http/support/client.ts";
import type { SunkMail } from "../../tests/support/smtp-sink.ts";
import type { Outcome } from "./submit.ts";

interface GuestMessage {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly messageId: string;
  readonly attachments: readonly { readonly attachmentId: string; readonly sizeBytes: number }[];
}

/** Each guest and each export comes from an address of its own, as in life: limits per address are not what is tried here. */
const addressOf = (index: number): Record<string, string> => ({
  "x-forwarded-for": `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
});

async function once(bytes: Buffer): Promise<{ text: string }> {
  async function* source(): AsyncGenerator<Buffer> {
    yield bytes;
  }
  return parseMail(source(), { onAttachment: async () => undefined });
}

/** The link in a notification, as somebody reads it. */
export async function linkIn(notification: SunkMail): Promise<{ linkId: string; secret: string }> {
  const { text } = await once(notification.bytes);
  const [, linkId, secret] = /\/m\/([0-9a-f-]{36})#([\w-]+)/.exec(text) ?? [];
  if (!linkId || !secret) throw new Error("a notification without a link");
  return { linkId, secret };
}

/** A copy is composed of what was read already; one in so many is fetched. */
const copiesOneIn = 20;

/** What is wrong with the message as the guest sees it, or undefined. */
export async function openAsGuest(
  base: string,
  outcome: Outcome,
  notification: SunkMail,
  index: number,
): Promise<string | undefined> {
  const { linkId, secret } = await linkIn(notification);
  const guest = new BrowserClient(base);
  const call = { params: { linkId }, headers: addressOf(index) };
  const { state } = await guest.call<{ state: string }>(guestRoutes.guestKnock, { ...call, body: { secret } });
  if (state !== "open") return `the door said ${state}`;
  const { messages } = await guest.call<{ messages: readonly GuestMessage[] }>(guestRoutes.guestConversation, call);
  const [message] = messages;
  if (!message || messages.length !== 1) return `${messages.length} messages`;
  const isEmpty = message.text.trim() === "" && message.html.trim() === "" && message.attachments.length === 0;
  if (isEmpty && (await hasWords(outcome.mail.bytes))) return "nothing to read";
  for (const attachment of message.attachments) {
    const params = { linkId, attachmentId: attachment.attachmentId };
    const answer = await guest.send(guestRoutes.guestAttachment, { ...call, params });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (!answer.ok || bytes.length !== attachment.sizeBytes)
      return `an attachment: ${answer.status}, ${bytes.length} bytes`;
  }
  if (index % copiesOneIn !== 0) return undefined;
  const answer = await guest.send(guestRoutes.guestCopy, { ...call, params: { linkId, messageId: message.messageId } });
  const copy = Buffer.from(await answer.arrayBuffer());
  if (!answer.ok || !(await once(copy)).text.includes(message.text.trim().slice(0, 40)))
    return `the copy: ${answer.status}`;
  return undefined;
}

/** Whether there are words in the mail, as another parser sees it: some consist of a remote frame or picture alone. */
async function hasWords(mail: Buffer): Promise<boolean> {
  const { text = "", html } = await simpleParser(mail, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
  });
  const body = `${text} ${html || ""}`.replaceAll(/<(script|style|title)[^]*?<\/\1>|<[^>]*>/gi, " ");
  return body.replaceAll(/&nbsp;|\s/gi, "") !== "";
}

/** Somebody's first day: password, second factor. */
export async function logInAsMember(base: string, email: string, password: string): Promise<BrowserClient> {
  const member = new BrowserClient(base);
  await member.call(identityRoutes.login, { body: { email, password } });
  const { secret } = await member.call<{ secret: string }>(identityRoutes.enrolStart);
  await member.call(identityRoutes.enrolFinish, { body: { code: await generate({ secret }) } });
  return member;
}

/** What is wrong with the exported original, or undefined. */
export async function exportOriginal(
  member: BrowserClient,
  outcome: Outcome,
  index: number,
): Promise<string | undefined> {
  const answer = await member.send(mailRoutes.original, {
    params: { messageId: outcome.messageId! },
    headers: addressOf(index),
  });
  if (!answer.ok) return `the original: ${answer.status}`;
  const bytes = await collect(answer.body as unknown as AsyncIterable<Uint8Array>, 500_000_000);
  return Buffer.from(bytes!).equals(outcome.mail.bytes) ? undefined : "the original differs";
}
