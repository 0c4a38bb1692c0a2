import type { Transaction } from "#/db/index.ts";
import { writeRecord } from "#/agreements/index.ts";
import { writeAudit } from "#/audit/index.ts";
import { type AppPasswordActor, type MemberActor, readerOf } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { discardObject, mailboxEpoch, type PreparedObject } from "#/spaces/index.ts";
import { auditActorOf, mailboxOf } from "./actors.ts";
import { announceMessages } from "./applications/announce-states.ts";
import { onceOnlyOf, rememberKey, sentUnderKey } from "./applications/idempotency.ts";
import { type EarlierEpoch, earlierEpochs } from "./earlier-messages.ts";
import { noteAddressUse } from "./drafts/address-use.ts";
import { holdMessage } from "./drafts/hold-message.ts";
import { Gate } from "./enforcing/decided-sending.ts";
import { noteHabits } from "./enforcing/habits.ts";
import { holdForApproval, prepareReasons } from "./enforcing/hold-for-approval.ts";
import type { SealedReason } from "./enforcing/hold-reason.ts";
import { noteWarnings } from "./enforcing/warnings.ts";
import { houseOf } from "./house.ts";
import { type Group, groupsOf, prepareGroup, type Writing, writingOf } from "./message-groups.ts";
import {
  checkRecipients,
  type GivenForCheck,
  planRecipients,
  understandWritten,
  type WrittenRecipient,
} from "./plan-recipients.ts";
import { prepareNotices } from "./prepare-notices.ts";
import { type PreparedDispatch, discardDispatch, insertDispatch, prepareDispatch } from "./queue-dispatch.ts";
import { clientIdMac, findRepeated } from "./repeated-message.ts";
import { prepareNotification } from "./mint-link.ts";
import { type MessagePlace, newObjects, type SealedParts } from "./sealed-parts.ts";
import type { Leaving, MailApp, MessageContent, Recipient, SentMessage } from "./types.ts";
import { writeGroup } from "./write-group.ts";

type Sender = MemberActor | AppPasswordActor;

function assertMaySendAs(actor: Sender, content: MessageContent): void {
  const email = content.from?.email.toLowerCase();
  if (email === undefined || email === actor.email) return;
  if (actor.kind !== "app-password" || !actor.anyFrom)
    throw new Refusal("forbidden", "mail.sender_not_allowed", { address: email.slice(0, 100) });
}

/** The checks that were written; a password takes time, so that no transaction is open meanwhile. */
async function understandAll(
  app: MailApp,
  organisationId: Id,
  written: readonly WrittenRecipient[],
): Promise<Map<string, GivenForCheck>> {
  const given = new Map<string, GivenForCheck>();
  const withCheck = written.filter(({ phone, password }) => phone !== undefined || password !== undefined);
  if (withCheck.length === 0) return given;
  const { domain } = await app.database.inOrganisation(organisationId, houseOf);
  for (const each of withCheck) given.set(each.email, await understandWritten(app, domain, each));
  return given;
}

/** What is read once before anything is sealed: who the recipients are, and what their fresh links will open besides. */
async function plan(
  app: MailApp,
  actor: Sender,
  parts: SealedParts,
  place: MessagePlace,
  written: readonly WrittenRecipient[],
  gate: Gate,
) {
  const { organisationId } = actor;
  const given = await understandAll(app, organisationId, written);
  const reader = readerOf(actor);
  // A mail program holds no key of the mailbox, and so none of what only that remembers.
  const mailboxSpaceId = actor.kind === "member" ? actor.mailboxSpaceId : undefined;
  return app.database.inOrganisation(organisationId, async (tx) => {
    const house = await houseOf(tx);
    const recipients = await planRecipients(app, tx, {
      house,
      reader,
      written,
      given,
      mailboxSpaceId,
      decideOn: (addressees) => gate.decide(addressees),
    });
    const approvers = gate.isHeld ? await gate.approvers(tx) : [];
    const reasons = gate.isHeld ? await prepareReasons(app, tx, actor, gate, approvers) : [];
    const mayRead = gate.inForce.agreements.approval.mayRead;
    const earlier = new Map<Id, readonly EarlierEpoch[]>();
    // A mail program holds no key of the mailbox: its message opens itself alone.
    if (!place.isNew && actor.kind === "member")
      for (const each of recipients)
        if (each.route === "guest" && each.contact && each.verification && each.role !== "bcc") {
          const { contactId, email } = each.contact;
          const asked = { conversationId: parts.epoch.spaceId, contactId, email, verification: each.verification.kind };
          earlier.set(each.recipientId, await earlierEpochs(app, tx, reader, asked));
        }
    const readers = mayRead ? approvers : [];
    return { house, recipients, earlier, readers, reasons, keeper: await mailboxEpoch(app, tx, mailboxOf(actor)) };
  });
}

