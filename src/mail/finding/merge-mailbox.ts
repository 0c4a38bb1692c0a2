import type { Transaction } from "#/db/index.ts";
import { type MemberActor, readerOf, signerOf } from "#/identity/index.ts";
import { addItems, generationOf, type ListedItem, mergeTier, noteTries, waitingItems } from "#/segments/index.ts";
import { mailboxEpoch } from "#/spaces/index.ts";
import { mailboxOf } from "../actors.ts";
import type { MailApp } from "../types.ts";
import { entryRows } from "./entry-rows.ts";
import { openedOf, termsOfMessage } from "./message-terms.ts";

type MergeApp = Pick<MailApp, "clock" | "database" | "blobs" | "secrets" | "log">;

const batchSize = 250;
/** Fewer are read directly by whoever searches. */
const fewest = 32;

export interface MergeWish {
  /** Nothing is merged while fewer wait. */
  readonly atLeast?: number;
  readonly budgetMs: number;
}

async function batchOf(app: MergeApp, tx: Transaction, actor: MemberActor, atLeast: number) {
  const { mailboxSpaceId: spaceId } = actor;
  const generation = await generationOf(tx, spaceId);
  const waiting = await waitingItems(tx, spaceId, batchSize);
  if (waiting.length < atLeast) return undefined;
  const rows = await entryRows(tx, spaceId, { folder: "any", messageIds: waiting }, batchSize);
  const opened = await openedOf(app, tx, actor, rows);
  const items = rows.flatMap((row): ListedItem[] => {
    const message = opened.get(row.message_id);
    if (!message) return [];
    return [{ itemId: row.message_id, atMs: row.entry_at.getTime(), terms: termsOfMessage(message.body) }];
  });
  const listed = new Set(items.map(({ itemId }) => itemId));
  await noteTries(
    tx,
    spaceId,
    waiting.filter((itemId) => !listed.has(itemId)),
  );
  return { generation, items, epoch: await mailboxEpoch(app, tx, mailboxOf(actor)) };
}

async function mergeBatch(app: MergeApp, actor: MemberActor, atLeast: number): Promise<boolean> {
  const { organisationId, mailboxSpaceId: spaceId } = actor;
  const batch = await app.database.inOrganisation(organisationId, (tx) => batchOf(app, tx, actor, atLeast));
  if (!batch || batch.items.length === 0) return false;
  const publishing = { organisationId, spaceId, reader: readerOf(actor), signer: signerOf(actor), epoch: batch.epoch };
  if (!(await addItems(app, { ...publishing, generation: batch.generation }, batch.items))) return false;
  while (await mergeTier(app, publishing));
  return true;
}

/**
 * Merges what came into the mailbox into its segments, in batches, until little is left or the time is over. Two sessions
 * that merge at once do no harm: one of them publishes. Returns whether something may be left.
 */
export async function mergeMailbox(
  app: MergeApp,
  actor: MemberActor,
  { atLeast = fewest, budgetMs }: MergeWish,
): Promise<boolean> {
  const until = performance.now() + budgetMs;
  for (let wanted = atLeast; await mergeBatch(app, actor, wanted); wanted = fewest)
    if (performance.now() > until) return true;
  return false;
}
