import { createHash } from "node:crypto";
import type { Transaction } from "#/db/index.ts";
import { type InForce, type MailRecord, writeRecord } from "#/agreements/index.ts";
import { type AppPasswordActor, type MemberActor, organisationSettings } from "#/identity/index.ts";
import { type MailHead, type ParsedMail, parseMail } from "#/intake/index.ts";
import { type Bytes, Refusal } from "#/kernel/index.ts";
import { beginMessage } from "./begin-message.ts";
import { agreementsFor, keywordsOf } from "./enforcing/decide-sending.ts";
import { decideSubmission, recordSubmission } from "./enforcing/decide-submission.ts";
import { MessageLook } from "./enforcing/look-at-message.ts";
import { discardDispatch, type PreparedDispatch } from "./queue-dispatch.ts";
import { type Apart, prepareRest, relayEnvelope } from "./prepare-rest.ts";
import { withoutBcc } from "./relay-header.ts";
import { insertRelay, prepareRelay, queueRelay, type RelayRules, reopenPrepared } from "./relay-prepare.ts";
import { ReaderStopped, splitStream } from "./split-stream.ts";
import type { Submission, Submitted } from "./submission.ts";
import { type SubmissionWishes, wishesOf } from "./submission-wishes.ts";
import type { Leaving, MailApp, MessageInProgress, RecipientInput } from "./types.ts";

type Submitter = AppPasswordActor | MemberActor;

const mayWriteAny = (actor: Submitter): boolean => actor.kind === "app-password" && actor.anyFrom;

/** More than a header may hold: until it was read, nobody takes the other half of the stream. */
const aheadBytes = 1024 * 1024;

/** What was begun when the header was complete. */
type Way =
  | {
      readonly kind: "sealed";
      readonly wishes: SubmissionWishes;
      readonly message: MessageInProgress;
      readonly done: Promise<unknown>;
    }
  | { readonly kind: "relayed"; readonly prepared: Promise<PreparedDispatch> };

/** How a mail is taken that was decided about: sealed, with what is written beside it in the same transaction. */
interface Decided {
  readonly alongside?: Leaving["alongside"];
}

/**
 * Takes a mail from a mail program or application. Asked to be secure, or where the agreements want it so, it becomes a sealed
 * message, its original bytes sealed for the sender; else it is queued for the smarthost as it is. Durable and committed when
 * it resolves; after a refusal nothing is left of it. Memory stays flat whatever its size. Refuses `mail.sender_not_allowed`,
 * `mail.wish_unclear`, `mail.agreements_refuse`, and what `parseMail` and `send` refuse.
 */
export async function submitMail(app: MailApp, actor: Submitter, submission: Submission): Promise<Submitted> {
  const { subjectTag } = await app.database.inOrganisation(actor.organisationId, organisationSettings);
  return takeMail(app, actor, submission, { subjectTag, inForce: await agreementsFor(app, actor.organisationId) });
}

interface Taking {
  readonly subjectTag: string;
  readonly inForce: InForce;
  readonly decided?: Decided;
}

