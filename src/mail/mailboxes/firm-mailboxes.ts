import { writeAudit } from "#/audit/index.ts";
import { emailSchema, nameSchema, type sharedMailboxAnswer } from "#/contract/index.ts";
import type { Transaction } from "#/db/index.ts";
import { assertRole, type MemberActor, openIssuingKey, readerOf, signerOf } from "#/identity/index.ts";
import { type Id, isId, newId, Refusal } from "#/kernel/index.ts";
import {
  addEpoch,
  addMembership,
  addWrap,
  createSpace,
  type Holder,
  openSpace,
  removeMembership,
  removeWraps,
} from "#/spaces/index.ts";
import type { z } from "zod";
import { auditActorOf } from "../actors.ts";
import { houseOf } from "../house.ts";
import type { MailApp } from "../types.ts";
import { missingWraps } from "./hand-on.ts";
import { lockedMailbox, sealStatement, type SharedMailbox, sharedMailboxes } from "./statement.ts";

type MailboxApp = Pick<MailApp, "blobs" | "clock" | "database" | "secrets">;
const mostMembers = 200;

/** Members who are there: of any other nobody can be sure that they are still of the firm. */
async function present(tx: Transaction, memberIds: readonly Id[]) {
  if (memberIds.length === 0) return [];
  return tx.query
    .selectFrom("identity_member")
    .select(["member_id", "name", "email"])
    .where("organisation_id", "=", tx.organisationId)
    .where("member_id", "in", memberIds)
    .where("state", "in", ["active", "locked"])
    .orderBy("name")
    .execute();
}

async function checkedMembers(tx: Transaction, memberIds: readonly Id[]): Promise<Id[]> {
  const wanted = [...new Set(memberIds)];
  if (wanted.length === 0 || wanted.length > mostMembers || !wanted.every(isId))
    throw new Refusal("invalid", "mail.mailbox_members_none");
  const found = await present(tx, wanted);
  if (found.length !== wanted.length) throw new Refusal("absent", "identity.member_absent");
  return found.map((row) => row.member_id);
}

function checkedName(text: string): string {
  const name = nameSchema.safeParse(text);
  if (!name.success) throw new Refusal("invalid", "identity.name_invalid");
  return name.data;
}

const asHolders = (memberIds: readonly Id[]): Holder[] => memberIds.map((memberId) => ({ kind: "person", memberId }));

/** All shared mailboxes with their members (admins). */
export async function listSharedMailboxes(
  app: MailboxApp,
  actor: MemberActor,
): Promise<z.output<typeof sharedMailboxAnswer>[]> {
  assertRole(actor, "admin");
  return app.database.inOrganisation(actor.organisationId, async (tx) => {
    const answers = [];
    for (const { mailboxId, name, email, memberIds, epoch, closedAt } of await sharedMailboxes(app, tx, "all")) {
      const waiting = new Set(
        (await missingWraps(tx, mailboxId, memberIds)).flatMap((each) => (each.epoch === epoch ? each.memberId : [])),
      );
      const members = (await present(tx, memberIds)).map((row) => ({
        memberId: row.member_id,
        name: row.name,
        email: row.email,
        state: waiting.has(row.member_id) ? ("waiting" as const) : ("open" as const),
      }));
      answers.push({ mailboxId, name, email, members, closedAt });
    }
    return answers;
  });
}

const addressTaken = (error: unknown): never => {
  if (error instanceof Error && "constraint" in error && error.constraint === "mail_mailbox_email")
    throw new Refusal("conflict", "mail.mailbox_address_taken");
  throw error;
};

/**
 * Makes a shared mailbox (admins). Its key goes to those named, and to the admin only if named too.
 * @throws Refusal `identity.role_missing`, `mail.mailbox_address_foreign`, `mail.mailbox_address_taken`,
 *   `mail.mailbox_members_none`, `identity.member_absent`, `identity.issuing_key_missing`.
 */
