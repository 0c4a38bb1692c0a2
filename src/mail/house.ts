import { type Language, languageSchema, type Look } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { organisationSettings } from "#/identity/index.ts";
import { dayMs, type Id } from "#/kernel/index.ts";
import type { Owner } from "#/spaces/index.ts";

/** What mails and guest pages say of the organisation, and its settings that concern mail. */
export interface House {
  readonly organisationId: Id;
  readonly name: string;
  readonly domain: string;
  readonly phone: string;
  readonly website: string;
  readonly language: Language;
  readonly linkMs: number;
  /** How long a guest's device may skip a check that was passed there, by kind of check; 0: never. */
  readonly trustDays: { readonly sms: number; readonly password: number };
  readonly look: Look;
  readonly logo: string;
}

/** A colleague with a mailbox, or a shared mailbox. */
export interface Colleague {
  /** Undefined for a shared mailbox. */
  readonly memberId: Id | undefined;
  /** Whose the mailbox has to be when something is sealed for it. */
  readonly owner: Owner;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly mailboxSpaceId: Id;
  /** A shared mailbox in which nothing new arrives. */
  readonly isClosed?: boolean;
}

export async function houseOf(tx: Transaction): Promise<House> {
  const settings = await organisationSettings(tx);
  const { name, domain, phone, website, language, linkDays, trustedDeviceDays, trustedDevicePassword, look, logo } =
    settings;
  return {
    organisationId: tx.organisationId,
    name,
    domain,
    phone,
    website,
    language,
    linkMs: linkDays * dayMs,
    trustDays: { sms: trustedDeviceDays, password: trustedDevicePassword ? trustedDeviceDays : 0 },
    look,
    logo,
  };
}

export type Condition =
  | { readonly emails: readonly string[] }
  | { readonly memberIds: readonly Id[] }
  | { readonly mailboxSpaceIds: readonly Id[] };

/** Those of the people asked for who have a mailbox and were not removed. */
export async function colleagues(tx: Transaction, condition: Condition): Promise<Colleague[]> {
  const sought = Object.values(condition)[0] as readonly string[];
  if (sought.length === 0) return [];
  const column = "emails" in condition ? "email" : "memberIds" in condition ? "member_id" : "mailbox_space_id";
  const rows = await tx.query
    .selectFrom("identity_member")
    .select(["member_id", "email", "name", "language", "mailbox_space_id"])
    .where("organisation_id", "=", tx.organisationId)
    .where(column, "in", sought)
    .where("state", "in", ["active", "locked"])
    .where("mailbox_space_id", "is not", null)
    .orderBy("email")
    .execute();
  return rows.map((row) => ({
    memberId: row.member_id,
    owner: { memberId: row.member_id },
    email: row.email,
    name: row.name,
    language: languageSchema.catch("nl").parse(row.language),
    mailboxSpaceId: row.mailbox_space_id!,
  }));
}
