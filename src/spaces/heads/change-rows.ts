import type { Transaction } from "#/db/index.ts";
import { type Bytes, equalBytes, type Id } from "#/kernel/index.ts";
import { changeMac, type SpaceChange } from "./space-change.ts";

export interface ChangeRow {
  readonly change_id: Id;
  readonly space_id: Id;
  readonly object_id: Id;
  readonly version: number;
  readonly comes: boolean;
  readonly signature: Bytes;
  readonly mac: Bytes | null;
}

export const changeColumns = [
  "change_id",
  "space_id",
  "object_id",
  "version",
  "comes",
  "signature",
  "mac",
] as const satisfies (keyof ChangeRow)[];

export const changeOf = (row: ChangeRow): SpaceChange => ({
  spaceId: row.space_id,
  objectId: row.object_id,
  version: row.version,
  comes: row.comes,
  signature: row.signature,
});

/** Written by this installation. What is from before there were heads has no code, and counts until there are some. */
export function isOurs(tx: Transaction, row: ChangeRow, areFirst: boolean): boolean {
  if (!row.mac) return areFirst;
  return (
    tx.auditKey !== undefined &&
    equalBytes(row.mac, changeMac(tx.auditKey, tx.organisationId, row.change_id, changeOf(row)))
  );
}
