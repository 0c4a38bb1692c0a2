import { sql } from "kysely";
import type { Bytes, Id } from "#/kernel/index.ts";
import type { LogEntry } from "./canonical-entry.ts";

/** `entry.` columns as they are hashed; all null where an outer join found nothing. */
export const entryColumns = sql`
  entry.entry_id, entry.organisation_id, entry.actor_kind, entry.actor_id, entry.act, entry.subject_kind,
  entry.subject_id, entry.details, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`;

export interface EntryRow {
  readonly entry_id: Id;
  readonly organisation_id: Id;
  readonly actor_kind: string;
  readonly actor_id: Id | null;
  readonly act: string;
  readonly subject_kind: string | null;
  readonly subject_id: Id | null;
  readonly details: LogEntry["details"];
  readonly at: string;
}

export const entryOf = (row: EntryRow): LogEntry => ({
  entryId: row.entry_id,
  organisationId: row.organisation_id,
  at: row.at,
  actorKind: row.actor_kind,
  actorId: row.actor_id,
  act: row.act,
  subjectKind: row.subject_kind,
  subjectId: row.subject_id,
  details: row.details,
});

/** A leaf with its entry, where that is still there. */
export interface LeafRow extends Partial<EntryRow> {
  readonly position: number;
  readonly leaf_entry_id: Id;
  readonly leaf_hash: Bytes;
  readonly salt: Bytes | null;
}

export const leafColumns = sql`leaf.position, leaf.entry_id as leaf_entry_id, leaf.leaf_hash, leaf.salt`;

export const entryOfLeaf = (row: LeafRow): LogEntry | undefined => {
  const { entry_id: entryId } = row;
  return entryId ? entryOf(row as EntryRow) : undefined;
};
