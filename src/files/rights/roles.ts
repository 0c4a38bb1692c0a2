import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { widest } from "../rules.ts";
import type { FilesActor, FolderRole } from "../types.ts";

/** A right that reaches a member, and why. */
export interface ReachingRight {
  readonly spaceId: Id;
  readonly role: FolderRole;
  readonly subjectKind: "member" | "group" | "everybody";
  readonly subjectId: Id;
  readonly until: Date | null;
}

/** The rights that reach a member at this moment, in all spaces or in those that are named. */
export async function reachingRights(
  tx: Transaction,
  memberId: Id,
  at: Date,
  spaceIds?: readonly Id[],
): Promise<ReachingRight[]> {
  const { rows } = await sql<ReachingRight>`
    select given.space_id as "spaceId", given.role, given.subject_kind as "subjectKind",
      given.subject_id as "subjectId", given.until
    from files_right given
    where given.organisation_id = ${tx.organisationId}
      and (given.until is null or given.until > ${at})
      and (given.subject_kind = 'everybody'
        or (given.subject_kind = 'member' and given.subject_id = ${memberId})
        or (given.subject_kind = 'group' and given.subject_id in (
          select group_id from identity_group_member
          where organisation_id = ${tx.organisationId} and member_id = ${memberId})))
      ${spaceIds ? sql`and given.space_id = any(${[...spaceIds]}::uuid[])` : sql``}`.execute(tx.query);
  return rows;
}

/** What the actor may do in each space that a right leads to; of several rights the widest counts. */
export async function rolesOf(
  tx: Transaction,
  actor: Pick<FilesActor, "memberId">,
  at: Date,
  spaceIds?: readonly Id[],
): Promise<Map<Id, FolderRole>> {
  const roles = new Map<Id, FolderRole>();
  for (const { spaceId, role } of await reachingRights(tx, actor.memberId, at, spaceIds))
    roles.set(spaceId, widest(role, roles.get(spaceId) ?? role));
  return roles;
}
