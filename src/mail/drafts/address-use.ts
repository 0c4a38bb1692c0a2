import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";

/** Counts whom a mailbox writes to, so that the address that is meant comes first next time. */
export async function noteAddressUse(
  tx: Transaction,
  mailboxSpaceId: Id,
  emails: readonly string[],
  at: Date,
): Promise<void> {
  // In one order, so that two messages to the same people never wait for each other.
  const distinct = [...new Set(emails)].toSorted();
  if (distinct.length === 0) return;
  tx.soon(
    tx.query
      .insertInto("mail_address_use")
      .values(
        distinct.map((email) => ({
          organisation_id: tx.organisationId,
          mailbox_space_id: mailboxSpaceId,
          email,
          uses: 1,
          last_used_at: at,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(["organisation_id", "mailbox_space_id", "email"]).doUpdateSet((row) => ({
          uses: row("mail_address_use.uses", "+", 1),
          last_used_at: at,
        })),
      ),
  );
}
