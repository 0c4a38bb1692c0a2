import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { type Id, newId } from "#/kernel/index.ts";
import { type AuditTest, openAuditTest } from "../../tests/support/audit.ts";
import { eraseEntries, type LogProblem, verifyLog } from "./index.ts";

/* What somebody does who can write in the database, as its owner, and what is found of it. */

let log: AuditTest;
beforeEach(async () => {
  log = await openAuditTest();
});
afterEach(() => log.close());

const problemsOf = async (checkpoints: readonly string[] = []): Promise<LogProblem["problem"][]> => {
  const { problems } = await verifyLog(log.app, log.operator, { checkpoints });
  return [...new Set(problems.map(({ problem }) => problem))].toSorted();
};
const entryAt = async (position: number): Promise<Id> => {
  const [row] = await log.asOwner<{ entry_id: Id }>("select entry_id from audit_leaf where position = $1", [position]);
  return row!.entry_id;
};
const rebuild = async (fromPosition: number): Promise<void> => {
  for (const statement of [
    "insert into audit_pending select organisation_id, entry_id, null from audit_leaf where position >= $1",
    "delete from audit_leaf where position >= $1",
    "delete from audit_node where (index + 1) * (2 ^ level) > $1",
    "delete from audit_checkpoint where size > $1",
  ])
    await log.asOwner(statement, [fromPosition]);
};

test("A log that nobody touched is found in order, and covers what was written", async () => {
  await log.write(11);
  const first = await log.sign();
  await log.write(6);
  await log.sign();
  await log.write(2);
  const report = await verifyLog(log.app, log.operator, { checkpoints: [first.note] });
  assert.deepEqual(report.problems, []);
  assert.deepEqual([report.size, report.waiting, report.checkpoints, report.checkpoint?.size], [17, 2, 3, 17]);
  assert.equal(report.origin, `zegel.bakker.example/audit/${log.firm.organisationId}`);
});

test("A changed row is found", async () => {
  await log.write(9);
  await log.sign();
  const entryId = await entryAt(4);
  for (const change of [
    "details = details || '{\"recipients\": 99}'",
    "act = 'mail.message-recalled'",
    "actor_id = organisation_id",
    "at = at + interval '1 microsecond'",
    "subject_id = null",
  ]) {
    await log.asOwner("create table kept as select * from audit_entry where entry_id = $1", [entryId]);
    await log.asOwner(`update audit_entry set ${change} where entry_id = $1`, [entryId]);
    const { problems } = await verifyLog(log.app, log.operator);
    assert.deepEqual(problems, [{ problem: "entry-changed", position: 4, entryId }], change);
    await log.asOwner("delete from audit_entry where entry_id = $1", [entryId]);
    await log.asOwner("insert into audit_entry select * from kept");
    await log.asOwner("drop table kept");
  }
  assert.deepEqual(await problemsOf(), []);
});

test("A removed row is found, also when its salt is taken away as if it had been erased", async () => {
  await log.write(9);
  await log.sign();
  const entryId = await entryAt(2);
  await log.asOwner("delete from audit_entry where entry_id = $1", [entryId]);
  assert.deepEqual(await problemsOf(), ["entry-removed"]);
  await log.asOwner("update audit_leaf set salt = null where entry_id = $1", [entryId]);
  const { problems } = await verifyLog(log.app, log.operator);
  assert.deepEqual(problems, [{ problem: "entry-removed", position: 2, entryId }]);
  await log.asOwner("delete from audit_leaf where position = 2");
  assert.ok((await problemsOf()).includes("position-missing"));
});

test("An inserted row is found, and is not placed, not even when it pretends to wait", async () => {
  await log.write(5);
  await log.sign();
  const entryId = newId();
  await log.asOwner(
    "insert into audit_entry select organisation_id, $1, at, actor_kind, actor_id, act, subject_kind, subject_id, details from audit_entry limit 1",
    [entryId],
  );
  const inserted = await verifyLog(log.app, log.operator);
  assert.deepEqual(inserted.problems, [{ problem: "entry-inserted", entryId }]);
  for (const mac of ["null", "decode(repeat('00', 32), 'hex')", "(select mac from kept limit 1)"]) {
    await log.asOwner("create table kept (mac bytea)");
    await log.asOwner(`insert into audit_pending values ($1, $2, ${mac})`, [log.firm.organisationId, entryId]);
    assert.equal(await log.place(), 0);
    assert.deepEqual((await verifyLog(log.app, log.operator)).problems, [{ problem: "entry-not-ours", entryId }]);
    await log.asOwner("delete from audit_pending");
    await log.asOwner("drop table kept");
  }
  await log.asOwner(
    "insert into audit_leaf select organisation_id, 5, $1, leaf_hash, salt from audit_leaf where position = 0",
    [entryId],
  );
  assert.ok((await problemsOf()).includes("entry-changed"));
});

