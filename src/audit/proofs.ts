import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, type Id, isId, Refusal } from "#/kernel/index.ts";
import { consistencyRanges, hashBytes, inclusionRanges, noteKeyText } from "#/vault/index.ts";
import type { LogEntry } from "./canonical-entry.ts";
import { type CheckpointApp, lastCheckpoint, logKey, needCheckpoint, type SignedCheckpoint } from "./checkpoints.ts";
import { entryColumns, entryOfLeaf, leafColumns, type LeafRow } from "./entry-rows.ts";
import { type AuditReader, assertMayRead } from "./reader.ts";
import { logSize, rangeHashes } from "./tree.ts";

type ProofApp = Pick<CheckpointApp, "config" | "database" | "secrets">;

export interface ProvenLeaf {
  readonly position: number;
  readonly leafHash: Bytes;
  /** Both undefined: the entry was erased. */
  readonly salt: Bytes | undefined;
  readonly entry: LogEntry | undefined;
  readonly proof: readonly Bytes[];
}

export interface ProvenEntry extends ProvenLeaf {
  readonly checkpoint: SignedCheckpoint;
  /** The key as one word. */
  readonly key: string;
}

const snapshot = { isolation: "repeatable read" } as const;

/** Leaves with their proofs, in a log of `size`; reads the hashes of all of them at once. */
export async function proveLeaves(tx: Transaction, rows: readonly LeafRow[], size: number): Promise<ProvenLeaf[]> {
  const ranges = rows.map(({ position }) => inclusionRanges(position, size));
  const hashes = await rangeHashes(tx, ranges.flat());
  let taken = 0;
  return rows.map((row, at) => {
    const proof = hashes.slice(taken, (taken += ranges[at]!.length));
    const { position, leaf_hash: leafHash } = row;
    const entry = entryOfLeaf(row);
    return { position, leafHash, salt: row.salt ?? undefined, entry: row.salt ? entry : undefined, proof };
  });
}

/** That an entry stands in the log that the last checkpoint is of. @throws Refusal `audit.not_placed_yet` */
export async function proveEntry(app: ProofApp, reader: AuditReader, entryId: Id): Promise<ProvenEntry> {
  assertMayRead(reader);
  if (!isId(entryId)) throw new Refusal("absent", "audit.entry_absent");
  return app.database.inOrganisation(
    reader.organisationId,
    async (tx) => {
      const { rows } = await sql<LeafRow>`
        select ${leafColumns}, ${entryColumns} from audit_leaf leaf
        left join audit_entry entry on entry.organisation_id = leaf.organisation_id and entry.entry_id = leaf.entry_id
        where leaf.organisation_id = ${tx.organisationId} and leaf.entry_id = ${entryId}`.execute(tx.query);
      const [row] = rows;
      if (!row && !(await isWritten(tx, entryId))) throw new Refusal("absent", "audit.entry_absent");
      if (!row) throw new Refusal("conflict", "audit.not_placed_yet");
      const { key, checkpoint } = await needCheckpoint(app, tx);
      if (row.position >= checkpoint.size) throw new Refusal("conflict", "audit.not_placed_yet");
      const [proven] = await proveLeaves(tx, [row], checkpoint.size);
      return { ...proven!, checkpoint, key: noteKeyText(key) };
    },
    snapshot,
  );
}

async function isWritten(tx: Transaction, entryId: Id): Promise<boolean> {
  const row = await tx.query
    .selectFrom("audit_entry")
    .select("entry_id")
    .where("organisation_id", "=", tx.organisationId)
    .where("entry_id", "=", entryId)
    .executeTakeFirst();
  return row !== undefined;
}

export interface ProvenConsistency {
  readonly from: number;
  readonly to: number;
  readonly proof: readonly Bytes[];
}

/** That the log of `from` entries is the beginning of the one of `to` entries; left out: that of the last checkpoint. */
export async function proveConsistency(
  app: ProofApp,
  reader: AuditReader,
  { from, to }: { readonly from: number; readonly to?: number | undefined },
): Promise<ProvenConsistency> {
  assertMayRead(reader);
  return app.database.inOrganisation(
    reader.organisationId,
    async (tx) => {
      const end = to ?? (await needCheckpoint(app, tx)).checkpoint.size;
      const size = await logSize(tx);
      if (!(from >= 1 && from <= end && end <= size)) throw new Refusal("invalid", "audit.size_unknown", { size });
      return { from, to: end, proof: await rangeHashes(tx, consistencyRanges(from, end)) };
    },
    snapshot,
  );
}

/** How far the log is, for whoever looks at it. */
export interface LogState {
  readonly size: number;
  /** Written, and not in the log yet. */
  readonly waiting: number;
  readonly checkpoint: SignedCheckpoint | undefined;
  /** The moment of the newest entry that the checkpoint covers. */
  readonly coversUntil: Date | undefined;
  readonly key: string;
  /** Something was put into the database past Zegel. */
  readonly isDoubtful: boolean;
}

const suspiciousAfterMs = 120_000;

/** The log's state, as far as a glance tells; `verifyLog` reads everything. */
export async function readLogState(
  app: ProofApp & Pick<CheckpointApp, "clock">,
  reader: AuditReader,
): Promise<LogState> {
  assertMayRead(reader);
  return app.database.inOrganisation(
    reader.organisationId,
    async (tx) => {
      const key = await logKey(app, tx);
      const [size, checkpoint] = [await logSize(tx), await lastCheckpoint(tx, key)];
      const { rows } = await sql<{ waiting: number; oldest: Date | null }>`
        select count(*) as waiting, min(entry.at) as oldest from audit_pending pending
        left join audit_entry entry on entry.organisation_id = pending.organisation_id and entry.entry_id = pending.entry_id
        where pending.organisation_id = ${tx.organisationId}`.execute(tx.query);
      const { waiting, oldest } = rows[0]!;
      const covered = await sql<{ at: Date | null }>`
        select entry.at from audit_leaf leaf
        join audit_entry entry on entry.organisation_id = leaf.organisation_id and entry.entry_id = leaf.entry_id
        where leaf.organisation_id = ${tx.organisationId} and leaf.position < ${checkpoint?.size ?? 0}
        order by leaf.position desc limit 1`.execute(tx.query);
      const isLate = oldest !== null && app.clock.now().getTime() - oldest.getTime() > suspiciousAfterMs;
      const isShort = checkpoint !== undefined && checkpoint.size > size;
      return {
        size,
        waiting,
        checkpoint,
        coversUntil: covered.rows[0]?.at ?? undefined,
        key: noteKeyText(key),
        isDoubtful: isShort || (isLate && waiting > 0),
      };
    },
    snapshot,
  );
}

export const proofText = (hashes: readonly Bytes[]): string[] =>
  hashes.map((hash) => {
    if (hash.byteLength !== hashBytes) throw new TypeError("not a hash");
    return Buffer.from(hash).toString("base64");
  });
