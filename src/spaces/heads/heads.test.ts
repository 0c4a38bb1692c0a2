import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { type LogProblem, verifyLog } from "#/audit/index.ts";
import { type Id, utf8 } from "#/kernel/index.ts";
import { type AuditTest, openAuditTest } from "../../../tests/support/audit.ts";
import type { TestMember } from "../../../tests/support/installation.ts";
import {
  createSpace,
  currentEpoch,
  eraseObject,
  headsWitness,
  insertObject,
  moveObject,
  prepareObject,
} from "../index.ts";
import { takeHeads } from "./take-heads.ts";

/* What somebody does with what a space holds, who can write in the database as its owner, and what is found of it. */

const tables = ["spaces_object", "keys.spaces_header", "spaces_content", "spaces_change", "spaces_head"];

const copyOf = (table: string): string => `kept_${table.replace(".", "_")}`;

let log: AuditTest;
let anna: TestMember;
let objectId: Id;
beforeEach(async () => {
  log = await openAuditTest();
  anna = await log.firm.addMember("anna");
  await seal("of before");
  objectId = await seal("offer of May");
});
afterEach(() => log.close());

async function seal(content: string): Promise<Id> {
  const { organisationId, inside } = log.firm;
  const epoch = await inside((tx) => currentEpoch(log.app, tx, anna.mailboxSpaceId));
  const place = { organisationId, epoch, kind: "attachment" as const, signer: anna.signer };
  const prepared = await prepareObject(log.app, place, utf8(content));
  await inside((tx) => insertObject(tx, prepared, new Date()));
  return prepared.objectId;
}

async function take(): Promise<void> {
  await takeHeads(log.app, log.firm.organisationId, { afterMs: 0 });
  await log.sign();
}

const found = async (): Promise<LogProblem[]> => [
  ...(await verifyLog(log.app, log.operator, { witnesses: [headsWitness()] })).problems,
];
const kinds = async (): Promise<string[]> => [...new Set((await found()).map(({ problem }) => problem))].toSorted();

/** What an attacker keeps of today, to put it back later. */
async function keepCopy(): Promise<void> {
  for (const table of tables) await log.asOwner(`create table ${copyOf(table)} as select * from ${table}`);
}
async function putBack(): Promise<void> {
  for (const table of tables.toReversed()) await log.asOwner(`delete from ${table}`);
  for (const table of tables) await log.asOwner(`insert into ${table} select * from ${copyOf(table)}`);
}

test("What comes, moves and goes is counted in heads, and found in order, also before the next head", async () => {
  assert.deepEqual(await found(), []);
  await take();
  assert.deepEqual(await found(), []);
  const epoch = await log.firm.inside((tx) =>
    createSpace(log.app, tx, {
      kind: "conversation",
      signer: anna.signer,
      holders: [{ kind: "space", spaceId: anna.mailboxSpaceId, owner: { memberId: anna.memberId } }],
      at: new Date(),
    }),
  );
  await log.firm.inside((tx) =>
    moveObject(log.app, tx, anna.reader, {
      from: { objectId, kind: "attachment", spaceId: anna.mailboxSpaceId },
      epoch,
      signer: anna.signer,
    }),
  );
  const other = await seal("note");
  await log.firm.inside((tx) => eraseObject(tx, other));
  assert.deepEqual(await found(), []);
  await take();
  assert.deepEqual(await found(), []);
  const [row] = await log.asOwner<{ count: number }>(
    "select count(*)::int as count from audit_entry where act = 'spaces.heads-taken'",
  );
  assert.equal(row?.count, 2);
});

test("A removed row of a space is found by name; whoever removes its traces too is found by the head", async () => {
  await take();
  const where = { spaceId: anna.mailboxSpaceId, objectId };
  await log.asOwner("delete from spaces_object where object_id = $1", [objectId]);
  assert.deepEqual(await found(), [{ problem: "object-removed", ...where }]);
  await log.asOwner("delete from spaces_change where object_id = $1", [objectId]);
  assert.deepEqual(await kinds(), ["space-head-does-not-fit"]);
  await log.asOwner("delete from spaces_head");
  assert.deepEqual(await kinds(), ["space-head-does-not-fit"], "the table of heads is not what is believed");
});

test("An old version of a row put back in place of the new one is found", async () => {
  await take();
  await log.asOwner(
    "update spaces_object set signature = (select signature from spaces_object where object_id <> $1 limit 1) where object_id = $1",
    [objectId],
  );
  assert.deepEqual(await found(), [{ problem: "object-changed", spaceId: anna.mailboxSpaceId, objectId }]);
});

test("A space that was rolled back as a whole is found, also when it is written to afterwards", async () => {
  await take();
  await keepCopy();
  await seal("the later word");
  await take();
  await putBack();
  assert.deepEqual(await kinds(), ["space-head-does-not-fit"]);
  await seal("something new");
  await take();
  assert.deepEqual(await kinds(), ["space-head-does-not-fit"]);
});

test("What was erased and is put back is found, whatever is said of it", async () => {
  await take();
  await keepCopy();
  await log.firm.inside((tx) => eraseObject(tx, objectId));
  await take();
  assert.deepEqual(await found(), []);
  const where = { spaceId: anna.mailboxSpaceId, objectId };
  await log.asOwner("insert into spaces_object select * from kept_spaces_object where object_id = $1", [objectId]);
  assert.deepEqual(await found(), [{ problem: "object-inserted", ...where }]);
  await log.asOwner(
    "insert into spaces_change select organisation_id, gen_random_uuid(), space_id, object_id, version, true, signature, mac, null, at from kept_spaces_change where object_id = $1",
    [objectId],
  );
  assert.deepEqual(await kinds(), ["change-not-ours", "object-inserted"]);
  await take();
  assert.deepEqual(await kinds(), ["change-not-ours", "object-inserted"], "it is not counted either");
});

test("A head that was turned back in its table is found before it misleads whoever takes the next", async () => {
  await take();
  await log.asOwner("update spaces_head set changes = changes - 1");
  assert.deepEqual(await kinds(), ["space-head-does-not-fit"]);
});

test("What is removed before its head is taken is found by the note that waits", async () => {
  await take();
  const waiting = await seal("a moment ago");
  await log.asOwner("delete from spaces_object where object_id = $1", [waiting]);
  assert.deepEqual(await found(), [{ problem: "object-removed", spaceId: anna.mailboxSpaceId, objectId: waiting }]);
  await log.asOwner("update spaces_change set object_id = $2 where object_id = $1", [waiting, objectId]);
  assert.ok((await kinds()).includes("change-not-ours"));
});

test("What an installation held before there were heads is in the first ones; later nothing comes in without a code", async () => {
  await log.asOwner("update spaces_change set mac = null");
  assert.deepEqual(await found(), []);
  await take();
  assert.deepEqual(await found(), []);
  await seal("later");
  await log.asOwner("update spaces_change set mac = null where position is null");
  await take();
  assert.deepEqual(await kinds(), ["change-not-ours", "object-inserted"]);
});