test("What is changed between the act and its place in the log is never placed", async () => {
  await log.write(1);
  await log.sign();
  await log.write(2);
  await log.asOwner(
    "update audit_entry set act = 'mail.message-recalled' where entry_id = (select min(entry_id::text)::uuid from audit_pending)",
  );
  assert.equal(await log.place(), 1);
  assert.deepEqual(await problemsOf(), ["entry-not-ours"]);
});

test("A log whose end was cut off is found against a checkpoint that was kept", async () => {
  await log.write(8);
  const kept = await log.sign();
  for (const table of ["audit_leaf", "audit_checkpoint", "audit_node"]) {
    const condition = {
      audit_leaf: "position >= 6",
      audit_checkpoint: "size > 6",
      audit_node: "(index + 1) * (2 ^ level) > 6",
    };
    await log.asOwner(`delete from ${table} where ${condition[table as keyof typeof condition]}`);
  }
  await log.asOwner(
    "delete from audit_entry entry where not exists (select from audit_leaf leaf where leaf.entry_id = entry.entry_id)",
  );
  assert.deepEqual(await problemsOf(), [], "the database alone does not tell");
  assert.deepEqual(await problemsOf([kept.note]), ["log-shorter-than-checkpoint"]);
});

test("A log that was written anew with another past is found against a checkpoint that was kept", async () => {
  await log.write(8);
  const kept = await log.sign();
  await log.asOwner("update audit_entry set act = 'mail.message-recalled' where entry_id = $1", [await entryAt(3)]);
  await rebuild(0);
  assert.equal(await log.place(), 8, "as an installation that is older than its log would");
  await log.write(3);
  await log.sign();
  assert.deepEqual(await problemsOf(), [], "the database alone does not tell");
  assert.deepEqual(await problemsOf([kept.note]), ["checkpoint-does-not-fit"]);
});

test("No checkpoint is signed over a log that the last one is not the beginning of", async () => {
  await log.write(8);
  await log.sign();
  await log.asOwner("update audit_leaf set leaf_hash = decode(repeat('00', 32), 'hex') where position = 7");
  await log.asOwner("update audit_node set hash = decode(repeat('00', 32), 'hex') where level = 3");
  await log.write(1);
  await assert.rejects(log.sign(), /damaged/);
  assert.ok((await problemsOf()).includes("checkpoint-does-not-fit"));
});

test("A checkpoint that somebody else signed, or for another log, counts for nothing", async () => {
  await log.write(3);
  const { note } = await log.sign();
  const other = await openAuditTest("slager.example");
  try {
    await other.write(3);
    const foreign = await other.sign();
    assert.deepEqual(await problemsOf([foreign.note]), ["checkpoint-not-signed"]);
  } finally {
    await other.close();
  }
  assert.deepEqual(await problemsOf([note.replace("\n3\n", "\n2\n")]), ["checkpoint-not-signed"]);
  assert.deepEqual(await problemsOf(["nothing of the kind"]), ["checkpoint-not-signed"]);
  await log.asOwner("update audit_checkpoint set note = replace(note, $1, $2)", ["zegel.", "segel."]);
  assert.deepEqual(await problemsOf([note]), ["checkpoint-not-signed"]);
});

test("An erased entry leaves its hash; the log stays whole, and says what was erased", async () => {
  await log.write(6);
  await log.sign();
  const entryId = await entryAt(1);
  await eraseEntries(log.app, log.operator, { entryIds: [entryId], reason: "request of the person concerned" });
  assert.deepEqual(await log.asOwner("select 1 from audit_entry where entry_id = $1", [entryId]), []);
  await log.sign();
  const { problems, erased } = await verifyLog(log.app, log.operator);
  assert.deepEqual([problems, erased], [[], 1]);
  await assert.rejects(eraseEntries(log.app, log.operator, { entryIds: [entryId], reason: "again" }), {
    code: "audit.entry_absent",
  });
});
