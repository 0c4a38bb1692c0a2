import { z } from "zod";
import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import { type Bytes, dayMs, equalBytes, type Id, Refusal } from "#/kernel/index.ts";
import { auditActorOf } from "../actors.ts";
import type { Book } from "../contact-signature.ts";
import { emptyCheck } from "../remember-contact.ts";
import type { MailApp } from "../types.ts";

const shownMs = 30 * dayMs;
const bytes = z
  .string()
  .nullable()
  .transform((text): Bytes | null => (text === null ? null : Buffer.from(text, "base64")));
const previousSchema = z.object({
  verification: z.enum(["none", "sms", "password"]).nullable(),
  sealed_phone: bytes,
  phone_epoch: z.number().nullable(),
  password_salt: bytes,
  password_public: bytes,
  sealed_name: bytes,
  name_epoch: z.number().nullable(),
  check_signature: bytes,
  check_key_id: z.string().nullable(),
});
type Previous = z.output<typeof previousSchema>;

/** Puts back what there was, where what the import wrote is still there; its signature tells. */
async function putBack(
  tx: Transaction,
  book: Book,
  { contactId, written, previous, at }: { contactId: Id; written: Bytes; previous: Previous | null; at: Date },
): Promise<boolean> {
  if (book === "firm") {
    const rows = await tx.query
      .updateTable("mail_contact")
      .set(previous ?? { ...emptyCheck, check_signature: null, check_key_id: null, forgotten_at: at })
      .where("organisation_id", "=", tx.organisationId)
      .where("contact_id", "=", contactId)
      .where("check_signature", "=", written)
      .returning("contact_id")
      .execute();
    return rows.length > 0;
  }
  const own = await tx.query
    .selectFrom("mail_personal_contact")
    .select("check_signature")
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", book.mailboxSpaceId)
    .where("contact_id", "=", contactId)
    .forUpdate()
    .executeTakeFirst();
  if (!own || !equalBytes(own.check_signature, written)) return false;
  if (previous?.check_signature && previous.check_key_id)
    await tx.query
      .updateTable("mail_personal_contact")
      .set({ ...previous, check_signature: previous.check_signature, check_key_id: previous.check_key_id })
      .where("organisation_id", "=", tx.organisationId)
      .where("mailbox_space_id", "=", book.mailboxSpaceId)
      .where("contact_id", "=", contactId)
      .execute();
  else
    await tx.query
      .deleteFrom("mail_personal_contact")
      .where("organisation_id", "=", tx.organisationId)
      .where("mailbox_space_id", "=", book.mailboxSpaceId)
      .where("contact_id", "=", contactId)
      .execute();
  return true;
}

/** Undoes one's own import; what was changed since is left alone. @throws Refusal `contacts.import_absent`, `contacts.import_undone`. */
export function undoImport(app: MailApp, actor: MemberActor, importId: Id): Promise<{ undone: number; kept: number }> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const found = await tx.query
      .selectFrom("mail_contact_import")
      .selectAll()
      .where("organisation_id", "=", tx.organisationId)
      .where("import_id", "=", importId)
      .where("member_id", "=", actor.memberId)
      .forUpdate()
      .executeTakeFirst();
    if (!found) throw new Refusal("absent", "contacts.import_absent");
    if (found.undone_at) throw new Refusal("conflict", "contacts.import_undone");
    const book: Book = found.mailbox_space_id ? { mailboxSpaceId: found.mailbox_space_id } : "firm";
    const rows = await tx.query
      .selectFrom("mail_contact_import_row")
      .selectAll()
      .where("organisation_id", "=", tx.organisationId)
      .where("import_id", "=", importId)
      .orderBy("contact_id")
      .execute();
    const at = app.clock.now();
    let undone = 0;
    for (const row of rows) {
      const previous = row.previous === null ? null : previousSchema.parse(row.previous);
      if (await putBack(tx, book, { contactId: row.contact_id, written: row.written, previous, at })) undone++;
    }
    await tx.query
      .updateTable("mail_contact_import")
      .set({ undone_at: at })
      .where("organisation_id", "=", tx.organisationId)
      .where("import_id", "=", importId)
      .execute();
    await writeAudit(tx, {
      at,
      actor: auditActorOf(actor),
      act: "mail.contacts-import-undone",
      subject: { kind: "contact-import", id: importId },
      details: { undone, kept: rows.length - undone },
    });
    return { undone, kept: rows.length - undone };
  });
}

/** One's imports that can still be undone, or were. */
export function listImports(app: MailApp, actor: MemberActor) {
  const since = new Date(app.clock.now().getTime() - shownMs);
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const rows = await tx.query
      .selectFrom("mail_contact_import")
      .selectAll()
      .where("organisation_id", "=", tx.organisationId)
      .where("member_id", "=", actor.memberId)
      .where("at", ">=", since)
      .orderBy("at", "desc")
      .execute();
    return rows.map((row) => ({
      importId: row.import_id,
      at: row.at.toISOString(),
      book: row.mailbox_space_id ? ("mine" as const) : ("firm" as const),
      created: row.created,
      changed: row.changed,
      undoneAt: row.undone_at?.toISOString() ?? null,
    }));
  });
}
