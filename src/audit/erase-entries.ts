import { sql } from "kysely";
import type { Database, Transaction } from "#/db/index.ts";
import { type Clock, type Id, isId, Refusal } from "#/kernel/index.ts";
import { writeAudit } from "./audit-log.ts";
import type { LogEntry } from "./canonical-entry.ts";
import type { AuditReader } from "./reader.ts";

const act = "audit.entries-erased";
const mostAtOnce = 100;

/** Ids that an entry says were erased. */
export function erasedIdsOf(entry: LogEntry): Id[] {
  const { entryIds } = entry.details;
  return entry.act === act && Array.isArray(entryIds) ? entryIds.filter((id): id is Id => isId(id)) : [];
}

async function placedAmong(tx: Transaction, entryIds: readonly Id[]): Promise<number> {
  const rows = await tx.query
    .selectFrom("audit_leaf")
    .select("entry_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("entry_id", "in", entryIds)
    .where("salt", "is not", null)
    .execute();
  return rows.length;
}

/**
 * Takes entries and their salts away for good; their hashes stay, so that the log can still be verified, and an entry
 * says which ones, and why. The operator only. @throws Refusal `audit.entry_absent`
 */
export async function eraseEntries(
  app: { readonly database: Database; readonly clock: Clock },
  operator: Extract<AuditReader, { kind: "operator" }>,
  { entryIds, reason }: { readonly entryIds: readonly Id[]; readonly reason: string },
): Promise<{ erased: number }> {
  const wanted = [...new Set(entryIds)];
  if (wanted.length === 0 || wanted.length > mostAtOnce || !wanted.every(isId))
    throw new Refusal("invalid", "audit.entry_absent");
  return app.database.inOrganisation(operator.organisationId, async (tx) => {
    if ((await placedAmong(tx, wanted)) !== wanted.length) throw new Refusal("absent", "audit.entry_absent");
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "operator" },
      act,
      details: { entryIds: wanted, reason: reason.slice(0, 500) },
    });
    const { rows } = await sql<{ erased: number }>`select audit_erase(${wanted}) as erased`.execute(tx.query);
    return { erased: rows[0]!.erased };
  });
}
