import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { assertRole, type MemberActor, openIssuingKey } from "#/identity/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import { auditActorOf } from "../actors.ts";
import type { MailApp } from "../types.ts";
import { lockedMailbox, sealStatement } from "./statement.ts";

type ClosingApp = Pick<MailApp, "blobs" | "clock" | "database" | "secrets">;

async function setClosed(
  app: ClosingApp,
  tx: Transaction,
  actor: MemberActor,
  { mailboxId, isClosed }: { readonly mailboxId: Id; readonly isClosed: boolean },
): Promise<void> {
  const mailbox = isId(mailboxId) ? await lockedMailbox(app, tx, mailboxId) : undefined;
  if (!mailbox) throw new Refusal("absent", "mail.mailbox_absent");
  if ((mailbox.closedAt !== null) === isClosed) return;
  const at = app.clock.now();
  const issuing = await openIssuingKey(app, tx, actor);
  const closedAt = isClosed ? at.toISOString() : null;
  await tx.query
    .updateTable("mail_mailbox")
    .set(sealStatement(tx.organisationId, { ...mailbox, closedAt }, issuing, at))
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", mailboxId)
    .execute();
  await writeAudit(tx, {
    at,
    actor: auditActorOf(actor),
    act: isClosed ? "mail.mailbox-closed" : "mail.mailbox-reopened",
    subject: { kind: "mailbox", id: mailboxId },
    details: { email: mailbox.email },
  });
}

/**
 * Closes a shared mailbox (admins): nothing new arrives in it, nothing is sent from it, and its members read on what it
 * holds for as long as that is kept. Its address stays its own. @throws Refusal `identity.role_missing`,
 * `mail.mailbox_absent`, `identity.issuing_key_missing`.
 */
export async function closeSharedMailbox(app: ClosingApp, actor: MemberActor, mailboxId: Id): Promise<void> {
  assertRole(actor, "admin");
  await app.database.inOrganisation(actor.organisationId, (tx) =>
    setClosed(app, tx, actor, { mailboxId, isClosed: true }),
  );
}

/** Puts a closed mailbox to use again (admins). @throws Refusal as `closeSharedMailbox`. */
export async function reopenSharedMailbox(app: ClosingApp, actor: MemberActor, mailboxId: Id): Promise<void> {
  assertRole(actor, "admin");
  await app.database.inOrganisation(actor.organisationId, (tx) =>
    setClosed(app, tx, actor, { mailboxId, isClosed: false }),
  );
}
