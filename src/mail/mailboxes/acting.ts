import type { Transaction } from "#/db/index.ts";
import type { AppPasswordActor, MemberActor } from "#/identity/index.ts";
import { type Id, isId, Refusal } from "#/kernel/index.ts";
import { say } from "#/words/index.ts";
import { houseOf } from "../house.ts";
import type { MailApp } from "../types.ts";
import { runningStandIn } from "./stand-in-rows.ts";
import { type SharedMailbox, sharedMailboxes } from "./statement.ts";

type Member = MemberActor | AppPasswordActor;
type ActingApp = Pick<MailApp, "clock" | "database" | "blobs" | "secrets">;

/** Whether the member was already given the mailbox's newest key. */
async function hasKey(tx: Transaction, { mailboxId, epoch }: SharedMailbox, memberId: Id): Promise<boolean> {
  const wrap = await tx.query
    .selectFrom("keys.spaces_wrap")
    .select("epoch")
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", mailboxId)
    .where("epoch", "=", epoch)
    .where("holder_kind", "=", "person")
    .where("holder_id", "=", memberId)
    .executeTakeFirst();
  return wrap !== undefined;
}

async function inShared<Actor extends Member>(tx: Transaction, actor: Actor, mailbox: SharedMailbox): Promise<Actor> {
  const { mailboxId, email, name, publicKey, closedAt } = mailbox;
  if (!(await hasKey(tx, mailbox, actor.memberId))) throw new Refusal("conflict", "mail.mailbox_waiting");
  const who = { memberName: actor.name, memberEmail: actor.email };
  const acting = { kind: "shared", owner: { publicKey }, ...who, isClosed: closedAt !== null } as const;
  return { ...actor, mailboxSpaceId: mailboxId, email, name, acting };
}

async function asStandIn<Actor extends Member>(
  app: ActingApp,
  tx: Transaction,
  actor: Actor,
  sought: { readonly mailboxSpaceId: Id } | { readonly email: string },
): Promise<Actor | undefined> {
  const standIn = await runningStandIn(app, tx, { ...sought, memberId: actor.memberId, now: app.clock.now() });
  if (!standIn) return undefined;
  const { owner, mailboxSpaceId } = standIn;
  const { language } = await houseOf(tx);
  return {
    ...actor,
    mailboxSpaceId,
    email: owner.email,
    name: say(language, "mailbox.stand_in_name", { member: owner.name, standIn: actor.name }),
    acting: {
      kind: "stand-in",
      owner: { memberId: owner.memberId },
      memberName: actor.name,
      memberEmail: actor.email,
    },
  };
}

/**
 * The actor in a mailbox: their own, a shared one that they are in, or a colleague's for whom they stand in now. Verbs of
 * mail then work in that mailbox, and still say who it was. @throws Refusal `mail.mailbox_absent`, also for a mailbox that
 * is not theirs, and `mail.mailbox_waiting` while nobody has handed on its key.
 */
export async function actingIn<Actor extends Member>(app: ActingApp, actor: Actor, mailboxId: Id): Promise<Actor> {
  if (mailboxId === actor.mailboxSpaceId) return actor;
  const absent = (): Refusal => new Refusal("absent", "mail.mailbox_absent");
  if (!isId(mailboxId) || actor.acting) throw absent();
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const [shared] = await sharedMailboxes(app, tx, { mailboxIds: [mailboxId] });
    if (shared?.memberIds.includes(actor.memberId)) return inShared(tx, actor, shared);
    const standing = await asStandIn(app, tx, actor, { mailboxSpaceId: mailboxId });
    if (!standing) throw absent();
    return standing;
  });
}

/** The same by address, as a mail program says who it sends for; undefined when they may not. */
export async function actingAs<Actor extends Member>(
  app: ActingApp,
  actor: Actor,
  address: string,
): Promise<Actor | undefined> {
  const email = address.toLowerCase();
  if (email === actor.email) return actor;
  if (actor.acting) return undefined;
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const [shared] = await sharedMailboxes(app, tx, { emails: [email] });
    if (shared?.memberIds.includes(actor.memberId)) return inShared(tx, actor, shared);
    return asStandIn(app, tx, actor, { email });
  });
}
