import { writeAudit } from "#/audit/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import type { MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { assertRole } from "./authority.ts";
import type { DeliverNotice } from "./known-browsers.ts";
import { memberById } from "./member-rows.ts";
import { forgetSecondFactor } from "./recover-access.ts";
import { endSessionsOf } from "./session-store.ts";

/**
 * For a colleague whose phone is lost (admins): the next log-in, with the colleague's own password, sets the second factor
 * up anew. Sessions end; the colleague is told by mail. Opens nothing.
 * @throws Refusal `identity.role_missing`, `identity.member_absent`, `identity.own_second_factor`.
 */
export async function resetMemberSecondFactor(
  app: Pick<IdentityApp, "clock" | "database">,
  actor: MemberActor,
  { memberId, deliver }: { readonly memberId: Id; readonly deliver?: DeliverNotice },
): Promise<void> {
  assertRole(actor, "admin");
  if (memberId === actor.memberId) throw new Refusal("conflict", "identity.own_second_factor");
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const member = isId(memberId) ? await memberById(tx, memberId) : undefined;
    if (!member || (member.state !== "active" && member.state !== "locked"))
      throw new Refusal("absent", "identity.member_absent");
    await forgetSecondFactor(tx, memberId);
    await endSessionsOf(tx, memberId);
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "member", id: actor.memberId },
      act: "identity.second-factor-reset",
      subject: { kind: "member", id: memberId },
    });
    await deliver?.(tx, { kind: "second_factor_reset", to: member, details: { admin: actor.name } });
  });
}
