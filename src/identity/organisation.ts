import { z } from "zod";
import { writeAudit } from "#/audit/index.ts";
import { findKeyOf } from "#/certificates/index.ts";
import { type Language, languageSchema, type Look, lookSchema, plainLook } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, type Id, Refusal } from "#/kernel/index.ts";
import type { Signer } from "#/vault/index.ts";
import type { AppPasswordActor, MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { assertRole } from "./authority.ts";

/** What is set per organisation and may be shown to anybody who gets mail from it. */
export interface OrganisationSettings {
  readonly name: string;
  readonly domain: string;
  readonly phone: string;
  readonly website: string;
  /** In a subject, it asks for secure sending. */
  readonly subjectTag: string;
  /** How long a guest's link works. */
  readonly linkDays: number;
  /** How long a guest's device may skip the check after passing it; 0: never. */
  readonly trustedDeviceDays: number;
  /** Whether that holds for agreed passwords too. */
  readonly trustedDevicePassword: boolean;
  /** After so long without a key or a touch pages ask for the password; 0: never. */
  readonly idleMinutes: number;
  readonly language: Language;
  readonly look: Look;
  /** A name for the logo as it is now; empty: none. */
  readonly logo: string;
  /** Instant at which an admin said that the recovery kit is kept; empty: nobody has. */
  readonly kitKeptAt: string;
}

export const defaultSettings = {
  phone: "",
  website: "",
  subjectTag: "[veilig]",
  linkDays: 30,
  trustedDeviceDays: 0,
  idleMinutes: 30,
} as const;

const storedSettings = z.object({
  phone: z.string().default(defaultSettings.phone),
  website: z.string().default(defaultSettings.website),
  subjectTag: z.string().default(defaultSettings.subjectTag),
  linkDays: z.number().int().min(1).default(defaultSettings.linkDays),
  trustedDeviceDays: z.number().int().min(0).default(defaultSettings.trustedDeviceDays),
  trustedDevicePassword: z.boolean().default(false),
  idleMinutes: z.number().int().min(0).default(defaultSettings.idleMinutes),
  language: languageSchema.default("nl"),
  look: lookSchema.default(plainLook),
  logo: z.string().default(""),
  kitKeptAt: z.string().default(""),
});

/** For the rooms above, which need them in the middle of an act. */
export async function organisationSettings(tx: Transaction): Promise<OrganisationSettings> {
  const row = await tx.query
    .selectFrom("identity_organisation")
    .select(["name", "domain", "settings"])
    .where("organisation_id", "=", tx.organisationId)
    .executeTakeFirstOrThrow();
  return { name: row.name, domain: row.domain, ...storedSettings.parse(row.settings) };
}

/** What a recovery kit is compared with, and what its export is named after. */
export async function organisationFacts(
  tx: Transaction,
): Promise<{ organisationId: Id; name: string; domain: string; rootPublic: Bytes; createdAt: Date }> {
  const row = await tx.query
    .selectFrom("identity_organisation")
    .select(["organisation_id", "name", "domain", "root_public", "created_at"])
    .where("organisation_id", "=", tx.organisationId)
    .executeTakeFirstOrThrow();
  return {
    organisationId: row.organisation_id,
    name: row.name,
    domain: row.domain,
    rootPublic: row.root_public,
    createdAt: row.created_at,
  };
}

/** Who signs what comes in from outside: the intake key of the secrets directory, under its certified id. */
export async function intakeSigner(app: Pick<IdentityApp, "secrets">, tx: Transaction): Promise<Signer> {
  const certified = await findKeyOf(app, tx, { kind: "intake", subjectId: tx.organisationId });
  if (!certified) throw new Refusal("invalid", "vault.certificate_wrong");
  return { keyId: certified.keyId, ed25519Seed: app.secrets.intakeKey(tx.organisationId).ed25519Seed };
}

export const readOrganisation = (
  app: Pick<IdentityApp, "database">,
  actor: MemberActor | AppPasswordActor,
): Promise<OrganisationSettings> => app.database.inOrganisation(actor.organisationId, organisationSettings);

export type OrganisationChange = Pick<
  OrganisationSettings,
  "name" | "phone" | "website" | "subjectTag" | "linkDays"
> & {
  /** What is left out stays as it is. */
  readonly [Name in "trustedDeviceDays" | "trustedDevicePassword" | "idleMinutes"]?:
    | OrganisationSettings[Name]
    | undefined;
};

const withoutControls = (text: string): string => text.replaceAll(/\p{Cc}+/gu, " ").trim();

function checkedWebsite(text: string): string {
  const website = withoutControls(text);
  if (website === "") return "";
  const address = /^[a-z][a-z0-9+.-]*:/i.test(website) ? website : `https://${website}`;
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address))
    throw new Refusal("invalid", "identity.website_invalid");
  return address;
}

/** Changes what is set (admins). @throws Refusal `identity.role_missing`, `identity.website_invalid`. */
export async function saveOrganisation(
  app: Pick<IdentityApp, "clock" | "database">,
  actor: MemberActor,
  change: OrganisationChange,
): Promise<void> {
  assertRole(actor, "admin");
  const website = checkedWebsite(change.website);
  const { linkDays } = change;
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { name: _, domain: __, ...before } = await organisationSettings(tx);
    const trustedDeviceDays = change.trustedDeviceDays ?? before.trustedDeviceDays;
    const trustedDevicePassword = change.trustedDevicePassword ?? before.trustedDevicePassword;
    const idleMinutes = change.idleMinutes ?? before.idleMinutes;
    const [phone, subjectTag] = [withoutControls(change.phone), withoutControls(change.subjectTag)];
    await tx.query
      .updateTable("identity_organisation")
      .set({
        name: withoutControls(change.name),
        settings: JSON.stringify({
          ...before,
          phone,
          website,
          subjectTag,
          linkDays,
          trustedDeviceDays,
          trustedDevicePassword,
          idleMinutes,
        }),
      })
      .where("organisation_id", "=", tx.organisationId)
      .execute();
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "member", id: actor.memberId },
      act: "identity.organisation-changed",
      subject: { kind: "organisation", id: actor.organisationId },
      details: { linkDays, subjectTag, trustedDeviceDays, trustedDevicePassword, idleMinutes },
    });
  });
}