async function takeMail(app: MailApp, actor: Submitter, submission: Submission, taking: Taking): Promise<Submitted> {
  const { subjectTag, inForce, decided } = taking;
  // While nothing is agreed, no process is started to read into attachments.
  const look = new MessageLook(keywordsOf(inForce.agreements), { reads: inForce.version > 0 });
  const hash = createHash("sha256");
  const split = splitStream(counted(submission.source, hash), aheadBytes);
  let way: Way | undefined;
  try {
    const mail = await parseMail(split.first, {
      onHeaders: async (head) => {
        assertSender(actor, head);
        const isWished = submission.wish?.secure === true || decided !== undefined;
        const wishes = { ...wishesOf(head, subjectTag), ...(isWished ? { secure: true } : {}) };
        way = wishes.secure
          ? await beginSealed(app, actor, submission, wishes, split.second)
          : { kind: "relayed", prepared: prepareRelay(app, relayEnvelope(submission), withoutBcc(split.second)) };
        // Whoever fails takes the other with it; its own failure is seen where it is awaited.
        (way.kind === "sealed" ? way.done : way.prepared).catch(split.fail);
      },
      onAttachment: async (meta, content) => {
        if (way?.kind === "sealed") await way.message.addAttachment(meta, content);
        else await look.attachment(meta, content);
      },
    });
    // An epilogue that nobody shows is part of the mail all the same.
    for await (const _ of split.first);
    if (way!.kind === "sealed") {
      const sealed = way as Way & { kind: "sealed" };
      return await sendSealed(actor, submission, sealed, mail, { sha256: hash.digest("hex"), ...decided });
    }
    const kept = await (way as Way & { kind: "relayed" }).prepared;
    const read = { look, mail, emails: submission.envelope.to.map(({ email }) => email.toLowerCase()) };
    if (inForce.version === 0)
      return await sendRelayed(app, actor, submission, kept, { record: await recordSubmission(app, actor, read) });
    const { sealed, direct, rules, record } = await decideSubmission(app, actor, inForce, read);
    if (sealed.size > 0 || direct.length > 0)
      return await sendApart(app, actor, submission, taking, { kept, sealed, direct, rules, record });
    return await sendRelayed(app, actor, submission, kept, { rules, record });
  } catch (error) {
    split.fail(error);
    const cause = error instanceof ReaderStopped ? await failureOf(way, error) : error;
    await giveUp(app, way);
    throw cause;
  }
}

/**
 * The same bytes once more, now for those who must get them sealed; the others get theirs by relay, in the same transaction.
 * What had been kept for the relay of all goes.
 */
async function sendApart(
  app: MailApp,
  actor: Submitter,
  submission: Submission,
  taking: Taking,
  apart: Apart,
): Promise<Submitted> {
  const { kept, sealed, rules, record } = apart;
  const { envelope } = submission;
  const rest = await prepareRest(app, submission, apart);
  const discardRest = () => Promise.all(rest.map(({ prepared }) => discardDispatch(app, prepared)));
  try {
    let isRelayed = false;
    const alongside = async (tx: Transaction): Promise<void> => {
      for (const { envelope: theirs, prepared } of rest)
        await insertRelay(tx, actor, prepared, { envelope: theirs, at: app.clock.now(), rules });
      await writeRecord(app, tx, record);
      isRelayed = true;
    };
    if (sealed.size === 0) {
      await app.database.inOrganisation(actor.organisationId, alongside);
      await discardDispatch(app, kept);
      return { way: "relayed", id: rest[0]!.prepared.dispatchId, repeated: false };
    }
    const source = reopenPrepared(app, kept);
    const theirs = envelope.to.filter(({ email }) => sealed.has(email.toLowerCase()));
    const again = { ...submission, source, envelope: { ...envelope, to: theirs } };
    const submitted = await takeMail(app, actor, again, { ...taking, decided: { alongside } });
    // Submitted before: its rest was relayed then.
    if (!isRelayed) await discardRest();
    await discardDispatch(app, kept);
    return submitted;
  } catch (error) {
    await discardRest();
    throw error;
  }
}

/** Why the second reader let go of the mail: it ends its reading first, and only then fails. */
async function failureOf(way: Way | undefined, stopped: ReaderStopped): Promise<unknown> {
  try {
    await (way?.kind === "sealed" ? way.done : way?.prepared);
    return stopped;
  } catch (error) {
    return error;
  }
}

async function beginSealed(
  app: MailApp,
  actor: Submitter,
  { door = "smtp" }: Submission,
  wishes: SubmissionWishes,
  bytes: AsyncIterable<Bytes>,
): Promise<Way> {
  const message = await beginMessage(app, actor, { door });
  return { kind: "sealed", wishes, message, done: message.addOriginal(bytes) };
}

