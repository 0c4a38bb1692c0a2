import { randomBytes } from "node:crypto";
import { type Language, languageSchema, type Verification } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, fromUtf8, type Id, newId, Refusal, utf8 } from "#/kernel/index.ts";
import { currentEpoch, openEpochSecret, type Reader, spaceOfKind, type SpacesApp } from "#/spaces/index.ts";
import { agreedPasswordKey, openSealed, sealTo, type Signer } from "#/vault/index.ts";
import { assertSigned, type ContactRow, signCheck } from "./contact-signature.ts";
import type { MailApp } from "./types.ts";

/** Somebody outside the organisation, as far as it is remembered. */
export interface Contact {
  readonly contactId: Id;
  readonly email: string;
  readonly language: Language | undefined;
  readonly verification: Verification | undefined;
  readonly phone: { readonly sealed: Bytes; readonly epoch: number } | undefined;
  readonly password: AgreedPassword | undefined;
}

/** What is kept of an agreed password: enough to seal with, not to open. */
export interface AgreedPassword {
  readonly salt: Bytes;
  readonly publicKey: Bytes;
}

/**
 * What is remembered of these addresses. What was not written down by somebody of the organisation is
 * `vault.signature_wrong`: it may be another's password key, or no check at all.
 */
export async function contactsByEmail(
  app: SpacesApp,
  tx: Transaction,
  emails: readonly string[],
): Promise<Map<string, Contact>> {
  if (emails.length === 0) return new Map();
  const rows = await tx.query
    .selectFrom("mail_contact")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("email", "in", emails)
    .execute();
  await assertSigned(app, tx, rows);
  return new Map(rows.map((row) => [row.email, contactOf(row)]));
}

const contactOf = (row: ContactRow): Contact => ({
  contactId: row.contact_id,
  email: row.email,
  language: languageSchema
    .optional()
    .catch(undefined)
    .parse(row.language ?? undefined),
  verification: row.verification ?? undefined,
  phone:
    row.sealed_phone && row.phone_epoch !== null ? { sealed: row.sealed_phone, epoch: row.phone_epoch } : undefined,
  password:
    row.password_salt && row.password_public ? { salt: row.password_salt, publicKey: row.password_public } : undefined,
});

async function contactsSpaceId(tx: Transaction): Promise<Id> {
  const spaceId = await spaceOfKind(tx, "contacts");
  if (!spaceId) throw new Refusal("unavailable", "spaces.absent");
  return spaceId;
}

/** The phone numbers of those contacts that the reader can open, by contact. */
export async function openPhones(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
  contacts: readonly Contact[],
): Promise<Map<Id, string>> {
  const withPhone = contacts.filter((contact) => contact.phone !== undefined);
  if (withPhone.length === 0) return new Map();
  const spaceId = await contactsSpaceId(tx);
  const secrets = new Map<number, Bytes>();
  for (const epoch of new Set(withPhone.map((contact) => contact.phone!.epoch))) {
    const secret = await openEpochSecret(app, tx, reader, spaceId, epoch);
    if (secret) secrets.set(epoch, secret);
  }
  return new Map(
    withPhone.flatMap(({ contactId, phone }) => {
      const secret = secrets.get(phone!.epoch);
      const plain = secret && openSealed(secret, phone!.sealed);
      return plain ? [[contactId, fromUtf8(plain)] as const] : [];
    }),
  );
}

/** Takes some 100 ms: two at once, so never inside a transaction. */
export async function agreePassword(app: Pick<MailApp, "secrets">, password: string): Promise<AgreedPassword> {
  const salt = randomBytes(16);
  const { x25519Public } = await agreedPasswordKey(password, salt, app.secrets.pepper);
  return { salt, publicKey: x25519Public };
}

export interface RememberContact {
  readonly email: string;
  readonly verification: Verification;
  readonly phone: string | undefined;
  readonly password: AgreedPassword | undefined;
}

/** Makes the contact when it is new; keeps what was given, signed. `none` does not make a stronger check forgotten. */
export async function rememberContact(
  app: SpacesApp,
  tx: Transaction,
  signer: Signer,
  { email, verification, phone, password }: RememberContact,
  at: Date,
): Promise<Id> {
  const { organisationId } = tx;
  await tx.query
    .insertInto("mail_contact")
    .values({ organisation_id: organisationId, contact_id: newId(), email, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tx.query
    .selectFrom("mail_contact")
    .selectAll()
    .where("organisation_id", "=", organisationId)
    .where("email", "=", email)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (verification === "none" && phone === undefined && !password) return row.contact_id;
  await assertSigned(app, tx, [row]);
  const space = phone === undefined ? undefined : await currentEpoch(app, tx, await contactsSpaceId(tx));
  const remembered = {
    verification: verification === "none" ? row.verification : verification,
    sealed_phone: space ? sealTo(space.publicKey, utf8(phone!)) : row.sealed_phone,
    phone_epoch: space ? space.epoch : row.phone_epoch,
    password_salt: password ? password.salt : row.password_salt,
    password_public: password ? password.publicKey : row.password_public,
  };
  await tx.query
    .updateTable("mail_contact")
    .set({ ...remembered, ...signCheck(organisationId, email, remembered, signer) })
    .where("organisation_id", "=", organisationId)
    .where("contact_id", "=", row.contact_id)
    .execute();
  return row.contact_id;
}

/** The language in which the contact last read. */
export async function rememberLanguage(tx: Transaction, contactId: Id, language: Language): Promise<void> {
  await tx.query
    .updateTable("mail_contact")
    .set({ language })
    .where("organisation_id", "=", tx.organisationId)
    .where("contact_id", "=", contactId)
    .execute();
}
