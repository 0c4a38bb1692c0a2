import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { type Bytes, equalBytes, type Id } from "#/kernel/index.ts";
import {
  type Checkpoint,
  GrowingLog,
  type NoteKey,
  noteKeyText,
  openCheckpoint,
  type TreeNode,
} from "#/vault/index.ts";
import { entryLeafHash, entryMac, type LogEntry } from "./canonical-entry.ts";
import { type CheckpointApp, lastCheckpoint, logKey, type SignedCheckpoint } from "./checkpoints.ts";
import { entryColumns, entryOf, entryOfLeaf, type EntryRow, leafColumns, type LeafRow } from "./entry-rows.ts";
import { erasedIdsOf } from "./erase-entries.ts";
import { findNote } from "./find-note.ts";
import { type AuditReader, assertMayRead } from "./reader.ts";

/** What was found wrong. Positions count from 0. */
export interface LogProblem {
  readonly problem:
    | "entry-changed"
    | "entry-removed"
    | "entry-inserted"
    | "entry-not-ours"
    | "position-missing"
    | "tree-changed"
    | "checkpoint-does-not-fit"
    | "checkpoint-not-signed"
    | "log-shorter-than-checkpoint"
    | "space-head-does-not-fit"
    | "space-removed"
    | "change-not-ours"
    | "object-removed"
    | "object-changed"
    | "object-inserted"
    | "message-removed"
    | "message-not-listed"
    | "recipients-changed"
    | "attachment-removed";
  readonly position?: number;
  readonly entryId?: Id;
  readonly size?: number;
  readonly spaceId?: Id;
  readonly objectId?: Id;
  readonly messageId?: Id;
}

/** Who reads along, to hold something else against what the log says of it. */
export interface LogWitness {
  /** Every entry that is as it was written. */
  entry(entry: LogEntry): void;
  /** After the last entry, at the same moment of the database. */
  finish(tx: Transaction, report: (problem: LogProblem) => void): Promise<void>;
}

export interface LogReport {
  readonly origin: string;
  readonly key: string;
  /** Entries in the log; all were read. */
  readonly size: number;
  readonly erased: number;
  /** Written, and not placed yet. */
  readonly waiting: number;
  readonly checkpoint: SignedCheckpoint | undefined;
  /** Checkpoints that the log was held against, those given included. */
  readonly checkpoints: number;
  readonly problems: readonly LogProblem[];
}

const pageSize = 1000;
const mostProblems = 1000;

type Report = (problem: LogProblem) => void;

/** Entry by entry by their keys (`offset 0` keeps it so): what the planner knows of a table may be old, and a scan a page takes hours. */
function leafPage(tx: Transaction, after: number): Promise<LeafRow[]> {
  return sql<LeafRow>`
    select ${leafColumns}, ${entryColumns} from audit_leaf leaf
    left join lateral (
      select * from audit_entry kept where kept.organisation_id = leaf.organisation_id and kept.entry_id = leaf.entry_id offset 0
    ) entry on true
    where leaf.organisation_id = ${tx.organisationId} and leaf.position > ${after}
    order by leaf.position limit ${pageSize}`
    .execute(tx.query)
    .then(({ rows }) => rows);
}

/** How many of these nodes are in the database as they should be. */
async function countNodes(tx: Transaction, nodes: readonly TreeNode[]): Promise<number> {
  const wanted = nodes.map(({ level, index, hash }) => ({ level, index, hash: Buffer.from(hash).toString("hex") }));
  const { rows } = await sql<{ count: number }>`
    select count(*) as count
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as wanted (level int, index bigint, hash text)
    cross join lateral (
      select hash from audit_node kept where kept.organisation_id = ${tx.organisationId}
        and kept.level = wanted.level and kept.index = wanted.index offset 0
    ) node
    where node.hash = decode(wanted.hash, 'hex')`.execute(tx.query);
  return rows[0]!.count;
}

