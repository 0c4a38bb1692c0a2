import { sql } from "kysely";
import type { LogEntry, LogWitness } from "#/audit/index.ts";
import type { Transaction } from "#/db/index.ts";
import { base64url, type Bytes, equalBytes, hex, type Id, isId } from "#/kernel/index.ts";
import { changeColumns, changeOf, type ChangeRow, isOurs } from "./change-rows.ts";
import { chainAfter, emptyChain } from "./space-change.ts";
import { headsTaken } from "./take-heads.ts";

type Report = Parameters<LogWitness["finish"]>[1];
/** Of each space, its heads in the log: how many changes, and the chain over them. */
type Heads = Map<Id, Map<number, string>>;

const spacesAtOnce = 100;
const rowsAtOnce = 5000;

function addHeads(heads: Heads, { act, details }: LogEntry): void {
  if (act !== headsTaken || !Array.isArray(details["heads"])) return;
  for (const [spaceId, changes, chain] of details["heads"] as unknown[][]) {
    if (!isId(spaceId) || typeof changes !== "number" || typeof chain !== "string") continue;
    const known = heads.get(spaceId);
    // The first counts: another one at the same count is what follows upon a space that was rolled back.
    if (!known) heads.set(spaceId, new Map([[changes, chain]]));
    else if (!known.has(changes)) known.set(changes, chain);
  }
}

interface PlacedRow extends ChangeRow {
  readonly position: number | null;
}

/** Changes of these spaces, each space's in order, those that wait last. */
async function* changesIn(tx: Transaction, spaceIds: readonly Id[]): AsyncGenerator<PlacedRow, void> {
  const order = sql<number>`coalesce(position, 9223372036854775807)`;
  for (let after: PlacedRow | undefined; ;) {
    let rows = tx.query
      .selectFrom("spaces_change")
      .select([...changeColumns, "position"])
      .where("organisation_id", "=", tx.organisationId)
      .where("space_id", "=", sql<Id>`any(${spaceIds})`);
    if (after) {
      const last = after.position ?? sql`9223372036854775807`;
      rows = rows.where(
        sql<boolean>`(space_id, ${order}, change_id) > (${after.space_id}, ${last}, ${after.change_id})`,
      );
    }
    const page: PlacedRow[] = await rows
      .orderBy("space_id")
      .orderBy(order)
      .orderBy("change_id")
      .limit(rowsAtOnce)
      .execute();
    yield* page;
    if (page.length < rowsAtOnce) return;
    after = page.at(-1);
  }
}

interface ObjectRow {
  readonly space_id: Id;
  readonly object_id: Id;
  readonly version: number;
  readonly signature: Bytes;
}

async function* objectsIn(tx: Transaction, spaceIds: readonly Id[]): AsyncGenerator<ObjectRow, void> {
  for (let after: ObjectRow | undefined; ;) {
    let rows = tx.query
      .selectFrom("spaces_object")
      .select(["space_id", "object_id", "version", "signature"])
      .where("organisation_id", "=", tx.organisationId)
      .where("space_id", "=", sql<Id>`any(${spaceIds})`);
    if (after)
      rows = rows.where(
        sql<boolean>`(space_id, object_id, version) > (${after.space_id}, ${after.object_id}, ${after.version})`,
      );
    const page: ObjectRow[] = await rows
      .orderBy("space_id")
      .orderBy("object_id")
      .orderBy("version")
      .limit(rowsAtOnce)
      .execute();
    yield* page;
    if (page.length < rowsAtOnce) return;
    after = page.at(-1);
  }
}

/** What a space should hold, as its changes tell; and how far its heads confirm them. */
interface Expected {
  placed: number;
  chain: Bytes;
  /** Object and version, then signature: how often it came less how often it went. */
  readonly held: Map<string, Map<string, number>>;
}

function apply(expected: Expected, row: PlacedRow): void {
  const key = `${row.object_id} ${row.version}`;
  const signatures = expected.held.get(key) ?? new Map<string, number>();
  const signature = hex(row.signature);
  const count = (signatures.get(signature) ?? 0) + (row.comes ? 1 : -1);
  if (count === 0) signatures.delete(signature);
  else signatures.set(signature, count);
  if (signatures.size > 0) expected.held.set(key, signatures);
  else expected.held.delete(key);
}

interface Reading {
  readonly tx: Transaction;
  readonly heads: Heads;
  readonly report: Report;
}

