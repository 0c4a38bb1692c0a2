import { setTimeout as pause } from "node:timers/promises";
import { draftRoutes, mailRoutes, uploadProtocol } from "#/contract/index.ts";
import { newId } from "#/kernel/index.ts";
import { beginUploadAt, uploadHeaders } from "../../tests/e2e/http/support/upload-flow.ts";
import { type SmtpTalk, talkSmtp } from "../../tests/support/smtp-talk.ts";
import { bytesOf, type Enclosure, fileOf, type Kind, type Sent, sha256 } from "./ledger.ts";
import { addressOf, answered } from "./member.ts";
import { outcomeOf, type World } from "./world.ts";

let numbers = 0;

/** A message on the ledger, before it is sent. */
export function beginSent(world: World, kind: Kind, sizes: readonly number[]): [Sent, Buffer<ArrayBuffer>[]] {
  const number = ++numbers;
  const contents = sizes.map((sizeBytes, at) => bytesOf(number * 10 + at, sizeBytes));
  const files: Enclosure[] = contents.map((bytes, at) => fileOf(`bijlage-${number}-${at}.bin`, bytes));
  const sent: Sent = {
    number,
    kind,
    guest: `gast${number}@buiten.example`,
    phone: kind === "text code" ? `+3161${String(number).padStart(7, "0")}` : undefined,
    subject: `Dossier ${number}`,
    text: `Beste lezer,\n\nDit is bericht ${number}, met ${files.length} bijlagen.`,
    files,
    state: "begun",
    isOpened: false,
    replies: [],
  };
  world.ledger.sent.push(sent);
  return [sent, contents];
}

interface Answer {
  readonly messageId: string;
  readonly conversationId: string;
}

function settle(world: World, sent: Sent, answer: Answer | { readonly messageId: string }): void {
  Object.assign(sent, answer, { state: "acknowledged", during: world.ledger.during });
  world.ledger.tell(sent.kind, "acknowledged");
}

/** Runs an act whose end is noted in the ledger, whatever it is. */
async function noted(world: World, sent: Sent, act: () => Promise<Answer | { readonly messageId: string }>) {
  try {
    const { messageId, ...more } = await act();
    const conversationId = "conversationId" in more ? more.conversationId : undefined;
    settle(world, sent, { messageId, ...(conversationId ? { conversationId } : {}) });
  } catch (error) {
    sent.state = outcomeOf(world.ledger, error);
    world.ledger.tell(sent.kind, sent.state);
  }
}

export async function sendFromWeb(world: World, sizes: readonly number[], kind: "web" | "text code" = "web") {
  const [sent, contents] = beginSent(world, kind, sizes);
  const check = sent.phone === undefined ? {} : { verification: "sms", phone: sent.phone };
  await noted(world, sent, () =>
    world.member.call<Answer>(mailRoutes.sendMessage, {
      body: { recipients: [{ email: sent.guest, ...check }], subject: sent.subject, text: sent.text },
      files: contents.map((bytes, at) => new File([bytes], sent.files[at]!.name)),
    }),
  );
  return sent;
}

function mailOf(world: World, sent: Sent, contents: readonly Buffer[]): string {
  const boundary = `grens-${sent.number}`;
  const part = (head: string, body: string): string => `--${boundary}\r\n${head}\r\n\r\n${body}\r\n`;
  const files = contents.map((bytes, at) =>
    part(
      `Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${sent.files[at]!.name}"`,
      bytes.toString("base64").replaceAll(/.{76}/g, "$&\r\n"),
    ),
  );
  return [
    `From: <${world.sender.email}>\r\nTo: <${sent.guest}>\r\nSubject: ${sent.subject}\r\nX-Zegel-Secure: yes\r\n`,
    `Message-ID: <${sent.number}@faults.example>\r\nMIME-Version: 1.0\r\n`,
    `Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n`,
    part("Content-Type: text/plain; charset=utf-8", sent.text.replaceAll("\n", "\r\n")),
    ...files,
    `--${boundary}--\r\n`,
  ].join("");
}