/** Everything that leaves the house because of this message, sealed to the queue key. */
async function prepareDispatches(
  app: MailApp,
  actor: Sender,
  writing: Writing,
  groups: readonly Group[],
): Promise<PreparedDispatch[]> {
  const { house, from } = writing;
  const at = writing.releaseAt ?? writing.at;
  const sender = { email: actor.email, name: from.name ?? actor.name };
  const dispatches: PreparedDispatch[] = [];
  for (const { recipient, link } of groups.flatMap((group) => group.guests)) {
    if (!link) continue;
    const { recipientId, email, name } = recipient;
    const to = { email, ...(name === undefined ? {} : { name }) };
    dispatches.push(await prepareNotification(app, link, { house, at, sender, to, recipientId }));
  }
  for (const letter of prepareNotices(app, actor, writing, groups))
    dispatches.push(await prepareDispatch(app, { kind: "notice", content: letter }));
  return dispatches;
}

async function leaveNow(
  tx: Transaction,
  groups: readonly Group[],
  dispatches: readonly PreparedDispatch[],
  at: Date,
): Promise<void> {
  for (const dispatch of dispatches) await insertDispatch(tx, dispatch, at);
  const messageIds = groups.map(({ messageId }) => messageId);
  await announceMessages(tx, messageIds, at);
}

async function writeAll(
  app: MailApp,
  tx: Transaction,
  actor: Sender,
  {
    writing,
    groups,
    dispatches,
    parts,
    leaving,
    gate,
    reasons,
  }: {
    readonly writing: Writing;
    readonly groups: readonly Group[];
    readonly dispatches: readonly PreparedDispatch[];
    readonly parts: SealedParts;
    readonly leaving: Leaving;
    readonly gate: Gate;
    readonly reasons: readonly SealedReason[];
  },
): Promise<SentMessage> {
  const hold = leaving.hold ?? (gate.isHeld ? { releaseAt: writing.at, draftId: leaving.draftId ?? null } : undefined);
  const recipients: Recipient[] = [];
  for (const group of groups) recipients.push(...(await writeGroup(app, tx, actor, writing, group)));
  const [first] = groups as [Group, ...Group[]];
  const awaitsApproval = gate.isHeld;
  if (hold) await holdMessage(tx, actor, first.messageId, { ...hold, awaitsApproval, dispatches, at: writing.at });
  if (hold && awaitsApproval) {
    const held = { messageId: first.messageId, heldAt: hold.releaseAt, reasons };
    await holdForApproval(tx, actor, gate.inForce, held);
  }
  if (!hold) await leaveNow(tx, groups, dispatches, writing.at);
  const emails = recipients.map(({ email }) => email);
  await noteAddressUse(tx, actor.mailboxSpaceId, emails, writing.at);
  const guests = recipients.filter(({ route }) => route === "guest").map(({ email }) => email);
  await noteHabits(app, tx, actor, { values: gate.people, emails: guests });
  if (!leaving.isRecorded) await writeRecord(app, tx, gate.record);
  // Elsewhere nobody saw a warning.
  if (writing.door === "web")
    await noteWarnings(tx, actor.mailboxSpaceId, { signals: gate.warned, heeded: false, at: writing.at });
  const count = (states: readonly string[]): number => recipients.filter(({ state }) => states.includes(state)).length;
  await writeAudit(tx, {
    at: writing.at,
    actor: auditActorOf(actor),
    act: gate.isHeld ? "mail.message-held" : hold ? "mail.message-scheduled" : "mail.message-sent",
    subject: { kind: "message", id: first.messageId },
    details: {
      door: writing.door,
      conversationId: first.epoch.spaceId,
      recipients: emails,
      ...(hold && !gate.isHeld ? { releaseAt: hold.releaseAt.toISOString() } : {}),
      ...(gate.rules.length > 0 ? { agreements: gate.inForce.version, rules: gate.rules } : {}),
      waiting: count(["waiting"]),
      attachments: parts.attachments.length,
      sizeBytes: writing.sizeBytes,
    },
  });
  const order = new Map(writing.recipientIds.map((id, place) => [id, place]));
  recipients.sort((a, b) => order.get(a.recipientId)! - order.get(b.recipientId)!);
  const sent = {
    messageId: first.messageId,
    conversationId: first.epoch.spaceId,
    recipients,
    repeated: false,
    held: gate.isHeld,
  };
  await leaving.alongside?.(tx, sent);
  return sent;
}

