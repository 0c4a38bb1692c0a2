import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { assertRole, type MemberActor } from "#/identity/index.ts";
import type { MailApp } from "../types.ts";

/** What the firm has done for all messages, where their sender did not choose. */
export interface FollowUpSettings {
  /** Days without opening after which a guest is reminded, once; 0: never. */
  readonly remindAfterDays: number;
  /** Days before a link runs out that those who did not open are told; 0: never. */
  readonly expiryNoticeDays: number;
}

const defaults: FollowUpSettings = { remindAfterDays: 0, expiryNoticeDays: 3 };

export async function followUpSettings(tx: Transaction): Promise<FollowUpSettings> {
  const row = await tx.query
    .selectFrom("mail_follow_up_setting")
    .select(["remind_after_days", "expiry_notice_days"])
    .where("organisation_id", "=", tx.organisationId)
    .executeTakeFirst();
  return row ? { remindAfterDays: row.remind_after_days, expiryNoticeDays: row.expiry_notice_days } : defaults;
}

export const readFollowUpSettings = (app: Pick<MailApp, "database">, actor: MemberActor): Promise<FollowUpSettings> =>
  app.database.inOrganisation(actor.organisationId, followUpSettings);

/** For admins. @throws Refusal `identity.role_missing`. */
export function saveFollowUpSettings(
  app: Pick<MailApp, "database" | "clock">,
  actor: MemberActor,
  { remindAfterDays, expiryNoticeDays }: FollowUpSettings,
): Promise<FollowUpSettings> {
  assertRole(actor, "admin");
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const values = { remind_after_days: remindAfterDays, expiry_notice_days: expiryNoticeDays };
    await tx.query
      .insertInto("mail_follow_up_setting")
      .values({ organisation_id: tx.organisationId, ...values })
      .onConflict((conflict) => conflict.column("organisation_id").doUpdateSet(values))
      .execute();
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "member", id: actor.memberId },
      act: "mail.follow-up-set",
      details: { remindAfterDays, expiryNoticeDays },
    });
    return followUpSettings(tx);
  });
}
