import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { type Colleague, colleagues, houseOf } from "../house.ts";
import { noticeLetter } from "../letters.ts";
import { insertDispatch, prepareDispatch } from "../queue-dispatch.ts";
import type { MailApp } from "../types.ts";
import type { ScheduledRow } from "./scheduled-row.ts";

export async function activeAdmins(tx: Transaction): Promise<Colleague[]> {
  const admins = await tx.query
    .selectFrom("identity_member")
    .select(["member_id", "roles"])
    .where("organisation_id", "=", tx.organisationId)
    .where("state", "=", "active")
    .execute();
  const memberIds = admins.filter(({ roles }) => roles.includes("admin")).map((row) => row.member_id);
  return colleagues(tx, { memberIds });
}

async function tell(app: MailApp, tx: Transaction, senderId: Id, at: Date): Promise<void> {
  const house = await houseOf(tx);
  const [sender] = await colleagues(tx, { memberIds: [senderId] });
  const facts = { house, at, conversationId: undefined };
  const named = await tx.query
    .selectFrom("identity_member")
    .select("name")
    .where("organisation_id", "=", tx.organisationId)
    .where("member_id", "=", senderId)
    .executeTakeFirst();
  const letters = [
    ...(sender ? [noticeLetter(app.config, { ...facts, kind: "stopped", to: sender, details: {} })] : []),
    ...(await activeAdmins(tx))
      .filter(({ memberId }) => memberId !== senderId)
      .map((to) =>
        noticeLetter(app.config, { ...facts, kind: "stopped_admin", to, details: { sender: named?.name ?? "" } }),
      ),
  ];
  for (const content of letters) await insertDispatch(tx, await prepareDispatch(app, { kind: "notice", content }), at);
}

/** They do not leave, and what waited to leave goes now; sender and admins are told, once for all of a sender's. */
export async function stopMessages(
  app: MailApp,
  tx: Transaction,
  rows: readonly ScheduledRow[],
  at: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const messageIds = rows.map((row) => row.message_id);
  await tx.query
    .deleteFrom("mail_held")
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "in", messageIds)
    .execute();
  await tx.query
    .updateTable("mail_scheduled")
    .set({ stopped_at: at })
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "in", messageIds)
    .execute();
  for (const row of rows)
    await writeAudit(tx, {
      at,
      actor: { kind: "system" },
      act: "mail.sending-stopped",
      subject: { kind: "message", id: row.message_id },
      details: { sender: row.sender_id },
    });
  for (const senderId of new Set(rows.map((row) => row.sender_id))) await tell(app, tx, senderId, at);
}

/** Ends what a member had planned, when that member was locked or removed; does nothing for one who may send. */
export function stopScheduledOf(app: MailApp, organisationId: Id, memberId: Id): Promise<void> {
  return app.database.inOrganisation(organisationId, async (tx) => {
    const member = await tx.query
      .selectFrom("identity_member")
      .select("state")
      .where("organisation_id", "=", organisationId)
      .where("member_id", "=", memberId)
      .executeTakeFirst();
    if (!member || member.state === "active") return;
    const rows = await tx.query
      .selectFrom("mail_scheduled")
      .selectAll()
      .where("organisation_id", "=", organisationId)
      .where("sender_id", "=", memberId)
      .where("stopped_at", "is", null)
      .orderBy("release_at")
      .orderBy("message_id")
      .forUpdate()
      .execute();
    await stopMessages(app, tx, rows, app.clock.now());
  });
}
