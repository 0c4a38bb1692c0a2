import type { z } from "zod";
import { writeAudit } from "#/audit/index.ts";
import { contactChange, emailSchema, type Language } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, signerOf } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { auditActorOf, mailboxOf } from "../actors.ts";
import type { Book, ContactRow } from "../contact-signature.ts";
import { type AgreedPassword, agreePassword, contactRow } from "../contacts.ts";
import { houseOf } from "../house.ts";
import { inboxes } from "../mailboxes/inboxes.ts";
import { parsePhone } from "../phone.ts";
import { changedCheck, checksInBook, emptyCheck, sealingEpoch, writeChecks } from "../remember-contact.ts";
import type { MailApp } from "../types.ts";
import { type ContactAnswer, contactAnswerOf } from "./read-contacts.ts";

export type ContactChange = z.input<typeof contactChange>;

const absent = (): Refusal => new Refusal("absent", "contacts.absent");

/** What was typed, understood. Before any transaction: a password takes time. */
async function understood(app: MailApp, actor: MemberActor, change: ContactChange) {
  const house = await app.database.inOrganisation(actor.organisationId, houseOf);
  const { phone, password, name, verification } = change;
  const agreed: AgreedPassword | null | undefined = password ? await agreePassword(app, password) : (password as null);
  return { name, verification, phone: phone ? parsePhone(phone, house.domain) : (phone as null), password: agreed };
}

export const bookOf = (actor: MemberActor, book: "firm" | "mine" | undefined): Book =>
  book === "mine" ? { mailboxSpaceId: actor.mailboxSpaceId } : "firm";

async function setLanguage(tx: Transaction, contactId: Id, language: Language | null): Promise<void> {
  await tx.query
    .updateTable("mail_contact")
    .set({ language })
    .where("organisation_id", "=", tx.organisationId)
    .where("contact_id", "=", contactId)
    .execute();
}

async function write(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  row: ContactRow,
  { change, given }: { readonly change: ContactChange; readonly given: Awaited<ReturnType<typeof understood>> },
): Promise<ContactAnswer> {
  const at = app.clock.now();
  const book = bookOf(actor, change.book);
  const before = (await checksInBook(app, tx, book, [row])).get(row.contact_id) ?? emptyCheck;
  const epoch = await sealingEpoch(app, tx, book === "firm" ? undefined : mailboxOf(actor));
  const check = changedCheck(before, given, epoch);
  await writeChecks(tx, book, [{ contact: row, check }], { signer: signerOf(actor), at });
  if (change.language !== undefined) await setLanguage(tx, row.contact_id, change.language);
  await writeAudit(tx, {
    at,
    actor: auditActorOf(actor),
    act: "mail.contact-changed",
    subject: { kind: "contact", id: row.contact_id },
    details: { email: row.email, book: change.book ?? "firm" },
  });
  return contactAnswerOf(app, tx, actor, row.contact_id);
}

/** Writes down a contact. @throws Refusal `contacts.exists`, `contacts.colleague`, `mail.phone_invalid` and its kin. */
export async function createContact(
  app: MailApp,
  actor: MemberActor,
  input: ContactChange & { readonly email: string },
): Promise<ContactAnswer> {
  const email = emailSchema.parse(input.email);
  const given = await understood(app, actor, input);
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    if ((await inboxes(app, tx, { emails: [email] })).length > 0) throw new Refusal("conflict", "contacts.colleague");
    const row = await contactRow(tx, email, app.clock.now());
    if (row.forgotten_at === null && (await hasCheck(app, tx, bookOf(actor, input.book), row)))
      throw new Refusal("conflict", "contacts.exists");
    return write(app, tx, actor, row, { change: input, given });
  });
}

async function hasCheck(app: MailApp, tx: Transaction, book: Book, row: ContactRow): Promise<boolean> {
  const check = (await checksInBook(app, tx, book, [row])).get(row.contact_id);
  return (
    check !== undefined && (check.verification !== null || check.sealed_name !== null || check.sealed_phone !== null)
  );
}

async function lockedContact(tx: Transaction, contactId: Id): Promise<ContactRow> {
  const row = await tx.query
    .selectFrom("mail_contact")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("contact_id", "=", contactId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw absent();
  return row;
}

/** Changes what is remembered, in the firm's book or in one's own. */
export async function changeContact(
  app: MailApp,
  actor: MemberActor,
  { contactId, ...change }: ContactChange & { readonly contactId: Id },
): Promise<ContactAnswer> {
  const given = await understood(app, actor, change);
  return app.database.inOrganisation(actor.organisationId, async (tx) =>
    write(app, tx, actor, await lockedContact(tx, contactId), { change, given }),
  );
}

/** Forgets what a book remembers. The address stays where messages name it, off the list. */
export function forgetContact(
  app: MailApp,
  actor: MemberActor,
  { contactId, book }: { readonly contactId: Id; readonly book: "firm" | "mine" },
): Promise<void> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await lockedContact(tx, contactId);
    const at = app.clock.now();
    if (book === "mine") await forgetOwn(tx, actor, contactId);
    else
      await tx.query
        .updateTable("mail_contact")
        .set({ ...emptyCheck, check_signature: null, check_key_id: null, language: null, forgotten_at: at })
        .where("organisation_id", "=", tx.organisationId)
        .where("contact_id", "=", contactId)
        .execute();
    await writeAudit(tx, {
      at,
      actor: auditActorOf(actor),
      act: "mail.contact-forgotten",
      subject: { kind: "contact", id: contactId },
      details: { email: row.email, book },
    });
  });
}

async function forgetOwn(tx: Transaction, actor: MemberActor, contactId: Id): Promise<void> {
  const removed = await tx.query
    .deleteFrom("mail_personal_contact")
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", actor.mailboxSpaceId)
    .where("contact_id", "=", contactId)
    .returning("contact_id")
    .execute();
  if (removed.length === 0) throw absent();
}
