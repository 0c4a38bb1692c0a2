import type { Config } from "#/config.ts";
import type { Database, Transaction } from "#/db/index.ts";
import { type Bytes, type Clock, equalBytes, type Id, type Log, minuteMs, Refusal } from "#/kernel/index.ts";
import type { Secrets } from "#/secrets/index.ts";
import {
  type Checkpoint,
  ed25519Public,
  type NoteKey,
  openCheckpoint,
  readUnsigned,
  signCheckpoint,
} from "#/vault/index.ts";
import { openLog, rootAt, TreeDamaged } from "./tree.ts";

export interface CheckpointApp {
  readonly config: Pick<Config, "publicUrl">;
  readonly clock: Clock;
  readonly database: Database;
  readonly log: Log;
  readonly secrets: Pick<Secrets, "checkpointSeed">;
}

export interface SignedCheckpoint extends Checkpoint {
  readonly note: string;
  readonly at: Date;
}

const leastBetweenMs = minuteMs;

const ending = (organisationId: Id): string => `/audit/${organisationId}`;

/** The key of the organisation's log. Its name is that of the last checkpoint: a server that moves goes on with its log. */
export async function logKey(app: Pick<CheckpointApp, "config" | "secrets">, tx: Transaction): Promise<NoteKey> {
  const publicKey = ed25519Public(app.secrets.checkpointSeed(tx.organisationId));
  const last = await lastRow(tx);
  const name = last && readUnsigned(last.note.slice(0, last.note.indexOf("\n\n") + 1))?.origin;
  if (name?.endsWith(ending(tx.organisationId))) {
    const key = { name, publicKey };
    if (openCheckpoint(last!.note, key)) return key;
  }
  return { name: `${new URL(app.config.publicUrl).host}${ending(tx.organisationId)}`, publicKey };
}

interface CheckpointRow {
  readonly size: number;
  readonly note: string;
  readonly at: Date;
}

function lastRow(tx: Transaction): Promise<CheckpointRow | undefined> {
  return tx.query
    .selectFrom("audit_checkpoint")
    .select(["size", "note", "at"])
    .where("organisation_id", "=", tx.organisationId)
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** The last checkpoint; one that this installation did not sign is none. */
export async function lastCheckpoint(tx: Transaction, key: NoteKey): Promise<SignedCheckpoint | undefined> {
  const row = await lastRow(tx);
  const read = row && openCheckpoint(row.note, key);
  return read && { ...read, note: row.note, at: row.at };
}

function damaged(organisationId: Id, log: Log, reason: string): "damaged" {
  log.error({ organisationId, reason }, "the audit log was changed: no checkpoint is signed");
  return "damaged";
}

/** The older state is the beginning of the log, as far as its tree says. */
async function isBeginning(
  tx: Transaction,
  last: CheckpointRow,
  key: NoteKey,
  size: number,
): Promise<Bytes | undefined> {
  const read = openCheckpoint(last.note, key);
  if (!read || read.size !== last.size || read.size > size) return undefined;
  const root = await rootAt(tx, read.size);
  return equalBytes(root, read.root) ? root : undefined;
}

export type CheckpointResult = "signed" | "current" | "early" | "damaged";

/**
 * Signs the log as it is, when something was added and the last time is a minute ago; never what the last checkpoint is
 * not the beginning of.
 */
export function makeCheckpoint(app: CheckpointApp, organisationId: Id): Promise<CheckpointResult> {
  const now = app.clock.now();
  return app.database.inOrganisation(
    organisationId,
    async (tx) => {
      try {
        const [last, tree, key] = [await lastRow(tx), await openLog(tx), await logKey(app, tx)];
        if (last && last.size === tree.size) return "current";
        if (tree.size === 0) return last ? damaged(organisationId, app.log, "empty") : "current";
        if (last && last.size < tree.size && now.getTime() - last.at.getTime() < leastBetweenMs) return "early";
        if (last && !(await isBeginning(tx, last, key, tree.size)))
          return damaged(organisationId, app.log, "the last checkpoint does not fit");
        const note = signCheckpoint(
          { origin: key.name, size: tree.size, root: tree.root() },
          key,
          app.secrets.checkpointSeed(organisationId),
        );
        await tx.query
          .insertInto("audit_checkpoint")
          .values({ organisation_id: organisationId, size: tree.size, note, at: now, mailed_at: null })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        return "signed";
      } catch (error) {
        if (error instanceof TreeDamaged) return damaged(organisationId, app.log, error.message);
        throw error;
      }
    },
    { isolation: "repeatable read" },
  );
}

/** The last checkpoint, and the key that it is checked with. @throws Refusal `audit.no_checkpoint_yet` */
export async function needCheckpoint(
  app: Pick<CheckpointApp, "config" | "secrets">,
  tx: Transaction,
): Promise<{ key: NoteKey; checkpoint: SignedCheckpoint }> {
  const key = await logKey(app, tx);
  const checkpoint = await lastCheckpoint(tx, key);
  if (!checkpoint) throw new Refusal("conflict", "audit.no_checkpoint_yet");
  return { key, checkpoint };
}
