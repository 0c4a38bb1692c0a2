import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import type { MemberActor } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import type { FoldersApp } from "../types.ts";
import { newFolderSpace } from "./new-folder-space.ts";

/** What the two folders are called that everybody has; pages say it in the reader's language. */
export const ownFolderName = "Mijn bestanden";
export const generalFolderName = "Algemeen";

async function spacesThere(tx: Transaction, memberId: Id) {
  const rows = await tx.query
    .selectFrom("files_space")
    .select(["space_id", "personal_of", "is_general"])
    .where("organisation_id", "=", tx.organisationId)
    .where((where) => where.or([where("personal_of", "=", memberId), where("is_general", "=", true)]))
    .execute();
  return {
    own: rows.find((row) => row.personal_of === memberId)?.space_id,
    general: rows.find((row) => row.is_general)?.space_id,
  };
}

async function adminsOf(tx: Transaction): Promise<Id[]> {
  const rows = await tx.query
    .selectFrom("identity_member")
    .select(["member_id", "roles"])
    .where("organisation_id", "=", tx.organisationId)
    .where("state", "=", "active")
    .execute();
  return rows.flatMap((row) => (row.roles.includes("admin") ? [row.member_id] : []));
}

/** Makes the member's own folder, and the one that is everybody's, where they are not there yet. */
export async function ensureFolders(
  app: FoldersApp,
  actor: MemberActor,
): Promise<{ readonly own: Id; readonly general: Id }> {
  const { organisationId, memberId } = actor;
  const there = await app.database.inOrganisation(organisationId, (tx) => spacesThere(tx, memberId));
  if (there.own !== undefined && there.general !== undefined) return { own: there.own, general: there.general };
  const at = app.clock.now();
  return app.database.inOrganisation(organisationId, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`zegel/files/${organisationId}`}, 0))`.execute(tx.query);
    const found = await spacesThere(tx, memberId);
    const mine = { subjectKind: "member", subjectId: memberId, role: "owner" } as const;
    const own =
      found.own ??
      (await newFolderSpace(app, tx, actor, { name: ownFolderName, personalOf: memberId, rights: [mine], at })).spaceId;
    const general = found.general ?? (await newGeneral(app, tx, actor, at));
    return { own, general };
  });
}

async function newGeneral(app: FoldersApp, tx: Transaction, actor: MemberActor, at: Date): Promise<Id> {
  const everybody = { subjectKind: "everybody", subjectId: tx.organisationId, role: "editor" } as const;
  const owners = (await adminsOf(tx)).map(
    (subjectId) => ({ subjectKind: "member", subjectId, role: "owner" }) as const,
  );
  const rights = [everybody, ...owners];
  return (await newFolderSpace(app, tx, actor, { name: generalFolderName, isGeneral: true, rights, at })).spaceId;
}
