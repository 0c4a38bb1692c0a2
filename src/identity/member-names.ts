import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";

/** Names of members, also of those who have left. */
export async function memberNames(tx: Transaction, memberIds: readonly Id[]): Promise<Map<Id, string>> {
  if (memberIds.length === 0) return new Map();
  const rows = await tx.query
    .selectFrom("identity_member")
    .select(["member_id", "name"])
    .where("organisation_id", "=", tx.organisationId)
    .where("member_id", "in", [...new Set(memberIds)])
    .execute();
  return new Map(rows.map((row) => [row.member_id, row.name]));
}
