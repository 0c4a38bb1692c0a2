import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import type { GuestActor } from "#/identity/index.ts";
import { type Bytes, dayMs, type Id, Refusal, secondMs } from "#/kernel/index.ts";
import type { MailApp } from "../types.ts";

/** What may come in through one link within a day. A guest who sends more asks the firm for another way. */
export const replyBudget = {
  bytesPerDay: 4 * 1024 ** 3,
  repliesPerDay: 50,
  windowMs: dayMs,
  /** Taken from the budget at once, so that not every packet is a transaction. */
  stepBytes: 16 * 1024 ** 2,
} as const;

type BudgetApp = Pick<MailApp, "database" | "clock">;

async function startWindow(tx: Transaction, linkId: Id, now: Date): Promise<Date> {
  await tx.query
    .insertInto("mail_reply_budget")
    .values({ organisation_id: tx.organisationId, link_id: linkId, since: now, received_bytes: 0, replies: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const mine = tx.query
    .selectFrom("mail_reply_budget")
    .select("since")
    .where("organisation_id", "=", tx.organisationId)
    .where("link_id", "=", linkId);
  const { since } = await mine.forUpdate().executeTakeFirstOrThrow();
  if (now.getTime() - since.getTime() < replyBudget.windowMs) return since;
  await tx.query
    .updateTable("mail_reply_budget")
    .set({ since: now, received_bytes: 0, replies: 0 })
    .where("organisation_id", "=", tx.organisationId)
    .where("link_id", "=", linkId)
    .execute();
  return now;
}

async function take(tx: Transaction, linkId: Id, now: Date, wanted: { bytes: number; replies: number }) {
  const since = await startWindow(tx, linkId, now);
  const taken = await tx.query
    .updateTable("mail_reply_budget")
    .set({
      received_bytes: sql<number>`greatest(0, received_bytes + ${wanted.bytes}::bigint)`,
      replies: sql<number>`replies + ${wanted.replies}::int`,
    })
    .where("organisation_id", "=", tx.organisationId)
    .where("link_id", "=", linkId)
    .where(sql<boolean>`received_bytes + ${wanted.bytes}::bigint <= ${replyBudget.bytesPerDay}::bigint`)
    .where(sql<boolean>`replies + ${wanted.replies}::int <= ${replyBudget.repliesPerDay}::int`)
    .executeTakeFirst();
  if (taken.numUpdatedRows > 0n) return;
  const untilMs = since.getTime() + replyBudget.windowMs - now.getTime();
  throw new Refusal("limited", wanted.replies > 0 ? "mail.replies_too_many" : "mail.reply_budget", {
    limitBytes: replyBudget.bytesPerDay,
    retryAfterSeconds: Math.max(1, Math.ceil(untilMs / secondMs)),
  });
}

/**
 * Counts what one reply brings in, before it is taken: several at the same moment share the budget. What was sent and
 * then thrown away counts too, since it cost the same. @throws Refusal `mail.reply_budget`, `mail.replies_too_many`.
 */
export class ReplyMeter {
  readonly #app: BudgetApp;
  readonly #guest: GuestActor;
  #leftBytes = 0;

  constructor(app: BudgetApp, guest: GuestActor) {
    this.#app = app;
    this.#guest = guest;
  }

  #take(wanted: { bytes: number; replies: number }): Promise<void> {
    const { organisationId, linkId } = this.#guest;
    const now = this.#app.clock.now();
    return this.#app.database.inOrganisation(organisationId, (tx) => take(tx, linkId, now, wanted));
  }

  begin(): Promise<void> {
    return this.#take({ bytes: 0, replies: 1 });
  }

  async *counted(source: AsyncIterable<Bytes>): AsyncGenerator<Bytes, void> {
    for await (const part of source) {
      while (this.#leftBytes < part.byteLength) {
        await this.#take({ bytes: replyBudget.stepBytes, replies: 0 });
        this.#leftBytes += replyBudget.stepBytes;
      }
      this.#leftBytes -= part.byteLength;
      yield part;
    }
  }

  /** Gives back what was taken and did not come. */
  async end(): Promise<void> {
    const bytes = this.#leftBytes;
    this.#leftBytes = 0;
    if (bytes > 0) await this.#take({ bytes: -bytes, replies: 0 });
  }
}
