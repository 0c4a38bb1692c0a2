import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { guestRoutes, identityRoutes, mailRoutes } from "#/contract/index.ts";
import { BrowserClient } from "../../tests/e2e/http/support/client.ts";
import { codeOf } from "../../tests/support/identity.ts";
import { type Ending, runProcess } from "../../tests/support/process.ts";
import { talkSmtp } from "../../tests/support/smtp-talk.ts";
import { until } from "../../tests/support/until.ts";

/** A version of the program, and the installation that it runs on. */
export interface Place {
  readonly program: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly directory: string;
}

/** What somebody put in, and finds again after the upgrade. */
export interface Life {
  readonly base: string;
  readonly smtpPort: number;
  readonly email: string;
  readonly password: string;
  readonly kit: string;
  readonly totp: string;
  readonly enrolledAt: number;
  readonly messageId: string;
  readonly replyId: string;
  readonly word: string;
  readonly reply: string;
  readonly attachment: Buffer;
  readonly link: { readonly linkId: string; readonly secret: string };
  readonly smtp: { readonly user: string; readonly secret: string };
}

const guestEmail = "gerda@elders.example";

export const zegel = ({ program, environment }: Place, ...args: readonly string[]): Promise<Ending> =>
  runProcess(join(program, "bin/zegel"), args, { env: environment });

export async function json<T>(place: Place, ...args: readonly string[]): Promise<T> {
  const { status, out, err } = await zegel(place, ...args, "--json");
  assert.equal(status, 0, `${args.join(" ")}: ${err}`);
  return JSON.parse(out) as T;
}

export async function submit(life: Pick<Life, "smtpPort" | "email" | "smtp">, word: string, attachment: Buffer) {
  const talk = await talkSmtp(life.smtpPort);
  assert.equal((await talk.logIn(life.smtp.user, life.smtp.secret)).code, 235);
  const lines = attachment.toString("base64").replaceAll(/.{1,76}/g, "$&\r\n");
  const answer = await talk.submit(
    life.email,
    [guestEmail],
    [
      `From: ${life.email}\r\nTo: ${guestEmail}\r\nSubject: ${word}\r\nX-Zegel-Secure: yes\r\nMIME-Version: 1.0\r\n`,
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n${word}\r\n`,
      `--b\r\nContent-Type: application/octet-stream; name="a.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines}\r\n--b--\r\n`,
    ].join(""),
  );
  talk.end();
  assert.equal(answer.code, 250, answer.text);
  return /[0-9a-f-]{36}/.exec(answer.text)![0];
}

async function linkShown(base: string): Promise<Life["link"]> {
  return until("the outbox shows the link", async () => {
    const page = await (await fetch(`${base}/outbox`)).text();
    const [, linkId, secret] = /\/m\/([0-9a-f-]{36})#([\w-]+)/.exec(page) ?? [];
    return linkId && secret ? { linkId, secret } : undefined;
  });
}

/** A firm, a message with an attachment, a guest who opens it and answers, a member who reads the answer's arrival. */
export async function live(place: Place, base: string, smtpPort: number): Promise<Life> {
  const [email, password] = ["ada@tulp.example", "vierentwintig gele tulpen"];
  const [kit, passwordFile] = [join(place.directory, "kit"), join(place.directory, "password")];
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  const named = ["--organisation", "Tulp", "--domain", "tulp.example", "--admin-email", email];
  await json(place, "setup", ...named, "--recovery-kit", kit, "--password-file", passwordFile);
  const asked = ["--member", email, "--door", "smtp", "--password-file", passwordFile];
  const smtp = await json<Life["smtp"]>(place, "app-password", "create", ...asked);
  const [word, reply] = [`Bericht ${randomBytes(6).toString("hex")}`, `Antwoord ${randomBytes(6).toString("hex")}`];
  const attachment = randomBytes(1_500_000);
  const messageId = await submit({ smtpPort, email, smtp }, word, attachment);
  const link = await linkShown(base);
  const guest = new BrowserClient(base);
  const params = { linkId: link.linkId };
  await guest.call(guestRoutes.guestKnock, { params, body: { secret: link.secret } });
  const answer = await guest.call<{ messageId: string }>(guestRoutes.guestReply, { params, body: { text: reply } });
  const member = new BrowserClient(base);
  await member.call(identityRoutes.login, { body: { email, password } });
  const { secret: totp } = await member.call<{ secret: string }>(identityRoutes.enrolStart);
  const enrolledAt = Date.now();
  await member.call(identityRoutes.enrolFinish, { body: { code: await codeOf(totp, new Date(enrolledAt)) } });
  const replyId = answer.messageId;
  return {
    base,
    smtpPort,
    email,
    password,
    kit,
    totp,
    enrolledAt,
    messageId,
    replyId,
    word,
    reply,
    attachment,
    link,
    smtp,
  };
}

/** Each code of an authenticator works once; that of the next half minute is taken early. */
async function logIn({ base, email, password, totp, enrolledAt }: Life): Promise<BrowserClient> {
  const member = new BrowserClient(base);
  await member.call(identityRoutes.login, { body: { email, password } });
  const at = new Date(Math.max(Date.now(), enrolledAt + 30_000));
  await member.call(identityRoutes.loginCode, { body: { code: await codeOf(totp, at) } });
  return member;
}

interface Read {
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly { readonly attachmentId: string }[];
}

/** Opens all of it: as the guest by the old link, and as the member by the old password and authenticator. */
export async function openAll(life: Life): Promise<void> {
  const guest = new BrowserClient(life.base);
  const params = { linkId: life.link.linkId };
  await guest.call(guestRoutes.guestKnock, { params, body: { secret: life.link.secret } });
  const { messages } = await guest.call<{ messages: Read[] }>(guestRoutes.guestConversation, { params });
  const first = messages.find((message) => message.text.includes(life.word));
  assert.ok(first, "the guest reads the message");
  const { attachmentId } = first.attachments[0]!;
  const download = await guest.send(guestRoutes.guestAttachment, { params: { ...params, attachmentId } });
  assert.ok(Buffer.from(await download.arrayBuffer()).equals(life.attachment), "the guest's attachment");

  const member = await logIn(life);
  const read = (messageId: string): Promise<Read> => member.call(mailRoutes.readMessage, { params: { messageId } });
  const sent = await read(life.messageId);
  assert.equal(sent.subject, life.word);
  const own = await member.send(mailRoutes.attachment, {
    params: { attachmentId: sent.attachments[0]!.attachmentId },
  });
  assert.ok(Buffer.from(await own.arrayBuffer()).equals(life.attachment), "the member's attachment");
  assert.ok((await read(life.replyId)).text.includes(life.reply), "the guest's answer");
}
