import type { Selectable } from "kysely";
import type { Schema, Transaction } from "#/db/index.ts";
import type { Id } from "#/kernel/index.ts";
import { announceStates } from "./applications/announce-states.ts";
import { statesBefore } from "./rules.ts";
import type { Recipient, RecipientState } from "./types.ts";

export type RecipientRow = Selectable<Schema["mail_recipient"]>;

const instant = (date: Date | null): string | null => date?.toISOString() ?? null;

/** What a sender is told about one recipient. */
export function recipientAnswerOf(row: RecipientRow, name: string | undefined): Recipient {
  return {
    recipientId: row.recipient_id,
    email: row.email,
    ...(name === undefined ? {} : { name }),
    role: row.role,
    route: row.route,
    verification: row.verification,
    state: row.state,
    reason: row.reason,
    times: {
      queued: instant(row.queued_at),
      handedOver: instant(row.handed_over_at),
      bounced: instant(row.bounced_at),
      opened: instant(row.opened_at),
      downloaded: instant(row.downloaded_at),
      replied: instant(row.replied_at),
      recalled: instant(row.recalled_at),
    },
  };
}

/** Of the message and of its Bcc copies, as the sender sees them; locked in the order that everybody locks them. */
export async function recipientsOf(
  tx: Transaction,
  messageIds: readonly Id[],
  { forUpdate = false } = {},
): Promise<RecipientRow[]> {
  if (messageIds.length === 0) return [];
  return tx.query
    .selectFrom("mail_recipient")
    .selectAll()
    .where("organisation_id", "=", tx.organisationId)
    .where("message_id", "in", messageIds)
    .orderBy("recipient_id")
    .$if(forUpdate, (query) => query.forUpdate())
    .execute();
}

const timeColumns = {
  queued: "queued_at",
  "handed-over": "handed_over_at",
  bounced: "bounced_at",
  opened: "opened_at",
  downloaded: "downloaded_at",
  replied: "replied_at",
  recalled: "recalled_at",
} as const satisfies Partial<Record<RecipientState, string>>;

export type TimedState = keyof typeof timeColumns;

/** Notes that a state was reached, with its own time the first time; and moves the state where that is a step forward. */
export async function reachState(
  tx: Transaction,
  recipientIds: readonly Id[],
  state: TimedState,
  at: Date,
): Promise<void> {
  if (recipientIds.length === 0) return;
  const column = timeColumns[state];
  const mine = tx.query
    .updateTable("mail_recipient")
    .where("organisation_id", "=", tx.organisationId)
    .where("recipient_id", "in", recipientIds);
  const reached = await mine
    .where(column, "is", null)
    .set({ [column]: at })
    .returning("recipient_id")
    .execute();
  await mine.where("state", "in", statesBefore(state)).set({ state, reason: null }).execute();
  const reachedIds = reached.map((row) => row.recipient_id);
  await announceStates(tx, reachedIds, state, at);
}