export async function createSharedMailbox(
  app: MailboxApp,
  actor: MemberActor,
  input: { readonly name: string; readonly email: string; readonly memberIds: readonly Id[] },
): Promise<{ mailboxId: Id }> {
  assertRole(actor, "admin");
  const name = checkedName(input.name);
  const email = emailSchema.safeParse(input.email).data;
  if (!email) throw new Refusal("invalid", "mail.address_invalid", { address: input.email.slice(0, 100) });
  const at = app.clock.now();
  const create = async (tx: Transaction): Promise<{ mailboxId: Id }> => {
    const { domain } = await houseOf(tx);
    if (!email.endsWith(`@${domain}`)) throw new Refusal("invalid", "mail.mailbox_address_foreign", { domain });
    const memberIds = await checkedMembers(tx, input.memberIds);
    const issuing = await openIssuingKey(app, tx, actor);
    const mailboxId = newId();
    const { epoch, publicKey } = await createSpace(app, tx, {
      spaceId: mailboxId,
      kind: "mailbox",
      signer: signerOf(actor),
      holders: asHolders(memberIds),
      members: memberIds,
      at,
    });
    const mailbox = { mailboxId, email, name, epoch, publicKey, memberIds, closedAt: null };
    const said = sealStatement(tx.organisationId, mailbox, issuing, at);
    const place = { organisation_id: tx.organisationId, mailbox_space_id: mailboxId };
    await tx.query
      .insertInto("mail_mailbox")
      .values({ ...place, ...said, created_by: actor.memberId, created_at: at })
      .execute();
    await writeAudit(tx, {
      at,
      actor: auditActorOf(actor),
      act: "mail.mailbox-created",
      subject: { kind: "mailbox", id: mailboxId },
      details: { email, members: memberIds },
    });
    return { mailboxId };
  };
  return app.database.inOrganisation(actor.organisationId, create).catch(addressTaken);
}

/** Hands every key that the acting admin has to those who are new; for the rest they wait for somebody who is in it. */
async function letIn(app: MailboxApp, tx: Transaction, actor: MemberActor, mailboxId: Id, memberIds: readonly Id[]) {
  const at = app.clock.now();
  await addMembership(tx, mailboxId, memberIds, at);
  const missing = await missingWraps(tx, mailboxId, memberIds);
  const epochs = await openSpace(app, tx, readerOf(actor), mailboxId);
  for (const epoch of epochs)
    for (const { memberId } of missing.filter((each) => each.epoch === epoch.epoch))
      await addWrap(app, tx, { epoch, holder: { kind: "person", memberId }, at });
}

/** Writes down who is in the mailbox. Who is left out loses its keys, and it gets a new one that they do not have. */
async function setMembers(
  app: MailboxApp,
  tx: Transaction,
  actor: MemberActor,
  before: SharedMailbox,
  after: { readonly name: string; readonly memberIds: readonly Id[] },
): Promise<void> {
  const at = app.clock.now();
  const { mailboxId } = before;
  const issuing = await openIssuingKey(app, tx, actor);
  const left = before.memberIds.filter((memberId) => !after.memberIds.includes(memberId));
  for (const memberId of left) {
    await removeMembership(tx, mailboxId, memberId);
    await removeWraps(tx, { spaceId: mailboxId, holderKind: "person", holderId: memberId });
  }
  const { epoch, publicKey } =
    left.length > 0
      ? await addEpoch(app, tx, {
          spaceId: mailboxId,
          signer: signerOf(actor),
          holders: asHolders(after.memberIds),
          at,
        })
      : before;
  await letIn(app, tx, actor, mailboxId, after.memberIds);
  const said = sealStatement(tx.organisationId, { ...before, ...after, epoch, publicKey }, issuing, at);
  await tx.query
    .updateTable("mail_mailbox")
    .set(said)
    .where("organisation_id", "=", tx.organisationId)
    .where("mailbox_space_id", "=", mailboxId)
    .execute();
  await writeAudit(tx, {
    at,
    actor: auditActorOf(actor),
    act: "mail.mailbox-changed",
    subject: { kind: "mailbox", id: mailboxId },
    details: { email: before.email, members: [...after.memberIds], left },
  });
}

/**
 * Changes name and members (admins). @throws Refusal `mail.mailbox_absent`, and as `createSharedMailbox`.
 */
export async function changeSharedMailbox(
  app: MailboxApp,
  actor: MemberActor,
  input: { readonly mailboxId: Id; readonly name: string; readonly memberIds: readonly Id[] },
): Promise<void> {
  assertRole(actor, "admin");
  const name = checkedName(input.name);
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    const before = isId(input.mailboxId) ? await lockedMailbox(app, tx, input.mailboxId) : undefined;
    if (!before) throw new Refusal("absent", "mail.mailbox_absent");
    await setMembers(app, tx, actor, before, { name, memberIds: await checkedMembers(tx, input.memberIds) });
  });
}

/** Mailboxes in which somebody is named who left the firm get a new key, from the first admin who comes by. */
export async function renewAfterLeaving(app: MailboxApp, actor: MemberActor): Promise<void> {
  if (!actor.roles.includes("admin") || actor.acting) return;
  await app.database.inOrganisation(actor.organisationId, async (tx) => {
    for (const { mailboxId } of await sharedMailboxes(app, tx, "all")) {
      const mailbox = (await lockedMailbox(app, tx, mailboxId))!;
      const memberIds = (await present(tx, mailbox.memberIds)).map((row) => row.member_id);
      if (memberIds.length === mailbox.memberIds.length) continue;
      await setMembers(app, tx, actor, mailbox, { name: mailbox.name, memberIds });
    }
  });
}
