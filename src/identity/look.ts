import { writeAudit } from "#/audit/index.ts";
import { type Look, plainLook } from "#/contract/index.ts";
import { Refusal } from "#/kernel/index.ts";
import type { AppPasswordActor, MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { assertRole } from "./authority.ts";
import { organisationSettings } from "./organisation.ts";

const plainText = (text: string): string => text.replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, " ").trim();
/** A notification has one link, which is ours: whoever imitates the firm must not be able to point to a second. */
const linkLike = /(?:https?:|www\.|[\p{L}\p{N}-]+\.(?:nl|be|com|net|org|eu|fr|de)\b)/iu;

/** As it is kept. @throws Refusal `identity.own_text_link`. */
export function checkedLook({ colour, senderName, ownText }: Look): Look {
  const look = { colour, senderName: plainText(senderName), ownText: plainText(ownText) };
  if ([look.senderName, look.ownText].some((text) => linkLike.test(text)))
    throw new Refusal("invalid", "identity.own_text_link");
  return look;
}

export const readLook = (
  app: Pick<IdentityApp, "database">,
  actor: MemberActor | AppPasswordActor,
): Promise<Look & { readonly logo: string }> =>
  app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { look, logo } = await organisationSettings(tx);
    return { ...look, logo };
  });

/** Changes how the firm shows itself (admins). @throws Refusal `identity.role_missing`, `identity.own_text_link`. */
export async function saveLook(
  app: Pick<IdentityApp, "clock" | "database">,
  actor: MemberActor,
  change: Look,
): Promise<void> {
  assertRole(actor, "admin");
  const look = checkedLook(change);
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { name: _, domain: __, ...settings } = await organisationSettings(tx);
    await tx.query
      .updateTable("identity_organisation")
      .set({ settings: JSON.stringify({ ...settings, look }) })
      .where("organisation_id", "=", tx.organisationId)
      .execute();
    const changed = Object.keys(plainLook).filter(
      (key) => look[key as keyof Look] !== settings.look[key as keyof Look],
    );
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "member", id: actor.memberId },
      act: "identity.look-changed",
      subject: { kind: "organisation", id: actor.organisationId },
      details: { changed },
    });
  });
}
