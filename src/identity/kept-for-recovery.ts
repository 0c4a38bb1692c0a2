import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { assertRole } from "./authority.ts";
import { organisationSettings } from "./organisation.ts";

/** How far the firm and its members can get back in on the day that passwords are gone. */
export interface KeptForRecovery {
  /** Instant at which an admin said that the recovery kit is kept; empty: nobody has. */
  readonly kitKeptAt: string;
  /** Names of members who log in and have no recovery code of their own, in order. */
  readonly withoutCode: readonly string[];
}

export async function keptForRecovery(tx: Transaction): Promise<KeptForRecovery> {
  const { kitKeptAt } = await organisationSettings(tx);
  const rows = await tx.query
    .selectFrom("identity_member as member")
    .select("member.name")
    .where("member.organisation_id", "=", tx.organisationId)
    .where("member.state", "=", "active")
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom("keys.identity_unlock as unlock")
            .select("unlock.unlock_id")
            .whereRef("unlock.organisation_id", "=", "member.organisation_id")
            .whereRef("unlock.member_id", "=", "member.member_id")
            .where("unlock.kind", "=", "recovery"),
        ),
      ),
    )
    .orderBy("member.name")
    .execute();
  return { kitKeptAt, withoutCode: rows.map(({ name }) => name) };
}

/** An admin says that the recovery kit lies where it belongs. Saying it again keeps the first moment. */
export async function confirmKitKept(app: Pick<IdentityApp, "clock" | "database">, actor: MemberActor): Promise<void> {
  assertRole(actor, "admin");
  const at = app.clock.now();
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { name: _, domain: __, ...settings } = await organisationSettings(tx);
    if (settings.kitKeptAt !== "") return;
    await tx.query
      .updateTable("identity_organisation")
      .set({ settings: JSON.stringify({ ...settings, kitKeptAt: at.toISOString() }) })
      .where("organisation_id", "=", tx.organisationId)
      .execute();
    await writeAudit(tx, {
      at,
      actor: { kind: "member", id: actor.memberId },
      act: "identity.kit-confirmed",
      subject: { kind: "organisation", id: actor.organisationId },
    });
  });
}
