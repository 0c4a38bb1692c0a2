import type { Transaction } from "#/db/index.ts";
import { type Id, newId, Refusal } from "#/kernel/index.ts";
import { entryQuery, type EntryRow } from "../entry-rows.ts";
import { nameMac } from "../names.ts";
import type { OpenFolder } from "../open-folders.ts";
import { checkedName } from "../rules.ts";

/** What is to be written, without its content. */
export interface Wish {
  readonly parentId: Id;
  readonly name: string;
  readonly modifiedAt?: Date | undefined;
  readonly base?: number | null | undefined;
}

/** Where a file goes: decided before its content is sealed, since it is sealed for its place. */
export interface Place {
  readonly entryId: Id;
  readonly version: number;
  readonly parentId: Id;
  readonly name: string;
  readonly isNew: boolean;
  readonly base: number | null | undefined;
  readonly modifiedAt: Date;
}

export const changedMeanwhile = (): Refusal => new Refusal("conflict", "files.changed_meanwhile");

function assertBase(row: EntryRow | undefined, base: number | null | undefined): void {
  if (base === undefined) return;
  if (base === null ? row !== undefined : row?.revision !== base) throw changedMeanwhile();
}

async function reserveVersions(tx: Transaction, entryIds: readonly Id[]): Promise<Map<Id, number>> {
  if (entryIds.length === 0) return new Map();
  const rows = await tx.query
    .updateTable("files_entry")
    .set((set) => ({ reserved_version: set("reserved_version", "+", 1) }))
    .where("organisation_id", "=", tx.organisationId)
    .where("entry_id", "in", entryIds)
    .returning(["entry_id", "reserved_version"])
    .execute();
  return new Map(rows.map((row) => [row.entry_id, row.reserved_version]));
}

/** Takes a place for each file in an opened folder space: of a new entry, or of the next version of one that is there. */
export async function placesFor(
  tx: Transaction,
  folder: OpenFolder,
  wishes: readonly Wish[],
  now: Date,
): Promise<Place[]> {
  const named = wishes.map((wish) => {
    const name = checkedName(wish.name);
    return { ...wish, name, mac: nameMac(folder.nameKey, wish.parentId, name) };
  });
  const there = await entryQuery(tx)
    .where("parent_id", "in", [...new Set(named.map(({ parentId }) => parentId))])
    .where(
      "name_mac",
      "in",
      named.map(({ mac }) => mac),
    )
    .where("trashed_at", "is", null)
    .execute();
  const keyOf = (parentId: Id | null, mac: Uint8Array): string => `${parentId}:${Buffer.from(mac).toString("base64")}`;
  const byName = new Map(there.map((row) => [keyOf(row.parent_id, row.name_mac), row]));
  const rows = named.map(({ parentId, mac, base }) => {
    const row = byName.get(keyOf(parentId, mac));
    if (row?.kind === "folder") throw new Refusal("conflict", "files.name_taken");
    assertBase(row, base);
    return row;
  });
  const versions = await reserveVersions(tx, [...new Set(rows.flatMap((row) => (row ? [row.entry_id] : [])))]);
  return named.map(({ parentId, name, base, modifiedAt = now }, index) => {
    const row = rows[index];
    const entryId = row?.entry_id ?? newId();
    return { entryId, version: row ? versions.get(entryId)! : 1, parentId, name, isNew: !row, base, modifiedAt };
  });
}
