import type { Transaction } from "#/db/index.ts";
import { dayMs, type Id } from "#/kernel/index.ts";
import type { AgreementsApp } from "./put-in-force.ts";
import { newestVersion } from "./store.ts";

/** After a version was put in force, and after each reminder. Three times at most: then an admin has to speak to them. */
const waitsMs = [3 * dayMs, 7 * dayMs, 14 * dayMs] as const;

/**
 * Members who have not agreed to what is in force and are to be asked again now. Noted in the same transaction, so that each
 * reminder goes once.
 */
export async function takeDueReminders(
  app: Pick<AgreementsApp, "secrets" | "clock">,
  tx: Transaction,
): Promise<{ readonly memberId: Id; readonly version: number }[]> {
  const now = app.clock.now();
  const newest = await newestVersion(app, tx);
  if (!newest) return [];
  const { version } = newest.said;
  const rows = await tx.query
    .selectFrom("identity_member as member")
    .leftJoin("agreements_reading as reading", (join) =>
      join
        .onRef("reading.organisation_id", "=", "member.organisation_id")
        .onRef("reading.member_id", "=", "member.member_id")
        .on("reading.version", "=", version),
    )
    .leftJoin("agreements_reminder as reminder", (join) =>
      join
        .onRef("reminder.organisation_id", "=", "member.organisation_id")
        .onRef("reminder.member_id", "=", "member.member_id")
        .on("reminder.version", "=", version),
    )
    .select(["member.member_id", "reminder.times", "reminder.last_at"])
    .where("member.organisation_id", "=", tx.organisationId)
    .where("member.state", "=", "active")
    .where("reading.member_id", "is", null)
    .execute();
  const due = rows.filter(({ times, last_at: lastAt }) => {
    const waitMs = waitsMs[times ?? 0];
    return waitMs !== undefined && now.getTime() - (lastAt ?? newest.row.created_at).getTime() >= waitMs;
  });
  if (due.length === 0) return [];
  await tx.query
    .insertInto("agreements_reminder")
    .values(
      due.map(({ member_id: memberId }) => ({
        organisation_id: tx.organisationId,
        version,
        member_id: memberId,
        times: 1,
        last_at: now,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(["organisation_id", "version", "member_id"]).doUpdateSet((row) => ({
        times: row("agreements_reminder.times", "+", 1),
        last_at: now,
      })),
    )
    .execute();
  return due.map(({ member_id: memberId }) => ({ memberId, version }));
}
