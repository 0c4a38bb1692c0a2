import type { Transaction } from "#/db/index.ts";
import { type Id, newId } from "#/kernel/index.ts";

export type AuditActor =
  | {
      readonly kind: "member" | "guest" | "app-password";
      readonly id: Id;
      /** Address of the mailbox in which a member acts for others; stands among the details. */
      readonly onBehalfOf?: string;
    }
  | { readonly kind: "operator" | "system"; readonly id?: Id };

/** Who did what, when, to what. Details hold ids, counts, codes and addresses; never content. */
export interface AuditEntry {
  readonly at: Date;
  readonly actor: AuditActor;
  /** `room.act-in-words`, for example `mail.message-sent`. */
  readonly act: string;
  readonly subject?: { readonly kind: string; readonly id: Id };
  readonly details?: Readonly<Record<string, AuditDetail>>;
}

type AuditDetail = string | number | boolean | null | readonly AuditDetail[] | { readonly [key: string]: AuditDetail };

export interface RecordedEntry extends AuditEntry {
  readonly entryId: Id;
}

const actPattern = /^[a-z]+(\.[a-z]+(-[a-z]+)*)+$/;

/** Recorded if and only if the act's transaction is. */
export async function writeAudit(tx: Transaction, entry: AuditEntry): Promise<void> {
  if (!actPattern.test(entry.act)) throw new TypeError(`not the name of an act: ${entry.act}`);
  const { onBehalfOf = undefined } = "onBehalfOf" in entry.actor ? entry.actor : {};
  await tx.query
    .insertInto("audit_entry")
    .values({
      organisation_id: tx.organisationId,
      entry_id: newId(entry.at.getTime()),
      at: entry.at,
      actor_kind: entry.actor.kind,
      actor_id: entry.actor.id ?? null,
      act: entry.act,
      subject_kind: entry.subject?.kind ?? null,
      subject_id: entry.subject?.id ?? null,
      details: JSON.stringify({ ...entry.details, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) }),
    })
    .execute();
}

/** Newest first; `before` is the `entryId` of the last one seen. */
export async function listAudit(
  tx: Transaction,
  { before, limit, subjectId }: { readonly before?: Id; readonly limit: number; readonly subjectId?: Id },
): Promise<RecordedEntry[]> {
  const rows = await tx.query
    .selectFrom("audit_entry")
    .selectAll()
    .$if(before !== undefined, (query) => query.where("entry_id", "<", before!))
    .$if(subjectId !== undefined, (query) => query.where("subject_id", "=", subjectId!))
    .orderBy("entry_id", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    entryId: row.entry_id,
    at: row.at,
    actor: { kind: row.actor_kind, ...(row.actor_id ? { id: row.actor_id } : {}) } as AuditActor,
    act: row.act,
    ...(row.subject_kind && row.subject_id ? { subject: { kind: row.subject_kind, id: row.subject_id } } : {}),
    details: row.details as Readonly<Record<string, AuditDetail>>,
  }));
}