/** From and Sender are the member's own, unless the application password may write any (RFC 6409, section 6.1). */
function assertSender(actor: Submitter, head: MailHead): void {
  if (mayWriteAny(actor)) return;
  const named = [...head.fromAll, ...(head.sender ? [head.sender] : [])];
  const foreign = named.find(({ email }) => email.toLowerCase() !== actor.email);
  const isUnreadable = head.fromAll.length === 0 && head.headers.has("from");
  if (foreign || isUnreadable || head.fromAll.length > 1) {
    const address = foreign?.email ?? head.headers.get("from") ?? "";
    throw new Refusal("forbidden", "mail.sender_not_allowed", { address: address.slice(0, 100) });
  }
}

/**
 * Who gets it is what the envelope says; the header says in which role. Who is in the envelope alone is a Bcc, with a
 * conversation of their own; one single such recipient needs none beside it.
 */
function recipientsOf(submission: Submission, mail: ParsedMail, wishes: SubmissionWishes): RecipientInput[] {
  const verification = submission.wish?.verification ?? wishes.verification;
  const phone = submission.wish?.phone ?? wishes.phone;
  const password = submission.wish?.password;
  const check = {
    ...(verification ? { verification } : {}),
    ...(phone ? { phone } : {}),
    ...(password ? { password } : {}),
  };
  const { to } = submission.envelope;
  return to.map(({ email }) => {
    const isNamed = (one: { readonly email: string }): boolean => one.email.toLowerCase() === email.toLowerCase();
    const named = mail.to.find(isNamed) ?? mail.cc.find(isNamed);
    const role = mail.to.some(isNamed) || (!named && to.length === 1) ? "to" : named ? "cc" : "bcc";
    return { email, role, ...(named?.name ? { name: named.name } : {}), ...check };
  });
}

async function sendSealed(
  actor: Submitter,
  submission: Submission,
  way: Way & { readonly kind: "sealed" },
  mail: ParsedMail,
  { sha256, alongside }: Decided & { readonly sha256: string },
): Promise<Submitted> {
  await way.done;
  const content = {
    recipients: recipientsOf(submission, mail, way.wishes),
    subject: way.wishes.subject,
    text: mail.text,
    ...(mail.html === "" ? {} : { html: mail.html }),
    ...(mail.date ? { date: mail.date } : {}),
    ...(mayWriteAny(actor) && mail.from ? { from: mail.from } : {}),
    // Without an id of its own, the same mail twice may well be meant twice.
    ...(mail.messageId ? { clientMessageId: `${mail.messageId}\n${sha256}` } : {}),
  };
  // Decided about before, and written down then.
  const sent = await way.message.send(content, { alongside, isRecorded: alongside !== undefined });
  return { way: sent.held ? "held" : "sealed", id: sent.messageId, repeated: sent.repeated };
}

async function sendRelayed(
  app: MailApp,
  actor: Submitter,
  submission: Submission,
  prepared: PreparedDispatch,
  { rules = {}, record }: { readonly rules?: RelayRules; readonly record: MailRecord },
): Promise<Submitted> {
  const envelope = relayEnvelope(submission);
  const alongside = (tx: Transaction): Promise<void> => writeRecord(app, tx, record);
  const id = await queueRelay(app, actor, prepared, { envelope, rules, alongside });
  return { way: "relayed", id, repeated: false };
}

/** Takes away what was sealed of a mail that is not sent. */
async function giveUp(app: MailApp, way: Way | undefined): Promise<void> {
  if (way?.kind === "sealed") {
    await way.done.catch(() => undefined);
    await way.message.discard();
  } else if (way?.kind === "relayed") {
    const prepared = await way.prepared.catch(() => undefined);
    if (prepared) await discardDispatch(app, prepared);
  }
}

async function* counted(
  source: AsyncIterable<Bytes>,
  hash: { update(bytes: Bytes): unknown },
): AsyncGenerator<Bytes, void> {
  for await (const piece of source) {
    hash.update(piece);
    yield piece;
  }
}
