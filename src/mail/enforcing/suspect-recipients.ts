import {
  type AddressedDraft,
  type DraftRecipient,
  type History,
  suspect,
  type SuspectRecipient,
} from "#/agreements/misaddressing/index.ts";
import type { Agreements, MisaddressingSignal } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { AppPasswordActor, MemberActor } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import { houseOf } from "../house.ts";
import { inboxes } from "../mailboxes/inboxes.ts";
import type { MailApp } from "../types.ts";
import { agreementsFor } from "./decide-sending.ts";
import { type Habits, openHabits } from "./habits.ts";
import { weightsOf } from "./warnings.ts";

export interface Addressed {
  readonly recipients: readonly Pick<DraftRecipient, "email" | "name" | "role">[];
  readonly conversationId?: Id | undefined;
  /** The text; its first line greets somebody. */
  readonly text: string;
  /** Numbers of people in it, as `kind:value`. */
  readonly values?: readonly string[] | undefined;
  /** Keys of people, as `lookAtFile` gave them. */
  readonly people?: readonly string[] | undefined;
}

const mostAddresses = 10_000;
const mostThread = 1_000;
const greetingChars = 300;
/** A colleague counts as somebody who was written to, so that a slip in their address is seen. */
const usesOfColleague = 3;

/** Whom this mailbox wrote to, and the colleagues it might have meant. Addresses and counts alone (decision 0102). */
async function historyOf(
  tx: Transaction,
  actor: MemberActor | AppPasswordActor,
  habits: Habits | undefined,
): Promise<History> {
  const { domain } = await houseOf(tx);
  const used = await tx.query
    .selectFrom("mail_address_use")
    .select(["email", "uses"])
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", actor.mailboxSpaceId)
    .orderBy("uses", "desc")
    .limit(mostAddresses)
    .execute();
  const colleagues = await tx.query
    .selectFrom("identity_member")
    .select(["email", "name"])
    .where("organisation_id", "=", tx.organisationId)
    .where("state", "=", "active")
    .execute();
  const addresses = new Map(colleagues.map(({ email, name }) => [email, { email, name, count: usesOfColleague }]));
  const others = used.filter(({ email }) => !addresses.has(email)).map(({ email, uses }) => ({ email, count: uses }));
  return {
    ownDomains: [domain],
    addresses: [...addresses.values(), ...others],
    written: used.length,
    ...(habits && { people: habits.people }),
  };
}

/** Everybody who took part in a conversation so far. */
async function threadOf(tx: Transaction, actor: MemberActor | AppPasswordActor, conversationId: Id): Promise<string[]> {
  const rows = await tx.query
    .selectFrom("mail_message as message")
    .leftJoin("mail_recipient as recipient", (join) =>
      join
        .onRef("recipient.organisation_id", "=", "message.organisation_id")
        .onRef("recipient.message_id", "=", "message.message_id"),
    )
    .select(["message.sender_email", "recipient.email"])
    .where("message.organisation_id", "=", tx.organisationId)
    .where("message.conversation_id", "=", conversationId)
    .limit(mostThread)
    .execute();
  const emails = new Set(rows.flatMap(({ sender_email: from, email }) => (email === null ? [from] : [from, email])));
  return emails.size === 0 ? [] : [...emails.add(actor.email)];
}

/** From where on answering is answering everybody. */
const answersAll = (recipients: readonly { email: string }[], thread: readonly string[]): boolean =>
  thread.length > 0 && recipients.every(({ email }) => thread.includes(email));

export interface Suspected {
  readonly recipients: readonly SuspectRecipient[];
  /** What would have been said, and is not any more. */
  readonly retired: readonly MisaddressingSignal[];
}

/** What may be wrong with each recipient, from what this mailbox did so far (docs/spec/misaddressing.md). */
export async function suspectIn(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor | AppPasswordActor,
  agreements: Agreements,
  { recipients, conversationId, text, values = [], people = [] }: Addressed,
): Promise<Suspected> {
  const emails = recipients.map(({ email }) => email);
  const members = new Set((await inboxes(app, tx, { emails })).map(({ email }) => email));
  const thread = conversationId === undefined ? [] : await threadOf(tx, actor, conversationId);
  const habits = values.length + people.length > 0 ? await openHabits(app, tx, actor) : undefined;
  const draft: AddressedDraft = {
    recipients: recipients.map((each) => ({ ...each, kind: members.has(each.email) ? "member" : "guest" })),
    thread,
    isReplyAll: answersAll(recipients, thread),
    beginning: text.slice(0, greetingChars),
    people: [...people, ...(habits?.keysOf(values) ?? [])],
  };
  const weights = await weightsOf(tx, actor.mailboxSpaceId, agreements);
  const retired = weights.filter(({ isRetired }) => isRetired).map(({ signal }) => signal);
  return { recipients: suspect(draft, await historyOf(tx, actor, habits), new Set(retired)), retired };
}

/** The same while somebody writes. */
export async function suspectRecipients(app: MailApp, actor: MemberActor, addressed: Addressed): Promise<Suspected> {
  const { agreements } = await agreementsFor(app, actor.organisationId);
  return app.database.inOrganisation(actor.organisationId, (tx) => suspectIn(app, tx, actor, agreements, addressed));
}

export const signalsOf = ({ recipients }: Suspected): ReadonlyMap<string, readonly MisaddressingSignal[]> =>
  new Map(recipients.map(({ email, suspicions }) => [email, suspicions.map(({ signal }) => signal)]));
