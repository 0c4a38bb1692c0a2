import { sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import type { Bytes } from "#/kernel/index.ts";
import { completeParts, foldParts, GrowingLog, type LeafRange, type TreeNode } from "#/vault/index.ts";

type Place = Omit<TreeNode, "hash">;

const keyOf = ({ level, index }: Place): string => `${level}/${index}`;

/** How many leaves there are. */
export async function logSize(tx: Transaction): Promise<number> {
  const last = await tx.query
    .selectFrom("audit_leaf")
    .select("position")
    .where("organisation_id", "=", tx.organisationId)
    .orderBy("position", "desc")
    .limit(1)
    .executeTakeFirst();
  return last ? last.position + 1 : 0;
}

/** Nodes by key; some twenty rows for a log of a million. Those that are missing are left out. */
async function readNodes(tx: Transaction, places: readonly Place[]): Promise<Map<string, Bytes>> {
  const unique = [...new Map(places.map((place) => [keyOf(place), place])).values()];
  const { rows } = await sql<{ level: number; index: number; hash: Bytes }>`
    with wanted as (select * from jsonb_to_recordset(${JSON.stringify(unique)}::jsonb) as wanted (level int, index bigint))
    select node.level, node.index, node.hash from wanted
      join audit_node node on node.organisation_id = ${tx.organisationId} and node.level = wanted.level and node.index = wanted.index
      where wanted.level > 0
    union all
    select 0, leaf.position, leaf.leaf_hash from wanted
      join audit_leaf leaf on leaf.organisation_id = ${tx.organisationId} and leaf.position = wanted.index
      where wanted.level = 0`.execute(tx.query);
  return new Map(rows.map((row) => [keyOf(row), row.hash]));
}

/** The log's tree lacks a hash: somebody has been in the database. */
export class TreeDamaged extends Error {
  override readonly name = "TreeDamaged";
}

/** The hashes of some ranges, all read at once; each range is one that halving a tree gives. */
export async function rangeHashes(tx: Transaction, ranges: readonly LeafRange[]): Promise<Bytes[]> {
  const parts = ranges.map((range) => completeParts(range));
  const nodes = await readNodes(tx, parts.flat());
  return parts.map((places) =>
    foldParts(
      places.map((place) => {
        const hash = nodes.get(keyOf(place));
        if (!hash) throw new TreeDamaged(`no hash at ${keyOf(place)}`);
        return hash;
      }),
    ),
  );
}

/** The root that the log had with its first `size` leaves. */
export async function rootAt(tx: Transaction, size: number): Promise<Bytes> {
  const [root] = await rangeHashes(tx, [{ start: 0, end: size }]);
  return root!;
}

/** The log, ready to go on. */
export async function openLog(tx: Transaction): Promise<GrowingLog> {
  const size = await logSize(tx);
  const places = completeParts({ start: 0, end: size });
  const nodes = await readNodes(tx, places);
  const edge = places.map((place) => {
    const hash = nodes.get(keyOf(place));
    if (!hash) throw new TreeDamaged(`no hash at ${keyOf(place)}`);
    return { ...place, hash };
  });
  return new GrowingLog(size, edge);
}