async function headRows(tx: Transaction, spaceIds: readonly Id[]) {
  const rows = await tx.query
    .selectFrom("spaces_head")
    .select(["space_id", "changes", "chain"])
    .where("organisation_id", "=", tx.organisationId)
    .where("space_id", "=", sql<Id>`any(${spaceIds})`)
    .execute();
  return new Map(rows.map((row) => [row.space_id, row] as const));
}

async function readChanges({ tx, heads, report }: Reading, spaceIds: readonly Id[]): Promise<Map<Id, Expected>> {
  const spaces = new Map<Id, Expected>(
    spaceIds.map((spaceId) => [spaceId, { placed: 0, chain: emptyChain, held: new Map() }]),
  );
  const broken = new Set<Id>();
  const breaks = (spaceId: Id, size: number): void => {
    if (!broken.has(spaceId)) report({ problem: "space-head-does-not-fit", spaceId, size });
    broken.add(spaceId);
  };
  for await (const row of changesIn(tx, spaceIds)) {
    const expected = spaces.get(row.space_id)!;
    if (row.position === null) {
      if (!isOurs(tx, row, heads.size === 0)) {
        report({ problem: "change-not-ours", spaceId: row.space_id, objectId: row.object_id });
        continue;
      }
    } else {
      expected.placed++;
      if (row.position !== expected.placed) breaks(row.space_id, expected.placed);
      expected.chain = chainAfter(expected.chain, changeOf(row));
      const head = heads.get(row.space_id)?.get(expected.placed);
      if (head !== undefined && head !== base64url(expected.chain)) breaks(row.space_id, expected.placed);
    }
    apply(expected, row);
  }
  const rows = await headRows(tx, spaceIds);
  for (const [spaceId, { placed, chain }] of spaces) {
    const row = rows.get(spaceId);
    // Believed by nobody but who takes the next heads, which would not fit then.
    if ((row?.changes ?? 0) !== placed || (row && !equalBytes(row.chain, chain))) breaks(spaceId, row?.changes ?? 0);
    const counts = [...(heads.get(spaceId)?.keys() ?? [])];
    const last = Math.max(0, ...counts);
    if (last !== placed) breaks(spaceId, last);
  }
  return spaces;
}

/** Holds what is there against what should be there; each object that differs is named. */
async function compareObjects({ tx, report }: Reading, spaces: ReadonlyMap<Id, Expected>): Promise<void> {
  for await (const row of objectsIn(tx, [...spaces.keys()])) {
    const { held } = spaces.get(row.space_id)!;
    const key = `${row.object_id} ${row.version}`;
    const signatures = held.get(key);
    held.delete(key);
    const where = { spaceId: row.space_id, objectId: row.object_id };
    if (!signatures) report({ problem: "object-inserted", ...where });
    else if (signatures.size !== 1 || signatures.get(hex(row.signature)) !== 1)
      report({ problem: "object-changed", ...where });
  }
  for (const [spaceId, { held }] of spaces)
    for (const key of held.keys())
      report({ problem: "object-removed", spaceId, objectId: key.slice(0, key.indexOf(" ")) });
}

async function spacesAfter(tx: Transaction, after: Id | undefined): Promise<Id[]> {
  let rows = tx.query.selectFrom("spaces_space").select("space_id").where("organisation_id", "=", tx.organisationId);
  if (after !== undefined) rows = rows.where("space_id", ">", after);
  return (await rows.orderBy("space_id").limit(spacesAtOnce).execute()).map((row) => row.space_id);
}

/**
 * Reads the heads of spaces out of the audit log while that is verified, and then every space: what it holds has to be
 * what came into it and did not go, and that what its heads counted.
 */
export function headsWitness(): LogWitness {
  const heads: Heads = new Map();
  return {
    entry: (entry) => addHeads(heads, entry),
    finish: async (tx, report) => {
      const reading = { tx, heads, report };
      const seen = new Set<Id>();
      for (let spaceIds = await spacesAfter(tx, undefined); spaceIds.length > 0;) {
        for (const spaceId of spaceIds) seen.add(spaceId);
        await compareObjects(reading, await readChanges(reading, spaceIds));
        spaceIds = await spacesAfter(tx, spaceIds.at(-1));
      }
      for (const spaceId of heads.keys()) if (!seen.has(spaceId)) report({ problem: "space-removed", spaceId });
    },
  };
}
