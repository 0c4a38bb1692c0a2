import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf } from "#/identity/index.ts";
import type { Id } from "#/kernel/index.ts";
import { addWrap, openSpace } from "#/spaces/index.ts";
import type { MailApp } from "../types.ts";
import { sharedMailboxes } from "./statement.ts";

/** Which keys of a mailbox which of its members do not have yet. */
export async function missingWraps(
  tx: Transaction,
  mailboxId: Id,
  memberIds: readonly Id[],
): Promise<{ memberId: Id; epoch: number }[]> {
  const { rows } = await sql<{ memberId: Id; epoch: number }>`
    select member.member_id as "memberId", epoch.epoch
    from unnest(${[...memberIds]}::uuid[]) as named (member_id)
    join identity_member member on member.organisation_id = ${tx.organisationId}
      and member.member_id = named.member_id and member.state in ('active', 'locked')
    join spaces_epoch epoch on epoch.organisation_id = ${tx.organisationId} and epoch.space_id = ${mailboxId}
    where not exists (
      select from keys.spaces_wrap wrap where wrap.organisation_id = ${tx.organisationId}
        and wrap.space_id = epoch.space_id and wrap.epoch = epoch.epoch
        and wrap.holder_kind = 'person' and wrap.holder_id = member.member_id)`.execute(tx.query);
  return rows;
}

/** In the session of somebody who is in a mailbox: its keys for those whom an admin let in and who wait for them. */
export async function handOnKeys(
  app: Pick<MailApp, "blobs" | "clock" | "database" | "secrets">,
  actor: MemberActor,
): Promise<void> {
  const at = app.clock.now();
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const mine = (await sharedMailboxes(app, tx, "all")).filter(({ memberIds }) => memberIds.includes(actor.memberId));
    for (const { mailboxId, memberIds } of mine) {
      const missing = await missingWraps(tx, mailboxId, memberIds);
      if (missing.length === 0) continue;
      for (const epoch of await openSpace(app, tx, readerOf(actor), mailboxId))
        for (const { memberId } of missing.filter((each) => each.epoch === epoch.epoch))
          await addWrap(app, tx, { epoch, holder: { kind: "person", memberId }, at });
    }
  });
}
