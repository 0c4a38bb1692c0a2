import type { Verification } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, type Id, utf8 } from "#/kernel/index.ts";
import { currentEpoch, mailboxEpoch, type Owner, type SpacesApp } from "#/spaces/index.ts";
import { sealTo, type Signer } from "#/vault/index.ts";
import { assertSigned, type Book, type ContactRow, type RememberedCheck, signCheck } from "./contact-signature.ts";
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

/** Writes a check into a book, signed; makes the personal row where there is none. @returns the signature. */
export async function writeCheck(
  tx: Transaction,
  book: Book,
  contact: Pick<ContactRow, "contact_id" | "email">,
  check: RememberedCheck,
  { signer, at }: { readonly signer: Signer; readonly at: Date },
): Promise<Bytes> {
  const signed = { ...check, ...signCheck(tx.organisationId, book, contact.email, check, signer) };
  if (book === "firm")
    await tx.query
      .updateTable("mail_contact")
      .set({ ...signed, forgotten_at: null })
      .where("organisation_id", "=", tx.organisationId)
      .where("contact_id", "=", contact.contact_id)
      .execute();
  else
    await tx.query
      .insertInto("mail_personal_contact")
      .values({
        organisation_id: tx.organisationId,
        mailbox_space_id: book.mailboxSpaceId,
        contact_id: contact.contact_id,
        ...signed,
        created_at: at,
      })
      .onConflict((conflict) =>
        conflict.columns(["organisation_id", "mailbox_space_id", "contact_id"]).doUpdateSet(signed),
      )
      .execute();
  return signed.check_signature;
}

/** What a book has of a contact now, verified; undefined when nothing. Locked. */
export async function checkInBook(
  app: SpacesApp,
  tx: Transaction,
  book: Book,
  contact: ContactRow,
): Promise<RememberedCheck | undefined> {
  if (book === "firm") {
    await assertSigned(app, tx, book, [contact]);
    return contact;
  }
  const row = await tx.query
    .selectFrom("mail_personal_contact")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", book.mailboxSpaceId)
    .where("contact_id", "=", contact.contact_id)
    .forUpdate()
    .executeTakeFirst();
  if (row) await assertSigned(app, tx, book, [{ ...row, email: contact.email }]);
  return row;
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
  if (verification === "none" && phone === undefined && !password) return row.contact_id;
  const ownBook = own && { mailboxSpaceId: own.spaceId };
  const mine = ownBook && (await checkInBook(app, tx, ownBook, row));
  const book: Book = ownBook && mine ? ownBook : "firm";
  const before = mine ?? (await checkInBook(app, tx, "firm", row)) ?? emptyCheck;
  const epoch = await sealingEpoch(app, tx, mine ? own : undefined);
  const change = { verification: verification === "none" ? undefined : verification, phone, password };
  await writeCheck(tx, book, row, changedCheck(before, change, epoch), { signer, at });
  return row.contact_id;
}
