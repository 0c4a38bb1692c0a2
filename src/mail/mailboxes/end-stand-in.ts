import { type AuditEntry, writeAudit } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { removeMembership, removeWraps, useEpoch } from "#/spaces/index.ts";
import { type Colleague, colleagues, houseOf } from "../house.ts";
import { noticeLetter } from "../letters.ts";
import { insertDispatch, prepareDispatch } from "../queue-dispatch.ts";
import type { MailApp } from "../types.ts";
import { assertNamedByOwner, type StandInRow } from "./stand-in-rows.ts";

type EndApp = Pick<MailApp, "blobs" | "clock" | "config" | "database" | "secrets">;

interface Telling {
  readonly kind: "standin_named" | "standin_ended";
  readonly owner: Colleague;
  readonly standIn: Colleague;
  readonly from: Date;
  readonly until: Date;
}

/** Both learn of it in their ordinary mailbox. */
export async function tellBoth(app: EndApp, tx: Transaction, telling: Telling): Promise<void> {
  const { kind, owner, standIn, from, until } = telling;
  const at = app.clock.now();
  const house = await houseOf(tx);
  const names = { owner: owner.name, standIn: standIn.name };
  const details = { ...names, from: from.toISOString(), until: until.toISOString() };
  for (const to of [owner, standIn]) {
    const letter = noticeLetter(app.config, { house, at, to, kind, conversationId: undefined, details });
    await insertDispatch(tx, await prepareDispatch(app, { kind: "notice", content: letter }), at);
  }
}

/**
 * Takes the mailbox's keys from the colleague, and goes over to the one that the owner made ready: what is written from
 * now on the colleague can't open. Needs nobody's key.
 */
export async function closeStandIn(
  app: EndApp,
  tx: Transaction,
  row: StandInRow,
  actor: AuditEntry["actor"],
): Promise<void> {
  const at = app.clock.now();
  const { mailbox_space_id: spaceId, member_id: memberId, owner_id: ownerId } = row;
  const ended = await tx.query
    .updateTable("mail_stand_in")
    .set({ ended_at: at })
    .where("organisation_id", "=", tx.organisationId)
    .where("stand_in_id", "=", row.stand_in_id)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  if (ended.numUpdatedRows === 0n) return;
  await assertNamedByOwner(app, tx, row);
  await removeWraps(tx, { spaceId, holderKind: "person", holderId: memberId });
  await removeMembership(tx, spaceId, memberId);
  await useEpoch(tx, { spaceId, epoch: row.next_epoch });
  await writeAudit(tx, { at, actor, act: "mail.stand-in-ended", subject: { kind: "member", id: memberId } });
  const people = await colleagues(tx, { memberIds: [ownerId, memberId] });
  const [owner, standIn] = [ownerId, memberId].map((id) => people.find((each) => each.memberId === id));
  if (owner && standIn)
    await tellBoth(app, tx, { kind: "standin_ended", owner, standIn, from: row.from_at, until: row.until_at });
}

async function overdue(tx: Transaction, now: Date): Promise<StandInRow[]> {
  return tx.query
    .selectFrom("mail_stand_in as standing")
    .selectAll("standing")
    .where("standing.organisation_id", "=", tx.organisationId)
    .where("standing.ended_at", "is", null)
    .where((row) =>
      row.or([
        row("standing.until_at", "<=", now),
        row.exists(
          row
            .selectFrom("identity_member as member")
            .select("member.member_id")
            .whereRef("member.organisation_id", "=", "standing.organisation_id")
            .where("member.state", "=", "removed")
            .where((member) =>
              member.or([
                member("member.member_id", "=", member.ref("standing.member_id")),
                member("member.member_id", "=", member.ref("standing.owner_id")),
              ]),
            ),
        ),
      ]),
    )
    .forUpdate("standing")
    .skipLocked()
    .execute();
}

/** Keys of shared mailboxes that somebody still has who left the firm. The next admin's session renews those mailboxes. */
async function takeFromLeavers(tx: Transaction): Promise<void> {
  const rows = await tx.query
    .selectFrom("mail_mailbox as mailbox")
    .innerJoin("keys.spaces_wrap as wrap", (join) =>
      join
        .onRef("wrap.organisation_id", "=", "mailbox.organisation_id")
        .onRef("wrap.space_id", "=", "mailbox.mailbox_space_id"),
    )
    .innerJoin("identity_member as member", (join) =>
      join
        .onRef("member.organisation_id", "=", "wrap.organisation_id")
        .onRef("member.member_id", "=", "wrap.holder_id"),
    )
    .select(["mailbox.mailbox_space_id as spaceId", "member.member_id as holderId"])
    .distinct()
    .where("mailbox.organisation_id", "=", tx.organisationId)
    .where("wrap.holder_kind", "=", "person")
    .where("member.state", "=", "removed")
    .execute();
  for (const { spaceId, holderId } of rows) {
    await removeMembership(tx, spaceId, holderId);
    await removeWraps(tx, { spaceId, holderKind: "person", holderId });
  }
}

/** What time and leaving do to mailboxes: standing in that is over ends, and leavers lose the keys of shared ones. */
export async function maintainMailboxes(app: EndApp, organisationId: Id): Promise<void> {
  const now = app.clock.now();
  await app.database.inOrganisation(organisationId, async (tx) => {
    for (const row of await overdue(tx, now)) await closeStandIn(app, tx, row, { kind: "system" });
    await takeFromLeavers(tx);
  });
}
