import type { Transaction } from "#/db/index.ts";
import { type Id, newId } from "#/kernel/index.ts";
import { type AuditDetail, entryMac, instantText } from "./canonical-entry.ts";

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

export interface RecordedEntry extends AuditEntry {
  readonly entryId: Id;
}

const actPattern = /^[a-z]+(\.[a-z]+(-[a-z]+)*)+$/;

/** Recorded if and only if the act's transaction is; soon after that it is placed in the log. */
export async function writeAudit(tx: Transaction, entry: AuditEntry): Promise<void> {
  if (!actPattern.test(entry.act)) throw new TypeError(`not the name of an act: ${entry.act}`);
  const { onBehalfOf = undefined } = "onBehalfOf" in entry.actor ? entry.actor : {};
  const { organisationId } = tx;
  const entryId = newId(entry.at.getTime());
  const details = JSON.stringify({ ...entry.details, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) });
  const facts = {
    actorKind: entry.actor.kind,
    actorId: entry.actor.id ?? null,
    act: entry.act,
    subjectKind: entry.subject?.kind ?? null,
    subjectId: entry.subject?.id ?? null,
  };
  tx.soon(
    tx.query.insertInto("audit_entry").values({
      organisation_id: organisationId,
      entry_id: entryId,
      at: entry.at,
      actor_kind: facts.actorKind,
      actor_id: facts.actorId,
      act: facts.act,
      subject_kind: facts.subjectKind,
      subject_id: facts.subjectId,
      details,
    }),
  );
  const read = JSON.parse(details) as Record<string, AuditDetail>;
  const mac = tx.auditKey
    ? entryMac(tx.auditKey, { ...facts, organisationId, entryId, at: instantText(entry.at), details: read })
    : null;
  tx.soon(tx.query.insertInto("audit_pending").values({ organisation_id: organisationId, entry_id: entryId, mac }));
}
