import { writeAudit } from "#/audit/index.ts";
import { type MemberActor, signerOf } from "#/identity/index.ts";
import { Refusal } from "#/kernel/index.ts";
import type { AgreementsApp } from "./put-in-force.ts";
import { signReading } from "./statement.ts";
import { newestVersion } from "./store.ts";

/**
 * A member has read what is in force and agrees: signed with their own key, once for each version. Only what is in force
 * can be agreed to. @throws Refusal `agreements.changed_meanwhile`, `agreements.version_absent`.
 */
export async function agree(app: AgreementsApp, actor: MemberActor, version: number): Promise<void> {
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const newest = await newestVersion(app, tx);
    if (!newest) throw new Refusal("absent", "agreements.version_absent");
    if (newest.said.version !== version) throw new Refusal("conflict", "agreements.changed_meanwhile");
    const at = app.clock.now();
    const signer = signerOf(actor);
    const inserted = await tx.query
      .insertInto("agreements_reading")
      .values({
        organisation_id: tx.organisationId,
        version,
        member_id: actor.memberId,
        signature: signReading(tx.organisationId, newest.row.statement, signer),
        key_id: signer.keyId,
        at,
      })
      .onConflict((conflict) => conflict.columns(["organisation_id", "version", "member_id"]).doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) return;
    await writeAudit(tx, {
      at,
      actor: { kind: "member", id: actor.memberId },
      act: "agreements.agreed",
      subject: { kind: "member", id: actor.memberId },
      details: { version },
    });
  });
}
