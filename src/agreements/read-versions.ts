import type { Agreements } from "#/contract/index.ts";
import { type AppPasswordActor, type MemberActor, memberNames } from "#/identity/index.ts";
import { Refusal } from "#/kernel/index.ts";
import type { AgreementsApp } from "./put-in-force.ts";
import { beginRecords } from "./records-key.ts";
import { openVersion } from "./statement.ts";
import { agreementsOf, newestVersion, noAgreements, versionRows } from "./store.ts";

type ReadApp = Pick<AgreementsApp, "clock" | "database" | "secrets">;
type Member = MemberActor | AppPasswordActor;

export interface CurrentAgreements {
  /** 0 while there are none. */
  readonly version: number;
  /** As written; empty while there are none. */
  readonly text: string;
  readonly agreements: Agreements;
  readonly at: Date | null;
  readonly byName: string | null;
  /** When the reader agreed to this version. */
  readonly agreedAt: Date | null;
}

/** What is in force, for every member: the page decides by it while they write. */
export const readCurrent = (app: ReadApp, actor: Member): Promise<CurrentAgreements> =>
  app.database.inOrganisation(actor.organisationId, async (tx) => {
    // An admin's first page is the first moment at which the key is there.
    if (actor.kind === "member") await beginRecords(app, tx, actor);
    const newest = await newestVersion(app, tx);
    if (!newest) return { version: 0, text: "", agreements: noAgreements, at: null, byName: null, agreedAt: null };
    const { row, said } = newest;
    const reading = await tx.query
      .selectFrom("agreements_reading")
      .select("at")
      .where("organisation_id", "=", tx.organisationId)
      .where("version", "=", said.version)
      .where("member_id", "=", actor.memberId)
      .executeTakeFirst();
    const names = await memberNames(tx, [row.created_by]);
    return {
      version: said.version,
      text: said.text,
      agreements: agreementsOf(row, said),
      at: row.created_at,
      byName: names.get(row.created_by) ?? null,
      agreedAt: reading?.at ?? null,
    };
  });

export interface VersionEntry {
  readonly version: number;
  readonly at: Date;
  readonly byName: string;
}

/** Every version that was ever in force, the newest first. */
export const listVersions = (app: ReadApp, actor: Member): Promise<VersionEntry[]> =>
  app.database.inOrganisation(actor.organisationId, async (tx) => {
    const rows = await tx.query
      .selectFrom("agreements_version")
      .select(["version", "created_by", "created_at"])
      .where("organisation_id", "=", tx.organisationId)
      .orderBy("version", "desc")
      .execute();
    const names = await memberNames(
      tx,
      rows.map((row) => row.created_by),
    );
    return rows.map((row) => ({
      version: row.version,
      at: row.created_at,
      byName: names.get(row.created_by) ?? "",
    }));
  });

/** One or more versions, each as an admin said it. @throws Refusal `agreements.version_absent`. */
export const readVersions = (
  app: ReadApp,
  actor: Member,
  versions: readonly number[],
): Promise<{ version: number; text: string; agreements: Agreements; at: Date }[]> =>
  app.database.inOrganisation(actor.organisationId, async (tx) => {
    const rows = new Map((await versionRows(tx, versions)).map((row) => [row.version, row]));
    return Promise.all(
      versions.map(async (version) => {
        const row = rows.get(version);
        if (!row) throw new Refusal("absent", "agreements.version_absent");
        const said = await openVersion(app, tx, row);
        return { version, text: said.text, agreements: agreementsOf(row, said), at: row.created_at };
      }),
    );
  });
