import { addJob } from "#/jobs/index.ts";
import { type DispatchRow, noticeOfBounce, whoseDispatch } from "../settle-dispatch.ts";
import { dispatchJob } from "../queue-dispatch.ts";
import type { MailApp } from "../types.ts";
import type { Delivery } from "./answers.ts";
import { isLate, nextTryAt, type Tried } from "./schedule.ts";

export const triedOf = (row: DispatchRow): Tried => ({
  kind: row.kind,
  attempts: row.attempts,
  firstTryAt: row.first_try_at ?? row.created_at,
});

type PutOff = Extract<Delivery, { kind: "retry" | "unanswered" }>;

/**
 * Not now: it is tried again later, at a time of its own. False when it was tried for long enough. The sender hears once
 * that it takes longer, and nothing before: putting off is how mail servers greet strangers.
 */
export async function tryAgain(app: MailApp, row: DispatchRow, { kind, answer }: PutOff): Promise<boolean> {
  const at = app.clock.now();
  const next = nextTryAt(triedOf(row), app.config.retryMs, at);
  if (!next) return false;
  const { organisation_id: organisationId, dispatch_id: dispatchId } = row;
  await app.database.inOrganisation(organisationId, async (tx) => {
    const tell = row.delay_told_at === null && isLate(triedOf(row), at);
    await tx.query
      .updateTable("mail_dispatch")
      .set((dispatch) => ({
        last_answer: answer,
        next_try_at: next,
        unanswered_at: null,
        ...(kind === "unanswered" ? { unanswered_tries: dispatch("unanswered_tries", "+", 1) } : {}),
        ...(tell ? { delay_told_at: at } : {}),
      }))
      .where("organisation_id", "=", organisationId)
      .where("dispatch_id", "=", dispatchId)
      .where("state", "=", "queued")
      .execute();
    await addJob(tx, dispatchJob, { organisationId, dispatchId }, { key: dispatchId, runAt: next });
    const concerned = tell ? await whoseDispatch(tx, row) : undefined;
    if (!concerned) return;
    await tx.query
      .updateTable("mail_recipient")
      .set({ reason: "mail.delayed" })
      .where("organisation_id", "=", organisationId)
      .where("recipient_id", "=", concerned.recipient_id)
      .where("state", "=", "queued")
      .execute();
    await noticeOfBounce(app, tx, {
      to: { memberIds: [concerned.sender_id] },
      kind: "delayed",
      guest: concerned.email,
      answer,
      conversationId: concerned.conversation_id,
      at,
    });
  });
  app.log.info({ dispatchId, attempts: row.attempts }, "a mail was put off");
  return true;
}

/** On record before the end of the content is sent: should the answer never be heard, that is known, also after a crash. */
export async function noteWhole(app: MailApp, row: DispatchRow): Promise<void> {
  await app.database.inOrganisation(row.organisation_id, (tx) =>
    tx.query
      .updateTable("mail_dispatch")
      .set({ unanswered_at: app.clock.now() })
      .where("organisation_id", "=", row.organisation_id)
      .where("dispatch_id", "=", row.dispatch_id)
      .execute(),
  );
}
