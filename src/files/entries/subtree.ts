import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { entryQuery, type EntryRow } from "../entry-rows.ts";
import { filesLimits } from "../rules.ts";

/**
 * An entry and all below it in its space, each after the one it lies in; what is in the trash by itself stays out.
 * @throws Refusal `files.too_many_at_once` above 20,000.
 */
export async function subtree(
  tx: Transaction,
  entryId: Id,
  { forUpdate = false }: { readonly forUpdate?: boolean } = {},
): Promise<EntryRow[]> {
  const limit = filesLimits.entriesAtOnce;
  const { rows } = await sql<{ id: Id }>`
    with recursive below as (
      select ${entryId}::uuid as id, 0 as depth
      union all
      select child.entry_id, below.depth + 1 from below
      join files_entry child on child.organisation_id = ${tx.organisationId} and child.parent_id = below.id
        and child.trashed_at is null
      where below.depth < ${filesLimits.depth}
    )
    select id from below order by depth limit ${limit + 1}`.execute(tx.query);
  if (rows.length > limit) throw new Refusal("too-large", "files.too_many_at_once", { limit });
  const order = new Map(rows.map(({ id }, index) => [id, index]));
  const found = await entryQuery(tx)
    .where("entry_id", "in", [...order.keys()])
    .orderBy("entry_id")
    .$if(forUpdate, (query) => query.forUpdate())
    .execute();
  return found.toSorted((one, other) => order.get(one.entry_id)! - order.get(other.entry_id)!);
}
