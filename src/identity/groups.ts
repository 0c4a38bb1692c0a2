import { writeAudit } from "#/audit/index.ts";
import { nameSchema } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { addJob } from "#/jobs/index.ts";
import { type Id, isId, newId, Refusal } from "#/kernel/index.ts";
import type { MemberActor } from "./actors.ts";
import type { IdentityApp } from "./app.ts";
import { assertRole } from "./authority.ts";
import { meaningOfConflict } from "./unique.ts";

type GroupsApp = Pick<IdentityApp, "clock" | "database">;

export interface Group {
  readonly groupId: Id;
  readonly name: string;
  readonly members: readonly { readonly memberId: Id; readonly name: string; readonly email: string }[];
}

/** All groups with their members, by name. For every member: it is by them that rights are explained. */
export function listGroups(app: GroupsApp, actor: MemberActor): Promise<Group[]> {
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const groups = await tx.query
      .selectFrom("identity_group")
      .select(["group_id", "name"])
      .where("organisation_id", "=", tx.organisationId)
      .orderBy("name")
      .execute();
    const members = await tx.query
      .selectFrom("identity_group_member as named")
      .innerJoin("identity_member as member", (join) =>
        join
          .onRef("member.organisation_id", "=", "named.organisation_id")
          .onRef("member.member_id", "=", "named.member_id"),
      )
      .select(["named.group_id", "member.member_id", "member.name", "member.email"])
      .where("named.organisation_id", "=", tx.organisationId)
      .where("member.state", "!=", "removed")
      .orderBy("member.name")
      .execute();
    const byGroup = Map.groupBy(members, (row) => row.group_id);
    return groups.map((group) => ({
      groupId: group.group_id,
      name: group.name,
      members: (byGroup.get(group.group_id) ?? []).map((row) => ({
        memberId: row.member_id,
        name: row.name,
        email: row.email,
      })),
    }));
  });
}

async function assertMembers(tx: Transaction, memberIds: readonly Id[]): Promise<void> {
  if (memberIds.length === 0) return;
  const { count } = await tx.query
    .selectFrom("identity_member")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("organisation_id", "=", tx.organisationId)
    .where("member_id", "in", memberIds)
    .where("state", "!=", "removed")
    .executeTakeFirstOrThrow();
  if (Number(count) !== memberIds.length) throw new Refusal("absent", "identity.member_absent");
}

async function nameMembers(tx: Transaction, groupId: Id, memberIds: readonly Id[]): Promise<void> {
  await tx.query
    .deleteFrom("identity_group_member")
    .where("organisation_id", "=", tx.organisationId)
    .where("group_id", "=", groupId)
    .execute();
  if (memberIds.length === 0) return;
  await tx.query
    .insertInto("identity_group_member")
    .values(
      memberIds.map((memberId) => ({ organisation_id: tx.organisationId, group_id: groupId, member_id: memberId })),
    )
    .execute();
}

export interface SaveGroup {
  /** Left out: a new one. */
  readonly groupId?: Id | undefined;
  readonly name: string;
  readonly memberIds: readonly Id[];
}

/**
 * Makes a group, or says anew what it is called and who is in it (admins). Rooms above give and take keys accordingly.
 * @throws Refusal `identity.role_missing`, `identity.name_invalid`, `identity.group_absent`, `identity.group_name_taken`.
 */
export async function saveGroup(app: GroupsApp, actor: MemberActor, input: SaveGroup): Promise<Id> {
  assertRole(actor, "admin");
  const name = nameSchema.safeParse(input.name);
  if (!name.success) throw new Refusal("invalid", "identity.name_invalid");
  const memberIds = [...new Set(input.memberIds)];
  const groupId = input.groupId ?? newId();
  if (!isId(groupId)) throw new Refusal("absent", "identity.group_absent");
  const at = app.clock.now();
  await app.database
    .inOrganisation(actor.organisationId, async (tx) => {
      await assertMembers(tx, memberIds);
      if (input.groupId) {
        const { numUpdatedRows } = await tx.query
          .updateTable("identity_group")
          .set({ name: name.data })
          .where("organisation_id", "=", tx.organisationId)
          .where("group_id", "=", groupId)
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) throw new Refusal("absent", "identity.group_absent");
      } else
        await tx.query
          .insertInto("identity_group")
          .values({ organisation_id: tx.organisationId, group_id: groupId, name: name.data, created_at: at })
          .execute();
      await nameMembers(tx, groupId, memberIds);
      await addJob(tx, "files.renew-keys", { organisationId: tx.organisationId });
      await writeAudit(tx, {
        at,
        actor: { kind: "member", id: actor.memberId },
        act: "identity.group-saved",
        subject: { kind: "group", id: groupId },
        details: { members: memberIds.length },
      });
    })
    .catch(meaningOfConflict);
  return groupId;
}

/** Ends a group (admins); rights that it had end with it. */
export async function removeGroup(
  app: GroupsApp,
  actor: MemberActor,
  { groupId }: { readonly groupId: Id },
): Promise<void> {
  assertRole(actor, "admin");
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const { numDeletedRows } = await tx.query
      .deleteFrom("identity_group")
      .where("organisation_id", "=", tx.organisationId)
      .where("group_id", "=", groupId)
      .executeTakeFirst();
    if (numDeletedRows !== 1n) throw new Refusal("absent", "identity.group_absent");
    await addJob(tx, "files.renew-keys", { organisationId: tx.organisationId });
    await writeAudit(tx, {
      at: app.clock.now(),
      actor: { kind: "member", id: actor.memberId },
      act: "identity.group-removed",
      subject: { kind: "group", id: groupId },
    });
  });
}