interface Walk {
  readonly tx: Transaction;
  readonly report: Report;
  readonly tree: GrowingLog;
  readonly witnesses: readonly LogWitness[];
  /** Sizes of the log of which somebody signed the root. */
  readonly signedSizes: ReadonlySet<number>;
  /** Entries of which only the hash is left, and those that a later entry says were erased. */
  readonly gone: Map<Id, number>;
  readonly erased: Set<Id>;
}

function checkLeaf({ report, gone, erased, witnesses }: Walk, row: LeafRow): void {
  const { position, leaf_entry_id: entryId, salt, leaf_hash: leafHash } = row;
  const entry = entryOfLeaf(row);
  if (!entry) {
    if (salt) report({ problem: "entry-removed", position, entryId });
    else gone.set(entryId, position);
    return;
  }
  if (!salt || !equalBytes(entryLeafHash(salt, entry), leafHash)) {
    report({ problem: "entry-changed", position, entryId });
    return;
  }
  for (const id of erasedIdsOf(entry)) erased.add(id);
  for (const witness of witnesses) witness.entry(entry);
}

/** Reads every leaf in order, and calls `at` with the roots at the sizes that were signed. */
async function walkLeaves(
  walk: Walk,
  at: (start: number, end: number, rootOf: Map<number, Bytes>) => Promise<void>,
): Promise<void> {
  const { tx, report, tree, signedSizes } = walk;
  for (let after = -1; ;) {
    const rows = await leafPage(tx, after);
    if (rows.length === 0) return;
    const start = tree.size;
    const nodes: TreeNode[] = [];
    const roots = new Map<number, Bytes>();
    for (const row of rows) {
      if (row.position !== tree.size) {
        report({ problem: "position-missing", position: tree.size });
        return;
      }
      checkLeaf(walk, row);
      nodes.push(...tree.append(row.leaf_hash).filter(({ level }) => level > 0));
      if (signedSizes.has(tree.size)) roots.set(tree.size, tree.root());
      after = row.position;
    }
    if ((await countNodes(tx, nodes)) !== nodes.length) report({ problem: "tree-changed", position: start });
    await at(start, tree.size, roots);
  }
}

/** Rows in the table of entries that are in no log and wait for none; and waiting ones that are not ours. */
async function checkOutside({ tx, report, erased, witnesses }: Walk): Promise<number> {
  const strays = await sql<{ entry_id: Id }>`
    select entry.entry_id from audit_entry entry
    where entry.organisation_id = ${tx.organisationId}
      and not exists (select from audit_leaf leaf where leaf.organisation_id = entry.organisation_id and leaf.entry_id = entry.entry_id)
      and not exists (select from audit_pending pending where pending.organisation_id = entry.organisation_id and pending.entry_id = entry.entry_id)
    order by entry.entry_id limit ${mostProblems}`.execute(tx.query);
  for (const { entry_id: entryId } of strays.rows) report({ problem: "entry-inserted", entryId });
  const pending = await sql<Partial<EntryRow> & { pending_id: Id; mac: Bytes | null }>`
    select pending.entry_id as pending_id, pending.mac, ${entryColumns} from audit_pending pending
    left join audit_entry entry on entry.organisation_id = pending.organisation_id and entry.entry_id = pending.entry_id
    where pending.organisation_id = ${tx.organisationId} order by pending.entry_id`.execute(tx.query);
  const { auditKey } = tx;
  for (const row of pending.rows) {
    const entryId = row.pending_id;
    if (!row.entry_id) report({ problem: "entry-removed", entryId });
    else if (auditKey && row.mac && !equalBytes(row.mac, entryMac(auditKey, entryOf(row as EntryRow))))
      report({ problem: "entry-not-ours", entryId });
    else if (!row.mac && (await hasLeaves(tx))) report({ problem: "entry-not-ours", entryId });
    else {
      const entry = entryOf(row as EntryRow);
      for (const id of erasedIdsOf(entry)) erased.add(id);
      for (const witness of witnesses) witness.entry(entry);
    }
  }
  return pending.rows.length;
}

