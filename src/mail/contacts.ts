import { randomBytes } from "node:crypto";
import { type Language, languageSchema, type Verification } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, fromUtf8, type Id, newId, Refusal } from "#/kernel/index.ts";
import { openEpochSecrets, placeKey, type Reader, spaceOfKind, type SpacesApp } from "#/spaces/index.ts";
import { agreedPasswordKey, openSealed } from "#/vault/index.ts";
import { assertSigned, type ContactRow, type SignedCheck } from "./contact-signature.ts";
import type { MailApp } from "./types.ts";

/** A detail of a contact, sealed to an epoch of the contacts space, or of a mailbox. */
export interface SealedDetail {
  readonly sealed: Bytes;
  readonly spaceId: Id;
  readonly epoch: number;
}

/** Somebody outside the organisation, as far as it is remembered. */
export interface Contact {
  readonly contactId: Id;
  readonly email: string;
  readonly language: Language | undefined;
  readonly verification: Verification | undefined;
  readonly phone: SealedDetail | undefined;
  readonly name: SealedDetail | undefined;
  readonly password: AgreedPassword | undefined;
}

/** What is kept of an agreed password: enough to seal with, not to open. */
export interface AgreedPassword {
  readonly salt: Bytes;
  readonly publicKey: Bytes;
}

const detail = (sealed: Bytes | null, spaceId: Id, epoch: number | null): SealedDetail | undefined =>
  sealed && epoch !== null ? { sealed, spaceId, epoch } : undefined;

/** What a row says, whosever book it stands in. */
export const checkOf = (row: Omit<SignedCheck, "email">, spaceId: Id) => ({
  verification: row.verification ?? undefined,
  phone: detail(row.sealed_phone, spaceId, row.phone_epoch),
  name: detail(row.sealed_name, spaceId, row.name_epoch),
  password:
    row.password_salt && row.password_public ? { salt: row.password_salt, publicKey: row.password_public } : undefined,
});

export const contactLanguage = (row: Pick<ContactRow, "language">): Language | undefined =>
  languageSchema
    .optional()
    .catch(undefined)
    .parse(row.language ?? undefined);

/** What a mailbox remembers of its own, by contact. */
async function personalChecks(app: SpacesApp, tx: Transaction, mailboxSpaceId: Id, contactIds: readonly Id[]) {
  if (contactIds.length === 0) return new Map<Id, ReturnType<typeof checkOf>>();
  const rows = await tx.query
    .selectFrom("mail_personal_contact as own")
    .innerJoin("mail_contact as contact", (join) =>
      join
        .onRef("contact.organisation_id", "=", "own.organisation_id")
        .onRef("contact.contact_id", "=", "own.contact_id"),
    )
    .selectAll("own")
    .select("contact.email")
    .where("own.organisation_id", "=", tx.organisationId)
    .where("own.mailbox_space_id", "=", mailboxSpaceId)
    .where("own.contact_id", "in", contactIds)
    .execute();
  await assertSigned(app, tx, { mailboxSpaceId }, rows);
  return new Map(rows.map((row) => [row.contact_id, checkOf(row, mailboxSpaceId)]));
}

/**
 * What is remembered of these addresses: by the mailbox itself, else by the firm. What was not written down by somebody
 * of the organisation is `vault.signature_wrong`: it may be another's password key, or no check at all.
 */
export async function contactsByEmail(
  app: SpacesApp,
  tx: Transaction,
  emails: readonly string[],
  mailboxSpaceId?: Id,
): Promise<Map<string, Contact>> {
  if (emails.length === 0) return new Map();
  const rows = await tx.query
    .selectFrom("mail_contact")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("email", "in", emails)
    .execute();
  if (rows.length === 0) return new Map();
  await assertSigned(app, tx, "firm", rows);
  const spaceId = await contactsSpaceId(tx);
  const contactIds = rows.map((row) => row.contact_id);
  const own = mailboxSpaceId ? await personalChecks(app, tx, mailboxSpaceId, contactIds) : undefined;
  return new Map(
    rows.map((row) => {
      const firms = checkOf(row, spaceId);
      const mine = own?.get(row.contact_id);
      return [
        row.email,
        {
          contactId: row.contact_id,
          email: row.email,
          language: contactLanguage(row),
          verification: mine?.verification ?? firms.verification,
          phone: mine?.phone ?? firms.phone,
          name: mine?.name ?? firms.name,
          password: mine?.password ?? firms.password,
        },
      ];
    }),
  );
}

export async function contactsSpaceId(tx: Transaction): Promise<Id> {
  const spaceId = await spaceOfKind(tx, "contacts");
  if (!spaceId) throw new Refusal("unavailable", "spaces.absent");
  return spaceId;
}

/** Those of the details that the reader can open, in the clear. */
export async function openDetails(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
  details: readonly SealedDetail[],
): Promise<Map<SealedDetail, string>> {
  const places = new Map(details.map(({ spaceId, epoch }) => [placeKey({ spaceId, epoch }), { spaceId, epoch }]));
  const secrets = await openEpochSecrets(app, tx, reader, [...places.values()]);
  return new Map(
    details.flatMap((each) => {
      const secret = secrets.get(placeKey(each));
      const plain = secret && openSealed(secret, each.sealed);
      return plain ? [[each, fromUtf8(plain)] as const] : [];
    }),
  );
}

/** The phone numbers of those contacts that the reader can open, by contact. */
export async function openPhones(
  app: SpacesApp,
  tx: Transaction,
  reader: Reader,
  contacts: readonly Contact[],
): Promise<Map<Id, string>> {
  const opened = await openDetails(
    app,
    tx,
    reader,
    contacts.flatMap(({ phone }) => phone ?? []),
  );
  return new Map(
    contacts.flatMap(({ contactId, phone }) => {
      const plain = phone && opened.get(phone);
      return plain === undefined ? [] : [[contactId, plain] as const];
    }),
  );
}

/** Takes some 100 ms: two at once, so never inside a transaction. */
export async function agreePassword(app: Pick<MailApp, "secrets">, password: string): Promise<AgreedPassword> {
  const salt = randomBytes(16);
  const { x25519Public } = await agreedPasswordKey(password, salt, app.secrets.pepper, undefined, "sending");
  return { salt, publicKey: x25519Public };
}

/** The rows of contacts, made where they are new; locked in the order in which everybody locks them. */
export async function contactRows(
  tx: Transaction,
  emails: readonly string[],
  at: Date,
): Promise<Map<string, ContactRow>> {
  const { organisationId } = tx;
  if (emails.length === 0) return new Map();
  await tx.query
    .insertInto("mail_contact")
    .values(
      emails
        .toSorted()
        .map((email) => ({ organisation_id: organisationId, contact_id: newId(), email, created_at: at })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const rows = await tx.query
    .selectFrom("mail_contact")
    .selectAll()
    .where("organisation_id", "=", organisationId)
    .where("email", "in", emails)
    .orderBy("email")
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.email, row]));
}

export const contactRow = async (tx: Transaction, email: string, at: Date): Promise<ContactRow> =>
  (await contactRows(tx, [email], at)).get(email)!;

/** The language in which the contact last read. */
export async function rememberLanguage(tx: Transaction, contactId: Id, language: Language): Promise<void> {
  await tx.query
    .updateTable("mail_contact")
    .set({ language })
    .where("organisation_id", "=", tx.organisationId)
    .where("contact_id", "=", contactId)
    .execute();
}
