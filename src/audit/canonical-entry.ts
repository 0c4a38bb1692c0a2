import { createHmac } from "node:crypto";
import { type Bytes, concat, type Id, utf8 } from "#/kernel/index.ts";
import { leafHash } from "#/vault/index.ts";

export type AuditDetail =
  | string
  | number
  | boolean
  | null
  | readonly AuditDetail[]
  | { readonly [key: string]: AuditDetail };

/** An entry as it stands in the log: what is hashed, exported, and checked by others (docs/spec/audit-log.md). */
export interface LogEntry {
  readonly entryId: Id;
  readonly organisationId: Id;
  /** UTC, to the microsecond: `2026-05-03T12:00:00.000000Z`. */
  readonly at: string;
  readonly actorKind: string;
  readonly actorId: Id | null;
  readonly act: string;
  readonly subjectKind: string | null;
  readonly subjectId: Id | null;
  readonly details: { readonly [key: string]: AuditDetail };
}

export const saltBytes = 32;
const label = utf8("zegel/v1/audit-entry\0");

/** A moment as `LogEntry.at` has it. */
export const instantText = (at: Date): string => `${at.toISOString().slice(0, -1)}000Z`;

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(",")}}`;
}

/** JSON in the one form of RFC 8785, in UTF-8. */
export const canonicalBytes = (entry: LogEntry): Bytes => utf8(canonical(entry));

/** SHA-256(0x00 ‖ label ‖ salt ‖ canonical JSON). Without the salt nobody can try out what an entry said. */
export const entryLeafHash = (salt: Bytes, entry: LogEntry): Bytes =>
  leafHash(concat(label, salt, canonicalBytes(entry)));

/** What only who has the secrets directory can write beside an entry. */
export const entryMac = (auditKey: Bytes, entry: LogEntry): Bytes =>
  createHmac("sha256", auditKey).update(canonicalBytes(entry)).digest();
