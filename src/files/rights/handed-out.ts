import { assertRole, memberNames, type MemberActor } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { entryOf, entryQuery } from "../entry-rows.ts";
import { openFolders } from "../open-folders.ts";
import type { FoldersApp } from "../types.ts";

/** A file that somebody downloaded or opened in a program, the last time of each day. */
export interface HandedOut {
  readonly entryId: Id;
  /** Null for what who asks can't see. */
  readonly name: string | null;
  readonly version: number;
  readonly door: string;
  readonly at: Date;
}

const most = 2000;

/** What a member was handed out, newest first; names only of what who asks may see too. For admins. */
export async function listHandedOut(app: FoldersApp, actor: MemberActor, memberId: Id): Promise<HandedOut[]> {
  assertRole(actor, "admin");
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    if (!(await memberNames(tx, [memberId])).has(memberId)) throw new Refusal("absent", "identity.member_absent");
    const rows = await tx.query
      .selectFrom("files_handed_out")
      .selectAll()
      .where("organisation_id", "=", tx.organisationId)
      .where("member_id", "=", memberId)
      .orderBy("day", "desc")
      .orderBy("at", "desc")
      .limit(most)
      .execute();
    if (rows.length === 0) return [];
    const folders = await openFolders(app, tx, actor);
    const entries = await entryQuery(tx)
      .where("entry_id", "in", [...new Set(rows.map((row) => row.entry_id))])
      .execute();
    const names = new Map(
      entries.flatMap((row) => {
        const folder = folders.get(row.space_id);
        return folder ? [[row.entry_id, entryOf(row, folder).name] as const] : [];
      }),
    );
    return rows.map((row) => ({
      entryId: row.entry_id,
      name: names.get(row.entry_id) ?? null,
      version: row.version,
      door: row.door,
      at: row.at,
    }));
  });
}
