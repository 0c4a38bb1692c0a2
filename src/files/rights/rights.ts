import { writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf, signerOf } from "#/identity/index.ts";
import { type Id, Refusal } from "#/kernel/index.ts";
import { openSpace } from "#/spaces/index.ts";
import { entryRow } from "../entry-rows.ts";
import { openFolder } from "../open-folders.ts";
import { widest } from "../rules.ts";
import { insertRights, type RightRow } from "../spaces/new-folder-space.ts";
import type { FilesActor, FolderRole, FoldersApp } from "../types.ts";
import { handOnTo } from "./hand-on.ts";
import { readersOf } from "./readers.ts";
import { renewKeysOf } from "./renew-keys.ts";
import { reachingRights } from "./roles.ts";

export interface GivenRight extends RightRow {
  readonly until: Date | null;
  /** Of a member or a group. */
  readonly name: string;
}

export interface FolderRights {
  readonly spaceId: Id;
  readonly role: FolderRole;
  readonly isOwn: boolean;
  readonly stepUpMinutes: number | null;
  readonly rights: readonly GivenRight[];
  /** Everybody whom they reach, with their keys or still without. */
  readonly people: readonly { readonly memberId: Id; readonly name: string; readonly role: FolderRole }[];
}

async function spaceRow(tx: Transaction, spaceId: Id) {
  return tx.query
    .selectFrom("files_space")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .executeTakeFirstOrThrow();
}

async function givenRights(tx: Transaction, spaceId: Id): Promise<GivenRight[]> {
  const rows = await tx.query
    .selectFrom("files_right as given")
    .leftJoin("identity_member as member", (join) =>
      join
        .onRef("member.organisation_id", "=", "given.organisation_id")
        .onRef("member.member_id", "=", "given.subject_id"),
    )
    .leftJoin("identity_group as named", (join) =>
      join
        .onRef("named.organisation_id", "=", "given.organisation_id")
        .onRef("named.group_id", "=", "given.subject_id"),
    )
    .select(["given.subject_kind", "given.subject_id", "given.role", "given.until"])
    .select(["member.name as memberName", "named.name as groupName"])
    .where("given.organisation_id", "=", tx.organisationId)
    .where("given.space_id", "=", spaceId)
    .orderBy("given.given_at")
    .execute();
  return rows.map((row) => ({
    subjectKind: row.subject_kind as GivenRight["subjectKind"],
    subjectId: row.subject_id,
    role: row.role as FolderRole,
    until: row.until,
    name: row.memberName ?? row.groupName ?? "",
  }));
}

/** Who may do what in a folder, and whom that reaches. */
export function readRights(app: FoldersApp, actor: FilesActor, folderId: Id): Promise<FolderRights> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await entryRow(tx, folderId);
    const spaceId = row.mount_space_id ?? row.space_id;
    const folder = await openFolder(app, tx, actor, spaceId, "reader");
    const at = app.clock.now();
    const members = await tx.query
      .selectFrom("identity_member")
      .select(["member_id", "name"])
      .where("organisation_id", "=", tx.organisationId)
      .where("state", "in", ["active", "locked"])
      .orderBy("name")
      .execute();
    const people: { memberId: Id; name: string; role: FolderRole }[] = [];
    const readers = new Set((await readersOf(tx, [spaceId], at)).map(({ memberId }) => memberId));
    for (const member of members) {
      if (!readers.has(member.member_id)) continue;
      const [first, ...more] = await reachingRights(tx, member.member_id, at, [spaceId]);
      if (!first) continue;
      const role = more.reduce((best, { role: other }) => widest(best, other), first.role);
      people.push({ memberId: member.member_id, name: member.name, role });
    }
    const space = await spaceRow(tx, spaceId);
    return {
      spaceId,
      role: folder.role,
      isOwn: space.personal_of !== null,
      stepUpMinutes: space.step_up_minutes,
      rights: await givenRights(tx, spaceId),
      people,
    };
  });
}

