import { sql } from "kysely";
import type { z } from "zod";
import { writeAudit } from "#/audit/index.ts";
import type { CertificatesApp } from "#/certificates/index.ts";
import type { standInAnswer } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf, signerOf } from "#/identity/index.ts";
import { dayMs, type Id, isId, newId, Refusal } from "#/kernel/index.ts";
import { addEpochAhead, addMembership, addWrap, openSpace } from "#/spaces/index.ts";
import { auditActorOf } from "../actors.ts";
import { type Colleague, colleagues } from "../house.ts";
import type { MailApp } from "../types.ts";
import { closeStandIn, tellBoth } from "./end-stand-in.ts";
import { assertNamedByOwner, signStandIn, type StandInRow } from "./stand-in-rows.ts";

type StandInApp = Pick<MailApp, "blobs" | "clock" | "config" | "database" | "secrets">;
type StandIn = z.output<typeof standInAnswer> & { readonly mailboxId: Id };

const longestMs = 366 * dayMs;

async function openRows(tx: Transaction, memberId: Id): Promise<StandInRow[]> {
  return tx.query
    .selectFrom("mail_stand_in")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("ended_at", "is", null)
    .where(sql<boolean>`${memberId}::uuid in (owner_id, member_id)`)
    .orderBy("from_at")
    .execute();
}

/** Standing in that concerns the member, from either side, and was not ended. */
export async function standInsOf(app: CertificatesApp, tx: Transaction, memberId: Id): Promise<StandIn[]> {
  const found: StandIn[] = [];
  for (const row of await openRows(tx, memberId)) {
    await assertNamedByOwner(app, tx, row);
    const people = await colleagues(tx, { memberIds: [row.owner_id, row.member_id] });
    const [owner, standIn] = [row.owner_id, row.member_id].map((id) => people.find((each) => each.memberId === id));
    if (!owner || !standIn) continue;
    found.push({
      standInId: row.stand_in_id,
      mailboxId: row.mailbox_space_id,
      owner: { memberId: row.owner_id, name: owner.name, email: owner.email },
      standIn: { memberId: row.member_id, name: standIn.name, email: standIn.email },
      from: row.from_at.toISOString(),
      until: row.until_at.toISOString(),
    });
  }
  return found;
}

/** Who stands in for oneself, and for whom one stands in. */
export const listStandIns = (app: StandInApp, actor: MemberActor): Promise<StandIn[]> =>
  app.database.inOrganisation(actor.organisationId, (tx) => standInsOf(app, tx, actor.memberId));

function assertPeriod(from: Date, until: Date, now: Date): void {
  const isSensible = until > from && until > now && until.getTime() - from.getTime() <= longestMs;
  if (!isSensible || Number.isNaN(from.getTime())) throw new Refusal("invalid", "mail.stand_in_period");
}

/** The keys of one's mailbox for the colleague, and one made ready that the colleague will not have. */
async function openMailbox(app: StandInApp, tx: Transaction, actor: MemberActor, memberId: Id): Promise<number> {
  const at = app.clock.now();
  const spaceId = actor.mailboxSpaceId;
  for (const epoch of await openSpace(app, tx, readerOf(actor), spaceId))
    await addWrap(app, tx, { epoch, holder: { kind: "person", memberId }, at });
  await addMembership(tx, spaceId, [memberId], at);
  const holders = [{ kind: "person", memberId: actor.memberId }] as const;
  const { epoch } = await addEpochAhead(app, tx, { spaceId, kind: "mailbox", signer: signerOf(actor), holders, at });
  return epoch;
}

const meant = (error: unknown): never => {
  if (error instanceof Error && "constraint" in error && error.constraint === "mail_stand_in_one")
    throw new Refusal("conflict", "mail.stand_in_exists");
  throw error;
};

/**
 * Lets a colleague act in one's own mailbox from and until a time; one colleague at a time.
 * @throws Refusal `mail.stand_in_period`, `mail.stand_in_exists`, `mail.stand_in_own_mailbox`, `identity.member_absent`.
 */
export async function nameStandIn(
  app: StandInApp,
  actor: MemberActor,
  input: { readonly memberId: Id; readonly from: string; readonly until: string },
): Promise<{ standInId: Id }> {
  if (actor.acting || input.memberId === actor.memberId) throw new Refusal("invalid", "mail.stand_in_own_mailbox");
  const at = app.clock.now();
  const [from, until] = [new Date(input.from), new Date(input.until)];
  assertPeriod(from, until, at);
  const name = async (tx: Transaction): Promise<{ standInId: Id }> => {
    const [colleague] = isId(input.memberId) ? await colleagues(tx, { memberIds: [input.memberId] }) : [];
    if (!colleague) throw new Refusal("absent", "identity.member_absent");
    const said = {
      stand_in_id: newId(),
      mailbox_space_id: actor.mailboxSpaceId,
      owner_id: actor.memberId,
      member_id: input.memberId,
      from_at: from,
      until_at: until,
      next_epoch: await openMailbox(app, tx, actor, input.memberId),
    };
    const signature = signStandIn(tx.organisationId, said, signerOf(actor));
    await tx.query
      .insertInto("mail_stand_in")
      .values({ organisation_id: tx.organisationId, ...said, ...signature, created_at: at })
      .execute();
    await writeAudit(tx, {
      at,
      actor: auditActorOf(actor),
      act: "mail.stand-in-named",
      subject: { kind: "member", id: input.memberId },
      details: { from: from.toISOString(), until: until.toISOString() },
    });
    const owner: Colleague = { ...actor, owner: { memberId: actor.memberId } };
    await tellBoth(app, tx, { kind: "standin_named", owner, standIn: colleague, from, until });
    return { standInId: said.stand_in_id };
  };
  return app.database.inOrganisation(actor.organisationId, name).catch(meant);
}

/** Ends standing in at once, by either of the two. @throws Refusal `mail.stand_in_absent`. */
export async function endStandIn(app: StandInApp, actor: MemberActor, standInId: Id): Promise<void> {
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const rows = await openRows(tx, actor.memberId);
    const row = rows.find((each) => each.stand_in_id === standInId);
    if (!row) throw new Refusal("absent", "mail.stand_in_absent");
    await closeStandIn(app, tx, row, auditActorOf(actor));
  });
}
