import { type CertificatesApp, verifiedKeys } from "#/certificates/index.ts";
import type { Transaction } from "#/db/index.ts";
import { assertRole, type MemberActor } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import type { AgreementsApp } from "./put-in-force.ts";
import { isReading } from "./statement.ts";
import { newestVersion, versionRows } from "./store.ts";

export interface ReaderEntry {
  readonly memberId: Id;
  readonly name: string;
  readonly email: string;
  /** The newest version that they agreed to, and when. */
  readonly version: number | null;
  readonly at: Date | null;
}

/** The newest word of each member that is truly theirs: a row that was made up counts for nothing. */
async function readings(
  app: CertificatesApp,
  tx: Transaction,
): Promise<ReadonlyMap<Id, { readonly version: number; readonly at: Date }>> {
  const rows = await tx.query
    .selectFrom("agreements_reading")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .orderBy("version")
    .execute();
  const statements = new Map((await versionRows(tx)).map((row) => [row.version, row.statement]));
  const keyIds = [...new Set(rows.map((row) => row.key_id))];
  const keys = await verifiedKeys(app, tx, keyIds, { revoked: "accepted" });
  const newest = new Map<Id, { readonly version: number; readonly at: Date }>();
  for (const row of rows) {
    const key = keys.get(row.key_id);
    const publicKey = key?.kind === "person" && key.subjectId === row.member_id ? key.ed25519 : undefined;
    const statement = statements.get(row.version);
    if (publicKey && statement && isReading(tx.organisationId, statement, publicKey, row.signature))
      newest.set(row.member_id, { version: row.version, at: row.at });
  }
  return newest;
}

/** Who has agreed to what (admins and officers): everybody who works here, those behind first. */
export async function readingOverview(
  app: Pick<AgreementsApp, "database" | "secrets">,
  actor: MemberActor,
): Promise<{ version: number; members: ReaderEntry[] }> {
  assertRole(actor, "admin", "officer");
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const newest = await newestVersion(app, tx);
    const agreed = await readings(app, tx);
    const rows = await tx.query
      .selectFrom("identity_member")
      .select(["member_id", "name", "email"])
      .where("organisation_id", "=", tx.organisationId)
      .where("state", "in", ["active", "locked"])
      .execute();
    const members = rows.map(({ member_id: memberId, name, email }) => {
      const { version = null, at = null } = agreed.get(memberId) ?? {};
      return { memberId, name, email, version, at };
    });
    members.sort((one, other) => (one.version ?? 0) - (other.version ?? 0) || one.name.localeCompare(other.name));
    return { version: newest?.said.version ?? 0, members };
  });
}