async function submit(world: World, sent: Sent, mail: string): Promise<string | undefined> {
  let talk: SmtpTalk | undefined;
  try {
    talk = await talkSmtp(world.installation.smtpPort);
    const entered = await talk.logIn(world.sender.user, world.sender.secret);
    if (entered.code !== 235) return undefined;
    const { code, text } = await talk.submit(world.sender.email, [sent.guest], mail);
    if (code === 250) return /Sealed ([0-9a-f-]{36})/.exec(text)?.[1] ?? "";
    const key = text.slice(0, 9);
    world.ledger.refusals.set(key, (world.ledger.refusals.get(key) ?? 0) + 1);
    return undefined;
  } finally {
    talk?.end();
  }
}

/** A mail program tries until it hears a 250, with the same Message-ID: there is to be one message in the end. */
export async function sendByMailProgram(world: World, sizes: readonly number[], isOver: () => boolean) {
  const [begun, contents] = beginSent(world, "mail program", sizes);
  const mail = mailOf(world, begun, contents);
  const sent = Object.assign(begun, { original: sha256(Buffer.from(mail)) });
  for (;;) {
    const messageId = await answered(submit(world, sent, mail)).catch(() => undefined);
    if (messageId) return settle(world, sent, { messageId });
    sent.state = "unknown";
    if (isOver()) break;
    await pause(500);
  }
  world.ledger.tell(sent.kind, "unknown");
}

/** Saves a draft and sends it. */
async function sendDraft(world: World, sent: Sent, attachments: readonly object[], sendAt?: Date): Promise<Answer> {
  const draftId = newId();
  const recipients = [{ email: sent.guest, role: "to" }];
  const content = { recipients, subject: sent.subject, text: sent.text, attachments };
  await world.member.call(draftRoutes.saveDraft, { params: { draftId }, body: { version: 0, content } });
  return world.member.call<Answer>(draftRoutes.sendDraft, {
    params: { draftId },
    body: { version: 1, ...(sendAt ? { sendAt: sendAt.toISOString() } : {}) },
  });
}

export async function schedule(world: World, inMs: number): Promise<void> {
  const [sent] = beginSent(world, "scheduled", []);
  const sendAt = new Date(world.installation.clock.now().getTime() + inMs);
  await noted(world, sent, () => sendDraft(world, sent, [], sendAt));
}

const resumeWithinMs = 120_000;

/** Sends what is missing until all is there, however often the server goes away meanwhile. */
async function pour(world: World, url: string, bytes: Buffer<ArrayBuffer>): Promise<void> {
  const { browser } = world.member;
  const startedMs = Date.now();
  let offset = 0;
  while (offset < bytes.byteLength) {
    if (Date.now() - startedMs > resumeWithinMs) throw new Error("the upload did not come to its end");
    try {
      const headers = { ...uploadHeaders(browser), ...addressOf(offset + 1) };
      const sent = await answered(
        browser.fetch(url, {
          method: "PATCH",
          headers: { ...headers, "content-type": uploadProtocol.contentType, "upload-offset": String(offset) },
          body: bytes.subarray(offset),
        }),
      );
      await sent.arrayBuffer();
      if (sent.status === 204) offset = Number(sent.headers.get("upload-offset"));
      else {
        await pause(300);
        const asked = await answered(browser.fetch(url, { method: "HEAD", headers }));
        // It ran out meanwhile: the clock was set a day ahead.
        if (asked.status === 404) break;
        if (asked.status === 200) offset = Number(asked.headers.get("upload-offset"));
      }
    } catch {
      await pause(200);
    }
  }
  if (offset < bytes.byteLength) throw new Error("the upload is not there any more");
}

export async function sendUpload(world: World, sizeBytes: number): Promise<void> {
  const [sent, [bytes]] = beginSent(world, "upload", [sizeBytes]);
  await noted(world, sent, async () => {
    const url = await answered(beginUploadAt(world.member.browser, sizeBytes));
    await pour(world, url, bytes!);
    const attachment = {
      uploadId: url.split("/").at(-1)!,
      name: sent.files[0]!.name,
      type: "application/octet-stream",
      sizeBytes,
    };
    return sendDraft(world, sent, [attachment]);
  });
}
