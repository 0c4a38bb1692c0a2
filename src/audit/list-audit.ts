import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { type Id, newId } from "#/kernel/index.ts";
import type { AuditActor, RecordedEntry } from "./audit-log.ts";
import type { AuditDetail } from "./canonical-entry.ts";

/** Which entries are wanted; what is left out is not asked for. */
export interface AuditFilter {
  readonly subjectId?: Id;
  /** Any of these: a member with their app passwords. */
  readonly actorIds?: readonly Id[];
  readonly actorKind?: AuditActor["kind"];
  /** The whole name of an act. */
  readonly act?: string;
  readonly from?: Date;
  /** Not included. */
  readonly until?: Date;
  /** Words that stand in the name of the act, in the ids or among the details. */
  readonly words?: string;
}

export interface AuditPage {
  readonly entries: RecordedEntry[];
  /** Where to go on; null when everything was looked through. A page may be empty and have more behind it. */
  readonly next: Id | null;
}

/** Words are looked for in so many entries at a time, so that nobody can keep the database busy. */
const lookedThroughAtOnce = 20_000;

/** The first id that an entry of that moment can have: ids begin with their time. */
const firstIdAt = (at: Date): Id => `${newId(Math.max(0, at.getTime())).slice(0, 13)}-0000-0000-000000000000`;

const escaped = (words: string): string => `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

/** Newest first; `before` is the `entryId` of the last one seen. */
export async function listAudit(
  tx: Transaction,
  { before, limit, ...filter }: AuditFilter & { readonly before?: Id | undefined; readonly limit: number },
): Promise<AuditPage> {
  const { subjectId, actorIds, actorKind, act, from, until, words } = filter;
  const bounded = actorKind !== undefined || words !== undefined;
  let range = tx.query.selectFrom("audit_entry").selectAll().where("organisation_id", "=", tx.organisationId);
  if (before !== undefined) range = range.where("entry_id", "<", before);
  if (from !== undefined) range = range.where("entry_id", ">=", firstIdAt(from));
  if (until !== undefined) range = range.where("entry_id", "<", firstIdAt(until));
  if (subjectId !== undefined) range = range.where("subject_id", "=", subjectId);
  if (actorIds !== undefined)
    range = range.where("actor_id", "in", actorIds.length > 0 ? actorIds : [tx.organisationId]);
  if (act !== undefined) range = range.where("act", "=", act);
  range = range.orderBy("entry_id", "desc");
  if (!bounded) {
    const rows = await range.limit(limit + 1).execute();
    const entries = rows.slice(0, limit).map(recorded);
    return { entries, next: rows.length > limit ? entries.at(-1)!.entryId : null };
  }
  const looked = tx.query.selectFrom(range.limit(lookedThroughAtOnce).as("entry"));
  let wanted = looked.selectAll().orderBy("entry_id", "desc");
  if (actorKind !== undefined) wanted = wanted.where("actor_kind", "=", actorKind);
  if (words !== undefined)
    wanted = wanted.where(
      sql<boolean>`concat_ws(' ', act, subject_kind, subject_id, actor_id, details) ilike ${escaped(words)}`,
    );
  const rows = await wanted.limit(limit + 1).execute();
  const entries = rows.slice(0, limit).map(recorded);
  if (rows.length > limit) return { entries, next: entries.at(-1)!.entryId };
  const end = await looked
    .select((of) => [
      of.fn.countAll<number>().as("count"),
      sql<Id | null>`(array_agg(entry_id order by entry_id))[1]`.as("last"),
    ])
    .executeTakeFirstOrThrow();
  return { entries, next: end.count === lookedThroughAtOnce ? end.last : null };
}

type Row = {
  entry_id: Id;
  at: Date;
  actor_kind: string;
  actor_id: Id | null;
  act: string;
  subject_kind: string | null;
  subject_id: Id | null;
  details: unknown;
};

const recorded = (row: Row): RecordedEntry => ({
  entryId: row.entry_id,
  at: row.at,
  actor: { kind: row.actor_kind, ...(row.actor_id ? { id: row.actor_id } : {}) } as AuditActor,
  act: row.act,
  ...(row.subject_kind && row.subject_id ? { subject: { kind: row.subject_kind, id: row.subject_id } } : {}),
  details: row.details as Readonly<Record<string, AuditDetail>>,
});
