import type { Schema, Transaction } from "#/db/index.ts";

export type WarningKind = Schema["operation_warning"]["kind"];

export interface WarningRow {
  readonly step: number;
  readonly since: Date;
  readonly toldAt: Date;
  readonly overAt: Date | undefined;
}

/** What was told of a kind; nobody else looks at it until the transaction ends, also where there is nothing yet. */
export async function lockWarning(tx: Transaction, kind: WarningKind): Promise<WarningRow | undefined> {
  // The organisation's row stands for a warning that is still to come.
  await tx.query
    .selectFrom("identity_organisation")
    .select("organisation_id")
    .where("organisation_id", "=", tx.organisationId)
    .forNoKeyUpdate()
    .execute();
  const row = await tx.query
    .selectFrom("operation_warning")
    .select(["step", "since", "told_at", "over_at"])
    .where("organisation_id", "=", tx.organisationId)
    .where("kind", "=", kind)
    .executeTakeFirst();
  return row && { step: row.step, since: row.since, toldAt: row.told_at, overAt: row.over_at ?? undefined };
}

export async function keepWarning(
  tx: Transaction,
  kind: WarningKind,
  { step, since, toldAt, overAt }: WarningRow,
): Promise<void> {
  const values = { step, since, told_at: toldAt, over_at: overAt ?? null };
  await tx.query
    .insertInto("operation_warning")
    .values({ organisation_id: tx.organisationId, kind, ...values })
    .onConflict((conflict) => conflict.columns(["organisation_id", "kind"]).doUpdateSet(values))
    .execute();
}

/** Since when the admins are being warned, of what lasts. */
export async function warnedSince(tx: Transaction): Promise<Map<string, Date>> {
  const rows = await tx.query
    .selectFrom("operation_warning")
    .select(["kind", "since"])
    .where("organisation_id", "=", tx.organisationId)
    .where("over_at", "is", null)
    .execute();
  return new Map(rows.map(({ kind, since }) => [kind, since]));
}
