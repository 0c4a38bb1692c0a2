import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";

/** One half of access; the wrapped key is the other. */
export async function addMembership(tx: Transaction, spaceId: Id, memberIds: readonly Id[], at: Date): Promise<void> {
  if (memberIds.length === 0) return;
  const rows = memberIds.map((memberId) => ({
    organisation_id: tx.organisationId,
    space_id: spaceId,
    member_id: memberId,
    created_at: at,
  }));
  await tx.query
    .insertInto("spaces_membership")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function removeMembership(tx: Transaction, spaceId: Id, memberId: Id): Promise<void> {
  await tx.query
    .deleteFrom("spaces_membership")
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .where("member_id", "=", memberId)
    .execute();
}

export async function membersOf(tx: Transaction, spaceId: Id): Promise<Id[]> {
  const rows = await tx.query
    .selectFrom("spaces_membership")
    .select("member_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .orderBy("member_id")
    .execute();
  return rows.map((row) => row.member_id);
}

export async function isMemberOf(tx: Transaction, spaceId: Id, memberId: Id): Promise<boolean> {
  const row = await tx.query
    .selectFrom("spaces_membership")
    .select("member_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .where("member_id", "=", memberId)
    .executeTakeFirst();
  return row !== undefined;
}
