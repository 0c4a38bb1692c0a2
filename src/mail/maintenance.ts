import { agreementsInForce, clearRecords } from "#/agreements/index.ts";
import type { Transaction } from "#/db/index.ts";
import { endGuestSessions } from "#/identity/index.ts";
import { dayMs, hourMs, type Id } from "#/kernel/index.ts";
import { addJob } from "#/jobs/index.ts";
import { removeWraps } from "#/spaces/index.ts";
import { clearDeliveries } from "#/webhooks/index.ts";
import { writeAudit } from "#/audit/index.ts";
import { closeLink } from "./guest-link.ts";
import { replyBudget } from "./guests/reply-budget.ts";
import { releaseDue } from "./drafts/release-messages.ts";
import { clearKeys } from "./applications/idempotency.ts";
import { sendDueLetters } from "./follow-up/due-letters.ts";
import { clearTrash } from "./finding/empty-trash.ts";
import { clearOutbox } from "./outbox.ts";
import { dispatchJob } from "./queue-dispatch.ts";
import { limits } from "./rules.ts";
import type { MailApp } from "./types.ts";

const linksAtOnce = 200;
const settledKeptMs = 90 * dayMs;

/** Takes the keys from links that ran out; says how many there were. */
async function expireLinks(tx: Transaction, now: Date): Promise<number> {
  const links = await tx.query
    .selectFrom("mail_link")
    .select(["link_id", "conversation_id"])
    .where("organisation_id", "=", tx.organisationId)
    .where("closed_at", "is", null)
    .where("expires_at", "<=", now)
    .orderBy("expires_at")
    .limit(linksAtOnce)
    .forUpdate()
    .skipLocked()
    .execute();
  for (const { link_id: linkId, conversation_id: spaceId } of links) {
    await removeWraps(tx, { spaceId, holderKind: "link", holderId: linkId });
    await endGuestSessions(tx, linkId);
    await closeLink(tx, linkId, now);
    await tx.query
      .updateTable("mail_recipient")
      .set({ reason: "mail.link_expired" })
      .where("organisation_id", "=", tx.organisationId)
      .where("link_id", "=", linkId)
      .where("state", "!=", "recalled")
      .execute();
    await writeAudit(tx, {
      at: now,
      actor: { kind: "system" },
      act: "mail.link-expired",
      subject: { kind: "conversation", id: spaceId },
      details: { linkId },
    });
  }
  return links.length;
}

/** Codes that nobody can use any more, once they no longer count for a limit; counters; what left long ago. */
async function clearOld(tx: Transaction, now: Date): Promise<void> {
  const ago = (ms: number): Date => new Date(now.getTime() - ms);
  await tx.query
    .deleteFrom("mail_code")
    .where("organisation_id", "=", tx.organisationId)
    .where("expires_at", "<", now)
    .where("first_send_at", "<", ago(limits.codesPerLinkWindowMs))
    .execute();
  await tx.query
    .deleteFrom("mail_sms_number")
    .where("organisation_id", "=", tx.organisationId)
    .where("first_send_at", "<", ago(limits.codesPerNumberWindowMs))
    .execute();
  await tx.query
    .deleteFrom("mail_dispatch")
    .where("organisation_id", "=", tx.organisationId)
    .where("state", "!=", "queued")
    .where("created_at", "<", ago(settledKeptMs))
    .execute();
  await tx.query
    .deleteFrom("mail_trusted_device")
    .where("organisation_id", "=", tx.organisationId)
    .where("expires_at", "<", now)
    .execute();
  await tx.query
    .deleteFrom("mail_reply_budget")
    .where("organisation_id", "=", tx.organisationId)
    .where("since", "<", ago(replyBudget.windowMs))
    .execute();
  await clearOutbox(tx, now);
  await clearKeys(tx, now);
  await clearDeliveries(tx, now);
}

/** What should have been tried an hour ago has lost its job, such as in a restore: it gets one again. */
async function wakeOverdue(tx: Transaction, now: Date): Promise<void> {
  const { organisationId } = tx;
  const rows = await tx.query
    .selectFrom("mail_dispatch")
    .select("dispatch_id")
    .where("organisation_id", "=", organisationId)
    .where("state", "=", "queued")
    .where((where) => where(where.fn.coalesce("next_try_at", "created_at"), "<", new Date(now.getTime() - hourMs)))
    .limit(linksAtOnce)
    .execute();
  for (const { dispatch_id: dispatchId } of rows)
    await addJob(tx, dispatchJob, { organisationId, dispatchId }, { key: dispatchId });
}

/** What time does to mail: expired links lose their keys, and what is old goes. Safe to run at any time, by anybody. */
export async function maintainMail(app: MailApp, organisationId: Id): Promise<void> {
  const now = app.clock.now();
  for (let expired = linksAtOnce; expired === linksAtOnce;) {
    expired = await app.database.inOrganisation(organisationId, (tx) => expireLinks(tx, now));
    if (expired > 0) app.log.info({ organisationId, links: expired }, "links ran out");
  }
  for (let removed = 1; removed > 0;) {
    removed = await app.database.inOrganisation(organisationId, (tx) => clearTrash(tx, now));
    if (removed > 0) app.log.info({ organisationId, messages: removed }, "trash was emptied");
  }
  await sendDueLetters(app, organisationId);
  await app.database.inOrganisation(organisationId, (tx) => wakeOverdue(tx, now));
  await app.database.inOrganisation(organisationId, (tx) => clearOld(tx, now));
  await app.database.inOrganisation(organisationId, async (tx) =>
    clearRecords(tx, (await agreementsInForce(app, tx)).agreements, now),
  );
  // Each has its job; this is for those whose job was lost.
  await releaseDue(app, organisationId, now);
}

/** Ids of the queue keys that something still waits under, in any organisation. */
export async function queueKeysInUse(app: Pick<MailApp, "database">): Promise<string[]> {
  const ids = new Set<string>();
  for (const organisationId of await app.database.organisations())
    await app.database.inOrganisation(organisationId, async (tx) => {
      const waiting = await tx.query
        .selectFrom("mail_dispatch")
        .select("queue_key_id")
        .distinct()
        .where("organisation_id", "=", organisationId)
        .where("state", "=", "queued")
        .execute();
      const kept = await tx.query
        .selectFrom("mail_outbox")
        .select("queue_key_id")
        .distinct()
        .where("organisation_id", "=", organisationId)
        .execute();
      const held = await tx.query
        .selectFrom("mail_held")
        .select("queue_key_id")
        .distinct()
        .where("organisation_id", "=", organisationId)
        .execute();
      for (const { queue_key_id: id } of [...waiting, ...kept, ...held]) ids.add(id);
    });
  return [...ids];
}
