import type { Verification } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, type Id, utf8 } from "#/kernel/index.ts";
import { currentEpoch, mailboxEpoch, type Owner, type SpacesApp } from "#/spaces/index.ts";
import { sealTo, type Signer } from "#/vault/index.ts";
import {
  assertSigned,
  type Book,
  type ContactRow,
  type RememberedCheck,
  signCheck,
  type SignedCheck,
} from "./contact-signature.ts";
import { type AgreedPassword, contactRow, contactsSpaceId } from "./contacts.ts";

/** A mailbox, with whose it has to be. */
export interface OwnMailbox {
  readonly spaceId: Id;
  readonly owner: Owner;
}

/** What changes: undefined keeps what is there, null forgets it. */
export interface CheckChange {
  readonly verification?: Verification | null | undefined;
  readonly phone?: string | null | undefined;
  readonly password?: AgreedPassword | null | undefined;
  readonly name?: string | null | undefined;
}

export const emptyCheck: RememberedCheck = {
  verification: null,
  sealed_phone: null,
  phone_epoch: null,
  password_salt: null,
  password_public: null,
  sealed_name: null,
  name_epoch: null,
};

/** Where details of a book are sealed to. */
export type SealingEpoch = { readonly publicKey: Bytes; readonly epoch: number };

export const sealingEpoch = async (
  app: SpacesApp,
  tx: Transaction,
  own: OwnMailbox | undefined,
): Promise<SealingEpoch> => (own ? mailboxEpoch(app, tx, own) : currentEpoch(app, tx, await contactsSpaceId(tx)));

export function changedCheck(before: RememberedCheck, change: CheckChange, epoch: SealingEpoch): RememberedCheck {
  const kept = <T>(given: T | null | undefined, old: T | null): T | null => (given === undefined ? old : given);
  const sealed = (text: string | null | undefined): Bytes | null | undefined =>
    typeof text === "string" ? sealTo(epoch.publicKey, utf8(text)) : text;
  const at = (text: string | null | undefined, old: number | null): number | null =>
    text === undefined ? old : text === null ? null : epoch.epoch;
  return {
    verification: kept(change.verification, before.verification),
    sealed_phone: kept(sealed(change.phone), before.sealed_phone),
    phone_epoch: at(change.phone, before.phone_epoch),
    password_salt: change.password === undefined ? before.password_salt : (change.password?.salt ?? null),
    password_public: change.password === undefined ? before.password_public : (change.password?.publicKey ?? null),
    sealed_name: kept(sealed(change.name), before.sealed_name),
    name_epoch: at(change.name, before.name_epoch),
  };
}

export interface WrittenCheck {
  readonly contact: Pick<ContactRow, "contact_id" | "email" | "created_at">;
  readonly check: RememberedCheck;
}

/**
 * Writes checks into a book, signed; makes personal rows where there are none. One statement, however many.
 * @returns the signatures, in the same order.
 */
export async function writeChecks(
  tx: Transaction,
  book: Book,
  checks: readonly WrittenCheck[],
  { signer, at }: { readonly signer: Signer; readonly at: Date },
): Promise<Bytes[]> {
  if (checks.length === 0) return [];
  const { organisationId } = tx;
  const signed = checks.map(({ contact, check }) => ({
    ...fieldsOf(check),
    ...signCheck(organisationId, book, contact.email, check, signer),
    organisation_id: organisationId,
    contact_id: contact.contact_id,
  }));
  if (book === "firm")
    await tx.query
      .insertInto("mail_contact")
      .values(
        signed.map((row, place) => ({
          ...row,
          email: checks[place]!.contact.email,
          created_at: checks[place]!.contact.created_at,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(["organisation_id", "contact_id"])
          .doUpdateSet((row) => ({ ...excluded(row), forgotten_at: null })),
      )
      .execute();
  else
    await tx.query
      .insertInto("mail_personal_contact")
      .values(signed.map((row) => ({ ...row, mailbox_space_id: book.mailboxSpaceId, created_at: at })))
      .onConflict((conflict) =>
        conflict.columns(["organisation_id", "mailbox_space_id", "contact_id"]).doUpdateSet((row) => excluded(row)),
      )
      .execute();
  return signed.map((row) => row.check_signature);
}

const checkFields = Object.keys(emptyCheck) as (keyof RememberedCheck)[];
const fieldsOf = (check: RememberedCheck): RememberedCheck =>
  Object.fromEntries(checkFields.map((name) => [name, check[name]])) as unknown as RememberedCheck;

/** Every field of a check from the row that could not be inserted. */
const excluded = (row: { ref(name: string): unknown }): Record<string, never> =>
  Object.fromEntries(
    [...checkFields, "check_signature", "check_key_id"].map((name) => [name, row.ref(`excluded.${name}`)]),
  ) as Record<string, never>;

/** What a book has of contacts now, verified, by contact; nothing for those that it does not have. Locked. */
export async function checksInBook(
  app: SpacesApp,
  tx: Transaction,
  book: Book,
  contacts: readonly ContactRow[],
): Promise<Map<Id, SignedCheck>> {
  if (book === "firm") {
    await assertSigned(app, tx, book, contacts);
    return new Map(contacts.map((row) => [row.contact_id, row]));
  }
  if (contacts.length === 0) return new Map();
  const emails = new Map(contacts.map((row) => [row.contact_id, row.email]));
  const rows = await tx.query
    .selectFrom("mail_personal_contact")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", book.mailboxSpaceId)
    .where("contact_id", "in", [...emails.keys()])
    .orderBy("contact_id")
    .forUpdate()
    .execute();
  const signed = rows.map((row) => ({ ...row, email: emails.get(row.contact_id)! }));
  await assertSigned(app, tx, book, signed);
  return new Map(signed.map((row) => [row.contact_id, row]));
}

/** Who is written to again is somebody again. */
async function backOnTheList(tx: Transaction, contactId: Id): Promise<void> {
  await tx.query
    .updateTable("mail_contact")
    .set({ forgotten_at: null })
    .where("organisation_id", "=", tx.organisationId)
    .where("contact_id", "=", contactId)
    .execute();
}

export interface RememberContact {
  readonly email: string;
  readonly verification: Verification;
  readonly phone: string | undefined;
  readonly password: AgreedPassword | undefined;
}

/**
 * Makes the contact when it is new; keeps what was given, signed: in the mailbox's own book where the contact stands in
 * that, else in the firm's. `none` does not make a stronger check forgotten.
 */
export async function rememberContact(
  app: SpacesApp,
  tx: Transaction,
  signer: Signer,
  { email, verification, phone, password }: RememberContact,
  { at, own }: { readonly at: Date; readonly own?: OwnMailbox | undefined },
): Promise<Id> {
  const row = await contactRow(tx, email, at);
  if (row.forgotten_at) await backOnTheList(tx, row.contact_id);
  if (verification === "none" && phone === undefined && !password) return row.contact_id;
  const ownBook = own && { mailboxSpaceId: own.spaceId };
  const mine = ownBook && (await checksInBook(app, tx, ownBook, [row])).get(row.contact_id);
  const book: Book = ownBook && mine ? ownBook : "firm";
  const before = mine ?? (await checksInBook(app, tx, "firm", [row])).get(row.contact_id) ?? emptyCheck;
  const epoch = await sealingEpoch(app, tx, mine ? own : undefined);
  const change = { verification: verification === "none" ? undefined : verification, phone, password };
  const check = changedCheck(before, change, epoch);
  await writeChecks(tx, book, [{ contact: row, check }], { signer, at });
  return row.contact_id;
}
