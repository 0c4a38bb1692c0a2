import assert from "node:assert/strict";
import { actorOfAppPassword, type AppPasswordActor, createAppPassword, guestOfSession } from "#/identity/index.ts";
import type { GuestActor, MemberActor } from "#/identity/index.ts";
import { type Bytes, collect, type Id } from "#/kernel/index.ts";
import {
  answerCheck,
  knock,
  type KnockResult,
  openMailJobs,
  readOutbox,
  type RecipientInput,
  requestCode,
  sendMessage,
} from "#/mail/index.ts";
import { openTestApp, setUpTestOrganisation, type TestApp, type TestOrganisation } from "./identity.ts";
import { openSmarthost, type Smarthost, type TakenMail } from "./smarthost.ts";

/** An organisation, a smarthost that takes its mail, and the worker's part by hand. */
export interface MailTest {
  readonly app: TestApp;
  readonly organisation: TestOrganisation;
  readonly sender: MemberActor;
  readonly smarthost: Smarthost;
  /** One try for everything that waits to leave; what did not work is given back. */
  dispatch(): Promise<Error[]>;
  /** The newest mail to somebody, once everything has left. */
  mailTo(email: string): Promise<TakenMail>;
  /** The newest notification to a guest, read as the guest would. */
  linkOf(email: string): Promise<GuestLink>;
  close(): Promise<void>;
}

export interface GuestLink {
  readonly linkId: Id;
  /** From behind the `#`. */
  readonly secret: string;
  /** The same, to be typed. */
  readonly code: string;
}

const address = /\/m\/([0-9a-f-]{36})#([\w-]+)/;
const typed = /\b(?:[0-9a-z]{4}-){6}[0-9a-z]{4}\b/;

export function linkIn(text: string): GuestLink {
  const [, linkId = "", secret = ""] = address.exec(text) ?? [];
  const [code = ""] = typed.exec(text) ?? [];
  assert.ok(linkId && secret && code, "the mail holds a link and a code");
  return { linkId, secret, code };
}

/** A message to one guest, and the guest's link from the notification. */
export interface GuestMessage extends GuestLink {
  readonly messageId: Id;
  readonly recipientId: Id;
  readonly email: string;
}

let guests = 0;

/** Sends a message with one attachment to somebody new, checked in the way that is given. */
export async function sendToGuest(test: MailTest, how: Omit<RecipientInput, "email"> = {}): Promise<GuestMessage> {
  const email = `gast${++guests}@buiten.example`;
  const { messageId, recipients } = await sendMessage(test.app, test.sender, {
    door: "web",
    recipients: [{ email, ...how }],
    subject: "Onderwerp",
    text: "Tekst",
    attachments: [{ name: "a.txt", type: "text/plain", content: Buffer.from("bijlage") }],
  });
  const { recipientId } = recipients[0]!;
  return { ...(await test.linkOf(email)), messageId, recipientId, email };
}

export async function openMailTest(environment: NodeJS.ProcessEnv = {}): Promise<MailTest> {
  const smarthost = await openSmarthost();
  const app = await openTestApp({
    waitingJobs: "allowed",
    environment: { ZEGEL_SMARTHOST: `smtp://127.0.0.1:${smarthost.port}`, ...environment },
  });
  const organisation = await setUpTestOrganisation(app);
  const jobs = openMailJobs(app);
  const dispatch = async (): Promise<Error[]> => {
    const waiting = await app.testDatabase.asOwner<{ organisation_id: Id; dispatch_id: Id }>(
      "select organisation_id, dispatch_id from mail_dispatch where state = 'queued' order by created_at, dispatch_id",
    );
    const failures: Error[] = [];
    for (const { organisation_id: organisationId, dispatch_id: dispatchId } of waiting)
      await jobs.handlers["mail.dispatch"]!({ organisationId, dispatchId }).catch((error: Error) =>
        failures.push(error),
      );
    return failures;
  };
  const mailTo = async (email: string): Promise<TakenMail> => {
    assert.deepEqual(await dispatch(), []);
    const mail = smarthost.mails.findLast(({ to }) => to.includes(email));
    assert.ok(mail, `a mail to ${email}`);
    return mail;
  };
  return {
    app,
    organisation,
    sender: organisation.admin,
    smarthost,
    dispatch,
    mailTo,
    linkOf: async (email) => linkIn((await mailTo(email)).parsed.text ?? ""),
    close: async () => {
      jobs.close();
      await app.close();
      await smarthost.close();
    },
  };
}

/** The guest of an open session. */
export async function guestIn(app: TestApp, result: KnockResult): Promise<GuestActor> {
  assert.equal(result.state, "open");
  const guest = await guestOfSession(app, result.session!.sessionToken);
  assert.ok(guest);
  return guest;
}

/** Opens the newest message to a guest for whom no further check is set. */
export async function enterAs(test: MailTest, email: string): Promise<GuestActor> {
  const { linkId, secret } = await test.linkOf(email);
  return guestIn(test.app, await knock(test.app, { linkId, secret }));
}

/** The code of the newest text message. */
export async function codeFor(test: MailTest, phone: string): Promise<string> {
  assert.deepEqual(await test.dispatch(), []);
  const sms = (await readOutbox(test.app)).find((entry) => entry.kind === "sms" && entry.to.includes(phone));
  const [code] = /\b\d{6}\b/.exec(sms?.text ?? "") ?? [];
  assert.ok(code, "a text message with a code");
  return code;
}

/** As a guest with a phone does. */
export async function enterBySms(test: MailTest, email: string, phone: string): Promise<GuestActor> {
  const { linkId, secret } = await test.linkOf(email);
  await requestCode(test.app, { linkId, secret });
  const code = await codeFor(test, phone);
  return guestIn(test.app, await answerCheck(test.app, { linkId, secret, code }));
}

export async function appPasswordOf(
  app: TestApp,
  member: MemberActor,
  options: { readonly anyFrom?: boolean } = {},
): Promise<AppPasswordActor> {
  const { userName, secret } = await createAppPassword(app, member, { door: "smtp", label: "Outlook", ...options });
  const actor = await actorOfAppPassword(app, { userName, secret, door: "smtp" });
  assert.ok(actor);
  return actor;
}

export async function* inParts(...parts: readonly (string | Bytes)[]): AsyncGenerator<Bytes, void> {
  for (const part of parts) yield typeof part === "string" ? Buffer.from(part) : part;
}

export const readAll = async (content: AsyncIterable<Bytes>): Promise<Buffer> =>
  Buffer.from((await collect(content, 500_000_000))!);
