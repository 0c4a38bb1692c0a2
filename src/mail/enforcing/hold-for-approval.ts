import type { InForce } from "#/agreements/index.ts";
import type { Transaction } from "#/db/index.ts";
import type { AppPasswordActor, MemberActor } from "#/identity/index.ts";
import { addJob } from "#/jobs/index.ts";
import { dayMs, hourMs, type Id } from "#/kernel/index.ts";
import { mailboxOf } from "../actors.ts";
import type { MailApp } from "../types.ts";
import type { Approver } from "./approvers.ts";
import type { Gate } from "./decided-sending.ts";
import { whyOf } from "./decide-sending.ts";
import { type HoldReason, sealReason, type SealedReason } from "./hold-reason.ts";

type Sender = MemberActor | AppPasswordActor;

export const holdJob = "mail.hold-due";

/** Looks again at a held message: to tell approvers, at its deadline, and at its end. */
export async function addHoldJob(tx: Transaction, messageId: Id, stage: string, runAt: Date): Promise<void> {
  const payload = { organisationId: tx.organisationId, messageId };
  await addJob(tx, holdJob, payload, { key: `hold:${stage}:${messageId}`, runAt });
}

function reasonOf(actor: Sender, { decision, inForce, looked }: Gate): HoldReason {
  const rules = new Map<string, HoldReason["rules"][number]>();
  for (const { reasons } of decision.recipients)
    for (const { source, action, verification, because, exception } of reasons) {
      if (exception !== undefined || source === "wish") continue;
      const key = JSON.stringify([source, action, because]);
      const why = whyOf(inForce.agreements, source, actor.language);
      const said = { source, action, why, because: because.map((each) => ({ ...each })) };
      if (rules.size < 50) rules.set(key, { ...said, ...(verification && { verification }) });
    }
  return {
    version: 1,
    sender: { email: actor.email, name: actor.name },
    recipients: decision.recipients.map(({ email, route }) => ({ email, isHeld: route === "hold" })),
    rules: [...rules.values()],
    findings: [...looked.findings],
    unread: looked.unread,
  };
}

/** Why it is held, sealed once for the sender and once for each who may let it go. */
export async function prepareReasons(
  app: MailApp,
  tx: Transaction,
  actor: Sender,
  gate: Gate,
  approvers: readonly Approver[],
): Promise<SealedReason[]> {
  const reason = reasonOf(actor, gate);
  const places = new Map([
    [actor.mailboxSpaceId, mailboxOf(actor)],
    ...approvers.map((each) => [each.mailboxSpaceId, { spaceId: each.mailboxSpaceId, owner: each.owner }] as const),
  ]);
  const sealed: SealedReason[] = [];
  for (const place of places.values()) sealed.push(await sealReason(app, tx, place, reason));
  return sealed;
}

/** In the transaction that writes the message. */
export async function holdForApproval(
  tx: Transaction,
  actor: Sender,
  { version, agreements: { approval, retention } }: InForce,
  {
    messageId,
    heldAt,
    reasons,
  }: { readonly messageId: Id; readonly heldAt: Date; readonly reasons: readonly SealedReason[] },
): Promise<void> {
  const deadlineAt = new Date(heldAt.getTime() + approval.deadlineHours * hourMs);
  const endsAt = new Date(Math.max(heldAt.getTime() + retention.heldDays * dayMs, deadlineAt.getTime() + dayMs));
  await tx.query
    .insertInto("mail_hold")
    .values({
      organisation_id: tx.organisationId,
      message_id: messageId,
      sender_id: actor.memberId,
      mailbox_space_id: actor.mailboxSpaceId,
      agreements_version: version,
      may_read: approval.mayRead,
      held_at: heldAt,
      deadline_at: deadlineAt,
      ends_at: endsAt,
      state: "held",
    })
    .execute();
  await tx.query
    .insertInto("mail_hold_reason")
    .values(
      reasons.map(({ mailboxSpaceId, epoch, sealed }) => ({
        organisation_id: tx.organisationId,
        message_id: messageId,
        mailbox_space_id: mailboxSpaceId,
        epoch,
        sealed,
      })),
    )
    .execute();
  await addHoldJob(tx, messageId, "tell", heldAt);
  await addHoldJob(tx, messageId, "deadline", deadlineAt);
  await addHoldJob(tx, messageId, "end", endsAt);
}
