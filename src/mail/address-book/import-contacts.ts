import { writeAudit } from "#/audit/index.ts";
import type { Language } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, signerOf } from "#/identity/index.ts";
import { type Bytes, dayMs, type Id, newId, view } from "#/kernel/index.ts";
import { auditActorOf, mailboxOf } from "../actors.ts";
import type { Book, SignedCheck } from "../contact-signature.ts";
import { type AgreedPassword, agreePassword, contactRows } from "../contacts.ts";
import {
  changedCheck,
  checksInBook,
  emptyCheck,
  sealingEpoch,
  type SealingEpoch,
  writeChecks,
} from "../remember-contact.ts";
import type { MailApp } from "../types.ts";
import { bookOf } from "./change-contact.ts";
import {
  countsOf,
  type ImportInput,
  type ImportPlan,
  type PlannedRow,
  planImport,
  readTable,
  rowsShown,
} from "./plan-import.ts";

/** So many are written in one transaction; the server goes on meanwhile. */
const rowsAtOnce = 200;

const base64 = (bytes: Bytes | null): string | null => bytes && view(bytes).toString("base64");

/** As it was, so that undoing puts it back. */
const previousOf = (check: SignedCheck): string =>
  JSON.stringify({
    verification: check.verification,
    sealed_phone: base64(check.sealed_phone),
    phone_epoch: check.phone_epoch,
    password_salt: base64(check.password_salt),
    password_public: base64(check.password_public),
    sealed_name: base64(check.sealed_name),
    name_epoch: check.name_epoch,
    check_signature: base64(check.check_signature),
    check_key_id: check.check_key_id,
  });

interface Import {
  readonly importId: Id;
  readonly book: Book;
  readonly passwords: ReadonlyMap<string, AgreedPassword>;
  readonly at: Date;
}

/** Some rows in one transaction: a handful of statements, however many rows. */
async function writeRows(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  rows: readonly PlannedRow[],
  { importId, book, passwords, at, epoch }: Import & { readonly epoch: SealingEpoch },
): Promise<void> {
  const emails = rows.map(({ email }) => email);
  const contacts = await contactRows(tx, emails, at);
  const before = await checksInBook(app, tx, book, [...contacts.values()]);
  const checks = rows.map(({ email, name, phone, verification }) => {
    const contact = contacts.get(email)!;
    const known = before.get(contact.contact_id);
    const change = { name, phone, verification, password: passwords.get(email) };
    return { contact, known, check: changedCheck(known ?? emptyCheck, change, epoch) };
  });
  const signatures = await writeChecks(tx, book, checks, { signer: signerOf(actor), at });
  await tx.query
    .insertInto("mail_contact_import_row")
    .values(
      checks.map(({ contact, known }, place) => ({
        organisation_id: tx.organisationId,
        import_id: importId,
        contact_id: contact.contact_id,
        written: signatures[place]!,
        previous: known?.check_signature ? previousOf(known) : null,
      })),
    )
    .execute();
  await setLanguages(
    tx,
    rows.map(({ email, language }) => ({ contactId: contacts.get(email)!.contact_id, language })),
  );
}

async function setLanguages(
  tx: Transaction,
  rows: readonly { readonly contactId: Id; readonly language: Language | undefined }[],
): Promise<void> {
  for (const [language, some] of Map.groupBy(rows, (row) => row.language))
    if (language !== undefined)
      await tx.query
        .updateTable("mail_contact")
        .set({ language })
        .where("organisation_id", "=", tx.organisationId)
        .where(
          "contact_id",
          "in",
          some.map(({ contactId }) => contactId),
        )
        .execute();
}

async function begin(tx: Transaction, actor: MemberActor, plan: ImportPlan, each: Import): Promise<void> {
  const counts = countsOf(plan);
  await tx.query
    .deleteFrom("mail_contact_import")
    .where("organisation_id", "=", tx.organisationId)
    .where("at", "<", new Date(each.at.getTime() - 30 * dayMs))
    .execute();
  await tx.query
    .insertInto("mail_contact_import")
    .values({
      organisation_id: tx.organisationId,
      import_id: each.importId,
      member_id: actor.memberId,
      mailbox_space_id: each.book === "firm" ? null : each.book.mailboxSpaceId,
      created: counts.new,
      changed: counts.changed,
      at: each.at,
    })
    .execute();
  await writeAudit(tx, {
    at: each.at,
    actor: auditActorOf(actor),
    act: "mail.contacts-imported",
    subject: { kind: "contact-import", id: each.importId },
    details: { ...counts, book: each.book === "firm" ? "firm" : "mine" },
  });
}

/**
 * Imports a CSV file; a row with a problem holds back no other. What is written can be undone. Breaks off half-way only
 * when the server does: then the same file imports the rest. `importId` is null when nothing had to be written.
 */
export async function importContacts(app: MailApp, actor: MemberActor, bytes: Bytes, input: ImportInput) {
  const plan = await planImport(app, actor, bytes, input);
  const answer = { counts: countsOf(plan), rows: rowsShown(plan) };
  const rows = plan.rows.filter(({ what }) => what !== "same");
  if (rows.length === 0) return { importId: null, ...answer };
  const passwords = new Map<string, AgreedPassword>();
  for (const { email, password } of rows)
    if (password !== undefined) passwords.set(email, await agreePassword(app, password));
  const each = { importId: newId(), book: bookOf(actor, input.book), passwords, at: app.clock.now() };
  await app.database.inOrganisation(actor.organisationId, (tx) => begin(tx, actor, plan, each));
  const own = each.book === "firm" ? undefined : mailboxOf(actor);
  // Always in the same order, so that two imports never wait for each other's contacts.
  const ordered = rows.toSorted((a, b) => (a.email < b.email ? -1 : 1));
  for (let at = 0; at < ordered.length; at += rowsAtOnce)
    await app.database.inOrganisation(actor.organisationId, async (tx) => {
      const epoch = await sealingEpoch(app, tx, own);
      await writeRows(app, tx, actor, ordered.slice(at, at + rowsAtOnce), { ...each, epoch });
    });
  return { importId: each.importId, ...answer };
}

const nothing = { rows: [], problems: [] };

/** What importing would do: nothing, as long as nobody has said where the addresses stand. */
export async function previewImport(app: MailApp, actor: MemberActor, bytes: Bytes, input: ImportInput) {
  const read = readTable(bytes, input.columns);
  const plan = read.columns.includes("email") ? await planImport(app, actor, bytes, input) : { ...read, ...nothing };
  const { titles, rows } = plan.table;
  return {
    columns: titles.map((title, at) => ({
      title: title.slice(0, 200),
      holds: plan.columns[at] ?? ("ignore" as const),
      sample: (rows.find(({ fields }) => fields[at])?.fields[at] ?? "").slice(0, 60),
    })),
    counts: countsOf(plan),
    rows: rowsShown(plan),
  };
}
