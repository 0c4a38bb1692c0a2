import { createHash } from "node:crypto";
import { writeAudit } from "#/audit/index.ts";
import { mostLogoBytes } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, Refusal } from "#/kernel/index.ts";
import type { AppPasswordActor, MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { assertRole } from "./authority.ts";
import { organisationSettings } from "./organisation.ts";
import { plainPng } from "./png.ts";

type LogoApp = Pick<IdentityApp, "clock" | "database">;

const digestOf = (png: Bytes): string => createHash("sha256").update(png).digest("hex").slice(0, 16);

async function noteLogo(app: LogoApp, tx: Transaction, actor: MemberActor, logo: string): Promise<void> {
  const { name: _, domain: __, ...settings } = await organisationSettings(tx);
  await tx.query
    .updateTable("identity_organisation")
    .set({ settings: JSON.stringify({ ...settings, logo }) })
    .where("organisation_id", "=", tx.organisationId)
    .execute();
  await writeAudit(tx, {
    at: app.clock.now(),
    actor: { kind: "member", id: actor.memberId },
    act: logo === "" ? "identity.logo-removed" : "identity.logo-changed",
    subject: { kind: "organisation", id: actor.organisationId },
  });
}

/** Takes a PNG as the firm's logo (admins). @throws Refusal `identity.role_missing`, `identity.logo_unusable`. */
export async function saveLogo(app: LogoApp, actor: MemberActor, bytes: Bytes): Promise<void> {
  assertRole(actor, "admin");
  const png = bytes.byteLength <= mostLogoBytes ? plainPng(bytes) : undefined;
  if (!png) throw new Refusal("invalid", "identity.logo_unusable");
  const row = { png, created_at: app.clock.now() };
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    await tx.query
      .insertInto("identity_logo")
      .values({ organisation_id: tx.organisationId, ...row })
      .onConflict((conflict) => conflict.column("organisation_id").doUpdateSet(row))
      .execute();
    await noteLogo(app, tx, actor, digestOf(png));
  });
}

/** The first letter stands in its place from here on (admins). @throws Refusal `identity.role_missing`. */
export async function removeLogo(app: LogoApp, actor: MemberActor): Promise<void> {
  assertRole(actor, "admin");
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    await tx.query.deleteFrom("identity_logo").where("organisation_id", "=", tx.organisationId).execute();
    await noteLogo(app, tx, actor, "");
  });
}

/** For the rooms above, too. @throws Refusal `identity.logo_absent`. */
export async function logoIn(tx: Transaction): Promise<Bytes> {
  const row = await tx.query
    .selectFrom("identity_logo")
    .select("png")
    .where("organisation_id", "=", tx.organisationId)
    .executeTakeFirst();
  if (!row) throw new Refusal("absent", "identity.logo_absent");
  return row.png;
}

export const readLogo = (app: Pick<IdentityApp, "database">, actor: MemberActor | AppPasswordActor): Promise<Bytes> =>
  app.database.inOrganisation(actor.organisationId, logoIn);
