import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, type Id, Refusal } from "#/kernel/index.ts";
import { deviceIdOf, doorOf } from "./rules.ts";
import type { FilesActor } from "./types.ts";

export type ChangeAct = "added" | "written" | "renamed" | "moved" | "trashed" | "restored" | "erased" | "rewound";

/** What a change left of an entry. */
export interface Change {
  readonly entryId: Id;
  readonly act: ChangeAct;
  readonly parentId: Id | null;
  readonly nameMac: Bytes;
  readonly nameSealed: Bytes;
  readonly version: number | null;
  readonly isTrashed: boolean;
}

const rowsAtOnce = 2000;

/**
 * The next numbers of a space, of which the first is given. From here to its end the transaction is the only one that
 * changes the space, so that numbers appear in their order.
 */
export async function takeNumbers(tx: Transaction, spaceId: Id, count: number, addedBytes = 0): Promise<number> {
  const row = await tx.query
    .updateTable("files_space")
    .set((set) => ({
      sequence: set("sequence", "+", count),
      used_bytes: sql<number>`greatest(0, used_bytes + ${addedBytes})`,
    }))
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .returning("sequence")
    .executeTakeFirst();
  if (!row) throw new Refusal("absent", "files.absent");
  return row.sequence - count + 1;
}

/** Writes changes down under the numbers from `first` on. */
export function writeChanges(
  tx: Transaction,
  actor: FilesActor,
  { spaceId, first, at }: { readonly spaceId: Id; readonly first: number; readonly at: Date },
  changes: readonly Change[],
): void {
  const rows = changes.map((change, index) => ({
    organisation_id: tx.organisationId,
    space_id: spaceId,
    sequence: first + index,
    entry_id: change.entryId,
    act: change.act,
    at,
    member_id: actor.memberId,
    door: doorOf(actor),
    device_id: deviceIdOf(actor),
    parent_id: change.parentId,
    name_mac: change.nameMac,
    name_sealed: change.nameSealed,
    version: change.version,
    is_trashed: change.isTrashed,
  }));
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    tx.soon(tx.query.insertInto("files_change").values(rows.slice(from, from + rowsAtOnce)));
}

/** Of all versions in a space. */
export async function usedBytesOf(tx: Transaction, spaceId: Id): Promise<number> {
  const row = await tx.query
    .selectFrom("files_space")
    .select("used_bytes")
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .executeTakeFirst();
  return row?.used_bytes ?? 0;
}
