import { randomBytes } from "node:crypto";
import { type Language, languageSchema, type Verification } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, fromUtf8, type Id, newId, Refusal, utf8 } from "#/kernel/index.ts";
import { currentEpoch, openEpochSecret, type Reader, spaceOfKind, type SpacesApp } from "#/spaces/index.ts";
import { agreedPasswordKey, openSealed, sealTo } from "#/vault/index.ts";
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

export async function contactsByEmail(tx: Transaction, emails: readonly string[]): Promise<Map<string, Contact>> {
  if (emails.length === 0) return new Map();
  const rows = await tx.query
    .selectFrom("mail_contact")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("email", "in", emails)
    .execute();
  return new Map(
    rows.map((row) => [
      row.email,
      {
        contactId: row.contact_id,
        email: row.email,
        language: languageSchema
          .optional()
          .catch(undefined)
          .parse(row.language ?? undefined),
        verification: row.verification ?? undefined,
        phone:
          row.sealed_phone && row.phone_epoch !== null
            ? { sealed: row.sealed_phone, epoch: row.phone_epoch }
            : undefined,
        password:
          row.password_salt && row.password_public
            ? { salt: row.password_salt, publicKey: row.password_public }
            : undefined,
      },
    ]),
  );
}

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

/** Makes the contact when it is new; keeps what was given. `none` does not make a stronger check forgotten. */
export async function rememberContact(
  app: SpacesApp,
  tx: Transaction,
  { email, verification, phone, password }: RememberContact,
  at: Date,
): Promise<Id> {
  const space = phone === undefined ? undefined : await currentEpoch(app, tx, await contactsSpaceId(tx));
  const given = {
    ...(verification === "none" ? {} : { verification }),
    ...(space ? { sealed_phone: sealTo(space.publicKey, utf8(phone!)), phone_epoch: space.epoch } : {}),
    ...(password ? { password_salt: password.salt, password_public: password.publicKey } : {}),
  };
  const row = await tx.query
    .insertInto("mail_contact")
    .values({ organisation_id: tx.organisationId, contact_id: newId(), email, created_at: at, ...given })
    .onConflict((conflict) => conflict.columns(["organisation_id", "email"]).doUpdateSet({ email, ...given }))
    .returning("contact_id")
    .executeTakeFirstOrThrow();
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
