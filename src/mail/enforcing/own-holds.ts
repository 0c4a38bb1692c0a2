import type { z } from "zod";
import type { ownHoldSchema } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, memberNames } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import type { MailApp } from "../types.ts";
import { openSealedRows } from "./hold-reason.ts";
import { reasonsFor } from "./read-held.ts";

export type OwnHold = z.output<typeof ownHoldSchema>;

/** What the sender is told of those of their messages that are held, or that an approver gave back. */
export async function ownHolds(
  app: MailApp,
  tx: Transaction,
  actor: MemberActor,
  messageIds: readonly Id[],
): Promise<Map<Id, OwnHold>> {
  if (messageIds.length === 0) return new Map();
  const rows = await tx.query
    .selectFrom("mail_hold")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "in", messageIds)
    .execute();
  const held = rows.map((row) => row.message_id);
  const [reasons, notes] = await Promise.all([
    reasonsFor(app, tx, actor, held),
    openSealedRows(
      app,
      tx,
      actor,
      rows.map(({ note, note_epoch: epoch, mailbox_space_id: mailboxSpaceId }) =>
        note && epoch !== null ? { mailboxSpaceId, epoch, sealed: note } : undefined,
      ),
    ),
  ]);
  const names = await memberNames(
    tx,
    rows.flatMap((row) => row.decided_by ?? []),
  );
  const own = new Map<Id, OwnHold>();
  for (const [index, row] of rows.entries())
    own.set(row.message_id, {
      state: row.state as OwnHold["state"],
      deadlineAt: row.deadline_at.toISOString(),
      decidedBy: row.decided_by ? (names.get(row.decided_by) ?? "") : null,
      note: notes[index] ?? "",
      rules: reasons.get(row.message_id)?.rules ?? [],
    });
  return own;
}