export interface SetRights {
  readonly folderId: Id;
  readonly rights: readonly RightRow[];
  readonly stepUpMinutes?: number | null | undefined;
}

function assertPossible(rights: readonly RightRow[], at: Date): void {
  const lasting = rights.filter(({ role, until }) => role === "owner" && !until);
  if (!lasting.some(({ subjectKind }) => subjectKind === "member")) throw new Refusal("conflict", "files.last_owner");
  if (rights.some(({ until }) => until && until <= at)) throw new Refusal("invalid", "files.until_past");
}

async function assertSubjects(tx: Transaction, rights: readonly RightRow[]): Promise<void> {
  for (const { subjectKind, subjectId } of rights) {
    if (subjectKind === "everybody" && subjectId === tx.organisationId) continue;
    const found =
      subjectKind === "group"
        ? await tx.query
            .selectFrom("identity_group")
            .select("group_id")
            .where("organisation_id", "=", tx.organisationId)
            .where("group_id", "=", subjectId)
            .executeTakeFirst()
        : await tx.query
            .selectFrom("identity_member")
            .select("member_id")
            .where("organisation_id", "=", tx.organisationId)
            .where("member_id", "=", subjectId)
            .where("state", "!=", "removed")
            .executeTakeFirst();
    if (!found || subjectKind === "everybody") throw new Refusal("absent", "files.subject_absent");
  }
}

/**
 * Says anew who may do what in a folder with rights of its own (owners). Whoever is let in gets the keys; where somebody lost
 * theirs, what is written from now on is sealed to a new one.
 * @throws Refusal `files.absent`, `files.owner_needed`, `files.own_stays`, `files.last_owner`, `files.subject_absent`.
 */
export function setRights(app: FoldersApp, actor: MemberActor, input: SetRights): Promise<void> {
  const at = app.clock.now();
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await entryRow(tx, input.folderId);
    const spaceId = row.mount_space_id ?? row.space_id;
    await openFolder(app, tx, actor, spaceId, "owner");
    const space = await spaceRow(tx, spaceId);
    if (space.personal_of !== null) throw new Refusal("conflict", "files.own_stays");
    assertPossible(input.rights, at);
    await assertSubjects(tx, input.rights);
    await replaceRights(tx, actor, spaceId, input.rights, at);
    if (input.stepUpMinutes !== undefined)
      await tx.query
        .updateTable("files_space")
        .set({ step_up_minutes: input.stepUpMinutes })
        .where("organisation_id", "=", tx.organisationId)
        .where("space_id", "=", spaceId)
        .execute();
    const epochs = await openSpace(app, tx, readerOf(actor), spaceId);
    await handOnTo(app, tx, spaceId, epochs, at);
    const renewed = await renewKeysOf(app, tx, [spaceId], { signer: signerOf(actor), at });
    await writeAudit(tx, {
      at,
      actor: { kind: "member", id: actor.memberId },
      act: "files.rights-changed",
      subject: { kind: "folder", id: spaceId },
      details: { rights: input.rights.length, renewed: renewed > 0 },
    });
  });
}

async function replaceRights(
  tx: Transaction,
  actor: MemberActor,
  spaceId: Id,
  rights: readonly RightRow[],
  at: Date,
): Promise<void> {
  await tx.query
    .deleteFrom("files_right")
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", spaceId)
    .where("subject_kind", "!=", "guest")
    .execute();
  await insertRights(tx, actor, spaceId, rights, at);
}

/** Why somebody sees a folder: the rights that reach them, in the order of their width. */
export function whyVisible(app: FoldersApp, actor: FilesActor, folderId: Id, memberId: Id) {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const row = await entryRow(tx, folderId);
    const spaceId = row.mount_space_id ?? row.space_id;
    await openFolder(app, tx, actor, spaceId, "reader");
    const names = new Map((await givenRights(tx, spaceId)).map((right) => [right.subjectId, right.name]));
    return (await reachingRights(tx, memberId, app.clock.now(), [spaceId])).map((right) => ({
      ...right,
      name: names.get(right.subjectId) ?? "",
    }));
  });
}
