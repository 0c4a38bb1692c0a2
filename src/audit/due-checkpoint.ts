import type { Config } from "#/config.ts";
import type { Transaction } from "#/db/index.ts";
import { dayMs } from "#/kernel/index.ts";
import type { Secrets } from "#/secrets/index.ts";
import { noteKeyText } from "#/vault/index.ts";
import { lastCheckpoint, logKey, type SignedCheckpoint } from "./checkpoints.ts";
import { waitTurn } from "./take-turn.ts";

/** A log that grows fast is not waited with for a day. */
const growthMailed = 10_000;

/** When a checkpoint left the house last, and of which size; before that, when the first one was made. */
async function lastMailed(tx: Transaction): Promise<{ size: number; at: Date } | undefined> {
  const checkpoints = tx.query
    .selectFrom("audit_checkpoint")
    .select(["size", "at", "mailed_at"])
    .where("organisation_id", "=", tx.organisationId);
  const mailed = await checkpoints
    .where("mailed_at", "is not", null)
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  if (mailed) return { size: mailed.size, at: mailed.mailed_at! };
  const first = await checkpoints.orderBy("size").limit(1).executeTakeFirst();
  return first && { size: 0, at: first.at };
}

/**
 * The last checkpoint, when it is time to send it out of the house: a day after the one before, or after much was
 * added. It counts as sent with this transaction. Undefined otherwise.
 */
export async function takeDueCheckpoint(
  app: { readonly config: Pick<Config, "publicUrl">; readonly secrets: Pick<Secrets, "checkpointSeed"> },
  tx: Transaction,
  now: Date,
): Promise<{ readonly checkpoint: SignedCheckpoint; readonly key: string } | undefined> {
  await waitTurn(tx);
  const key = await logKey(app, tx);
  const [checkpoint, mailed] = [await lastCheckpoint(tx, key), await lastMailed(tx)];
  if (!checkpoint || !mailed || checkpoint.size <= mailed.size) return undefined;
  if (now.getTime() - mailed.at.getTime() < dayMs && checkpoint.size - mailed.size < growthMailed) return undefined;
  await tx.query
    .updateTable("audit_checkpoint")
    .set({ mailed_at: now })
    .where("organisation_id", "=", tx.organisationId)
    .where("size", "=", checkpoint.size)
    .execute();
  return { checkpoint, key: noteKeyText(key) };
}
