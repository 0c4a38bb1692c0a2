import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import type { Holder } from "#/spaces/index.ts";

interface ReaderRow {
  readonly spaceId: Id;
  readonly memberId: Id;
  /** The member's own folder, where there is one. */
  readonly ownSpaceId: Id | null;
  readonly asksSecondFactor: boolean;
}

/** Every member whom a right to read reaches at this moment, and by which key. */
export async function readersOf(tx: Transaction, spaceIds: readonly Id[], at: Date): Promise<ReaderRow[]> {
  const { rows } = await sql<ReaderRow>`
    select distinct given.space_id as "spaceId", member.member_id as "memberId", own.space_id as "ownSpaceId",
      space.step_up_minutes is not null as "asksSecondFactor"
    from files_right given
    join files_space space on space.organisation_id = given.organisation_id and space.space_id = given.space_id
    join identity_member member on member.organisation_id = given.organisation_id
      and member.state in ('active', 'locked') and member.mailbox_space_id is not null
      and (given.subject_kind = 'everybody'
        or (given.subject_kind = 'member' and given.subject_id = member.member_id)
        or (given.subject_kind = 'group' and exists (
          select from identity_group_member named where named.organisation_id = given.organisation_id
            and named.group_id = given.subject_id and named.member_id = member.member_id)))
    left join files_space own on own.organisation_id = given.organisation_id and own.personal_of = member.member_id
    where given.organisation_id = ${tx.organisationId} and given.space_id = any(${[...spaceIds]}::uuid[])
      and given.role <> 'uploader' and given.subject_kind <> 'guest' and (given.until is null or given.until > ${at})
    order by 1, 2`.execute(tx.query);
  return rows;
}

/**
 * By which key a member reads a folder: by their own folder, so that programs that were let into that reach it too; a folder
 * that asks for the second factor, and one's own, by the person's key alone.
 */
export function holderOf({ spaceId, memberId, ownSpaceId, asksSecondFactor }: ReaderRow): Holder {
  return ownSpaceId === null || asksSecondFactor || ownSpaceId === spaceId
    ? { kind: "person", memberId }
    : { kind: "space", spaceId: ownSpaceId, owner: { memberId } };
}
