import type { z } from "zod";
import { type Language, recipientRequest, type Verification } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Id, isRefusal, newId, Refusal } from "#/kernel/index.ts";
import type { Reader } from "#/spaces/index.ts";
import { type AgreedPassword, agreePassword, type Contact, contactsByEmail, openPhones } from "./contacts.ts";
import type { Colleague, House } from "./house.ts";
import { inboxes } from "./mailboxes/inboxes.ts";
import type { CompleteVerification } from "./mint-link.ts";
import { parsePhone } from "./phone.ts";
import { decideVerification, type PhoneWrong, type VerificationDecision } from "./rules.ts";
import type { MailApp, RecipientInput } from "./types.ts";

const mostRecipients = 200;
const roleRank = { to: 0, cc: 1, bcc: 2 } as const;

export type WrittenRecipient = z.output<typeof recipientRequest>;

interface Planned {
  readonly recipientId: Id;
  readonly email: string;
  readonly name: string | undefined;
  readonly role: WrittenRecipient["role"];
}
export interface PlannedMember extends Planned {
  readonly route: "member";
  readonly colleague: Colleague;
}
export interface PlannedGuest extends Planned {
  readonly route: "guest";
  readonly contact: Contact | undefined;
  readonly language: Language;
  readonly decision: VerificationDecision;
  /** Undefined while something is missing. */
  readonly verification: CompleteVerification | undefined;
  /** Given now, to be remembered. */
  readonly given: { readonly phone: string | undefined; readonly password: AgreedPassword | undefined };
}
export type PlannedRecipient = PlannedMember | PlannedGuest;

export interface Addressee {
  readonly email: string;
  readonly kind: "member" | "guest";
}

/** Each address once, in the role that shows it most. @throws Refusal `mail.recipients_none` and its kin. */
export function checkRecipients(inputs: readonly RecipientInput[]): WrittenRecipient[] {
  if (inputs.length === 0) throw new Refusal("invalid", "mail.recipients_none");
  if (inputs.length > mostRecipients)
    throw new Refusal("too-large", "mail.recipients_too_many", { limit: mostRecipients });
  const byEmail = new Map<string, WrittenRecipient>();
  for (const input of inputs) {
    const parsed = recipientRequest.safeParse(input);
    if (!parsed.success)
      throw new Refusal("invalid", "mail.address_invalid", { address: String(input.email).slice(0, 100) });
    const known = byEmail.get(parsed.data.email);
    if (!known || roleRank[parsed.data.role] < roleRank[known.role])
      byEmail.set(parsed.data.email, { ...known, ...parsed.data });
  }
  return [...byEmail.values()];
}

/** What was typed for a recipient, understood. Passwords take time: before any transaction. */
export interface GivenForCheck {
  readonly phone: string | undefined;
  readonly password: AgreedPassword | undefined;
  /** Why the number that was given can't be used. */
  readonly phoneWrong?: PhoneWrong;
}

type Given = Pick<WrittenRecipient, "phone" | "password" | "verification">;

/** What belongs to another check than the one that was chosen does not count. @throws Refusal as `parsePhone` does. */
export async function understandGiven(
  app: Pick<MailApp, "secrets">,
  domain: string,
  { phone, password, verification }: Given,
): Promise<GivenForCheck> {
  const isFor = (check: Given["verification"]): boolean => verification === undefined || verification === check;
  return {
    phone: phone?.trim() && isFor("sms") ? parsePhone(phone, domain) : undefined,
    password: password && isFor("password") ? await agreePassword(app, password) : undefined,
  };
}

/** The same, where a number that can't be used lets its recipient wait: the others are not held back by it. */
export async function understandWritten(
  app: Pick<MailApp, "secrets">,
  domain: string,
  written: Given,
): Promise<GivenForCheck> {
  try {
    return await understandGiven(app, domain, written);
  } catch (error) {
    const code = isRefusal(error) ? error.code : undefined;
    if (code !== "mail.phone_invalid" && code !== "mail.phone_not_mobile") throw error;
    return { ...(await understandGiven(app, domain, { ...written, phone: undefined })), phoneWrong: code };
  }
}

export function completeVerification(
  { verification, missing }: VerificationDecision,
  phone: string | undefined,
  password: AgreedPassword | undefined,
): CompleteVerification | undefined {
  if (missing) return undefined;
  if (verification === "sms") return phone === undefined ? undefined : { kind: "sms", phone };
  if (verification === "password") return password && { kind: "password", password };
  return { kind: "none" };
}

/** How a guest is to be checked, from what was written now and what is remembered. */
export function decideGuest(
  written: Pick<WrittenRecipient, "verification">,
  given: GivenForCheck,
  contact: Contact | undefined,
  knownPhone: string | undefined,
  least?: Verification,
): Pick<PlannedGuest, "decision" | "verification"> {
  const decision = decideVerification({
    chosen: written.verification,
    least,
    remembered: contact?.verification,
    phoneGiven: given.phone !== undefined,
    phoneWrong: given.phoneWrong,
    passwordGiven: given.password !== undefined,
    phoneKnown: knownPhone !== undefined,
    passwordKnown: contact?.password !== undefined,
  });
  const verification = completeVerification(decision, given.phone ?? knownPhone, given.password ?? contact?.password);
  return { decision, verification };
}

/** Who each recipient is here, and how a guest will be checked. */
export async function planRecipients(
  app: Pick<MailApp, "blobs" | "secrets">,
  tx: Transaction,
  {
    house,
    reader,
    written,
    given,
    mailboxSpaceId,
    decideOn,
  }: {
    readonly house: House;
    readonly reader: Reader;
    readonly written: readonly WrittenRecipient[];
    readonly given: ReadonlyMap<string, GivenForCheck>;
    /** Whose own contacts count before the firm's. */
    readonly mailboxSpaceId?: Id | undefined;
    /** The least check of each guest, by address, once it is known who is one. */
    readonly decideOn?: (recipients: readonly Addressee[]) => ReadonlyMap<string, Verification>;
  },
): Promise<PlannedRecipient[]> {
  const emails = written.map(({ email }) => email);
  const members = new Map((await inboxes(app, tx, { emails })).map((each) => [each.email, each]));
  const contacts = await contactsByEmail(
    app,
    tx,
    emails.filter((email) => !members.has(email)),
    mailboxSpaceId,
  );
  const phones = await openPhones(app, tx, reader, [...contacts.values()]);
  const least = decideOn?.(emails.map((email) => ({ email, kind: members.has(email) ? "member" : "guest" })));
  return written.map((each) => {
    const { email, name, role } = each;
    const facts = { recipientId: newId(), email, name, role };
    const colleague = members.get(email);
    if (colleague?.isClosed) throw new Refusal("conflict", "mail.mailbox_closed", { address: email });
    if (colleague) return { ...facts, name: name ?? colleague.name, route: "member", colleague };
    const contact = contacts.get(email);
    const mine = given.get(email) ?? { phone: undefined, password: undefined };
    const decided = decideGuest(each, mine, contact, contact && phones.get(contact.contactId), least?.get(email));
    return {
      ...facts,
      route: "guest",
      contact,
      language: contact?.language ?? house.language,
      ...decided,
      given: mine,
    };
  });
}