const hasLeaves = async (tx: Transaction): Promise<boolean> =>
  (await sql`select from audit_leaf where organisation_id = ${tx.organisationId} limit 1`.execute(tx.query)).rows
    .length > 0;

/** Signed notes that somebody kept, such as those from mails; read as the organisation's own or not at all. */
function readGiven(texts: readonly string[], key: NoteKey, organisationId: Id, report: Report): Checkpoint[] {
  return texts.flatMap((text) => {
    const note = findNote(text);
    const isOurs = note?.origin.endsWith(`/audit/${organisationId}`) ?? false;
    const read = note && isOurs ? openCheckpoint(note.note, { ...key, name: note.origin }) : undefined;
    if (!read) report({ problem: "checkpoint-not-signed", ...(note && { size: note.size }) });
    return read ?? [];
  });
}

/**
 * Reads the whole log at one moment: every entry against its leaf hash, the tree against its nodes, and the roots
 * against all checkpoints in the database and those that are given (notes, or mails with one).
 */
export function verifyLog(
  app: Pick<CheckpointApp, "config" | "database" | "secrets">,
  reader: AuditReader,
  {
    checkpoints: given = [],
    witnesses = [],
  }: { readonly checkpoints?: readonly string[]; readonly witnesses?: readonly LogWitness[] } = {},
): Promise<LogReport> {
  assertMayRead(reader);
  return app.database.inOrganisation(
    reader.organisationId,
    async (tx) => {
      const problems: LogProblem[] = [];
      const report: Report = (problem) => void (problems.length < mostProblems && problems.push(problem));
      const key = await logKey(app, tx);
      const kept = readGiven(given, key, tx.organisationId, report);
      const signed = await tx.query
        .selectFrom("audit_checkpoint")
        .select("size")
        .where("organisation_id", "=", tx.organisationId)
        .execute();
      const signedSizes = new Set([...signed, ...kept].map(({ size }) => size));
      const walk: Walk = {
        tx,
        report,
        tree: new GrowingLog(),
        witnesses,
        signedSizes,
        gone: new Map(),
        erased: new Set(),
      };
      let compared = 0;
      const compare = (read: Checkpoint, root: Bytes | undefined): void => {
        compared++;
        if (!root || !equalBytes(root, read.root)) report({ problem: "checkpoint-does-not-fit", size: read.size });
      };
      await walkLeaves(walk, async (start, end, roots) => {
        const rows = await tx.query
          .selectFrom("audit_checkpoint")
          .select(["size", "note"])
          .where("organisation_id", "=", tx.organisationId)
          .where("size", ">", start)
          .where("size", "<=", end)
          .execute();
        for (const row of rows) {
          const read = openCheckpoint(row.note, key);
          if (read?.size === row.size) compare(read, roots.get(row.size));
          else report({ problem: "checkpoint-not-signed", size: row.size });
        }
        for (const read of kept) if (read.size > start && read.size <= end) compare(read, roots.get(read.size));
      });
      const { size } = walk.tree;
      const beyond = await tx.query
        .selectFrom("audit_checkpoint")
        .select("size")
        .where("organisation_id", "=", tx.organisationId)
        .where("size", ">", size)
        .execute();
      for (const { size: wanted } of [...beyond, ...kept.filter((read) => read.size > size)])
        report({ problem: "log-shorter-than-checkpoint", size: wanted });
      const waiting = await checkOutside(walk);
      for (const [entryId, position] of walk.gone)
        if (!walk.erased.has(entryId)) report({ problem: "entry-removed", position, entryId });
      for (const witness of witnesses) await witness.finish(tx, report);
      return {
        origin: key.name,
        key: noteKeyText(key),
        size,
        erased: walk.gone.size,
        waiting,
        checkpoint: await lastCheckpoint(tx, key),
        checkpoints: compared,
        problems,
      };
    },
    { isolation: "repeatable read" },
  );
}
