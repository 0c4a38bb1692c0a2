import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, memberNames } from "#/identity/index.ts";
import { type Id, Refusal, utf8 } from "#/kernel/index.ts";
import { mailboxEpoch } from "#/spaces/index.ts";
import { sealTo } from "#/vault/index.ts";
import { auditActorOf } from "../actors.ts";
import { releaseMessages } from "../drafts/release-messages.ts";
import { stopMessages } from "../drafts/stop-scheduled.ts";
import type { ScheduledRow } from "../drafts/scheduled-row.ts";
import { inboxes } from "../mailboxes/inboxes.ts";
import type { MailApp } from "../types.ts";
import { senderOf, tellOfHold } from "./hold-letters.ts";
import { holdFor, type HoldRow, takeKeysBack } from "./hold-row.ts";

export type HoldDecision = "release" | "return" | "refuse";

const states = { release: "released", return: "returned", refuse: "refused" } as const;
const longestNote = 2_000;

async function scheduledOf(tx: Transaction, messageId: Id): Promise<ScheduledRow> {
  const row = await tx.query
    .selectFrom("mail_scheduled")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "=", messageId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Refusal("absent", "mail.hold_absent");
  return row;
}

async function sealNote(app: MailApp, tx: Transaction, { mailbox_space_id: id }: HoldRow, note: string) {
  if (note === "") return { note: null, note_epoch: null };
  const [mailbox] = await inboxes(app, tx, { mailboxSpaceIds: [id] });
  if (!mailbox) return { note: null, note_epoch: null };
  const { epoch, publicKey } = await mailboxEpoch(app, tx, { spaceId: id, owner: mailbox.owner });
  return { note: sealTo(publicKey, utf8(note)), note_epoch: epoch };
}

/** It does not leave; what waited to leave is thrown away, the draft stays. */
export async function keepBack(tx: Transaction, messageId: Id, at: Date): Promise<void> {
  await tx.query
    .deleteFrom("mail_held")
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "=", messageId)
    .execute();
  await tx.query
    .updateTable("mail_scheduled")
    .set({ stopped_at: at, awaits_approval: false })
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "=", messageId)
    .execute();
}

async function isActive(tx: Transaction, memberId: Id): Promise<boolean> {
  const row = await tx.query
    .selectFrom("identity_member")
    .select("state")
    .where("organisation_id", "=", tx.organisationId)
    .where("member_id", "=", memberId)
    .executeTakeFirst();
  return row?.state === "active";
}

/**
 * Lets a held message go, gives it back to its sender, or refuses it. The first decision counts.
 * @throws Refusal `mail.hold_absent`, `mail.hold_own`, `mail.hold_decided` (with `by`),
 *   `mail.hold_note_missing`, `mail.hold_note_long`.
 */
export async function decideHold(
  app: MailApp,
  actor: MemberActor,
  { messageId, decision, note: given = "" }: { messageId: Id; decision: HoldDecision; note?: string | undefined },
): Promise<void> {
  const note = given.trim();
  if (note.length > longestNote) throw new Refusal("too-large", "mail.hold_note_long", { limit: longestNote });
  // Who gets something back without a word does not know what to do.
  if (note === "" && decision !== "release") throw new Refusal("invalid", "mail.hold_note_missing");
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await holdFor(app, tx, actor, messageId, { forUpdate: true });
    if (row.state !== "held") {
      const by = row.decided_by ? await nameOf(tx, row.decided_by) : "";
      throw new Refusal("conflict", "mail.hold_decided", { by });
    }
    const at = app.clock.now();
    const scheduled = await scheduledOf(tx, messageId);
    const sealed = await sealNote(app, tx, row, note);
    await tx.query
      .updateTable("mail_hold")
      .set({ state: states[decision], decided_by: actor.memberId, decided_at: at, ...sealed })
      .where("organisation_id", "=", tx.organisationId)
      .where("message_id", "=", messageId)
      .execute();
    await takeKeysBack(tx, row);
    if (decision !== "release") await keepBack(tx, messageId, at);
    else if (await isActive(tx, row.sender_id)) await releaseMessages(tx, [scheduled], at);
    else await stopMessages(app, tx, [scheduled], at);
    const sender = await senderOf(tx, row.sender_id);
    if (sender) await tellOfHold(app, tx, sender, `held_${states[decision]}`, { approver: actor.name });
    await writeAudit(tx, {
      at,
      actor: auditActorOf(actor),
      act: `mail.hold-${states[decision]}`,
      subject: { kind: "message", id: messageId },
      details: { sender: row.sender_id },
    });
  });
}

export const nameOf = async (tx: Transaction, memberId: Id): Promise<string> =>
  (await memberNames(tx, [memberId])).get(memberId) ?? "";