/** Decides, seals, and writes in one transaction. What was prepared for a message that is not sent is taken away again. */
export async function sendPrepared(
  app: MailApp,
  actor: Sender,
  parts: SealedParts,
  place: MessagePlace,
  content: MessageContent,
  leaving: Leaving = {},
): Promise<SentMessage> {
  assertMaySendAs(actor, content);
  const written = checkRecipients(content.recipients);
  const gate = await Gate.open(app, actor, content, { parts, place, recipients: written });
  const planned = await plan(app, actor, parts, place, written, gate);
  const clientId = clientIdMac(app, content.clientMessageId);
  const once = onceOnlyOf(app, content, parts.attachments);
  const releaseAt = leaving.hold?.releaseAt ?? (gate.isHeld ? app.clock.now() : undefined);
  const { looked } = gate;
  const writing = writingOf(app, actor, { content, parts, place, clientId, releaseAt, looked, ...planned });
  const copies: PreparedObject[] = [];
  const dispatches: PreparedDispatch[] = [];
  try {
    const groups: Group[] = [];
    for (const recipients of groupsOf(planned.recipients)) {
      const group = await prepareGroup(parts, writing, recipients, groups[0], planned.earlier);
      groups.push(group);
      copies.push(...group.objects.filter((object) => !parts.attachments.some((each) => each.object === object)));
    }
    dispatches.push(...(await prepareDispatches(app, actor, writing, groups)));
    const sent = await app.database.inOrganisation(actor.organisationId, async (tx) => {
      const earlier =
        (once && (await sentUnderKey(tx, actor, once))) ??
        (clientId ? await findRepeated(tx, actor, clientId, planned.recipients, writing.at) : undefined);
      if (earlier) return earlier;
      const done = await writeAll(app, tx, actor, {
        writing,
        groups,
        dispatches,
        parts,
        leaving,
        gate,
        reasons: planned.reasons,
      });
      if (once) await rememberKey(tx, actor, once, done.messageId, writing.at);
      return done;
    });
    if (!sent.repeated) return sent;
    await removeUnused(app, copies, dispatches);
    await Promise.all(newObjects(parts.attachments).map((object) => discardObject(app, object)));
    if (parts.original) await discardObject(app, parts.original);
    return sent;
  } catch (error) {
    await removeUnused(app, copies, dispatches);
    throw error;
  }
}

async function removeUnused(app: MailApp, objects: readonly PreparedObject[], dispatches: readonly PreparedDispatch[]) {
  await Promise.all([
    ...objects.map((object) => discardObject(app, object)),
    ...dispatches.map((dispatch) => discardDispatch(app, dispatch)),
  ]);
}
