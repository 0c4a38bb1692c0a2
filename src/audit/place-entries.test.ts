import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Client } from "pg";
import { clientConfig } from "#/db/index.ts";
import { type Id, minuteMs, newId } from "#/kernel/index.ts";
import { verifyConsistency, verifyInclusion } from "#/vault/index.ts";
import { type AuditTest, openAuditTest } from "../../tests/support/audit.ts";
import { until } from "../../tests/support/until.ts";
import { makeCheckpoint, placeEntries, proveConsistency, proveEntry, verifyLog, writeAudit } from "./index.ts";

let log: AuditTest;
before(async () => {
  log = await openAuditTest();
});
after(() => log.close());

const positions = async (): Promise<number[]> =>
  (await log.asOwner<{ position: number }>("select position from audit_leaf order by position")).map(
    (row) => row.position,
  );
const problems = async () => (await verifyLog(log.app, log.operator)).problems;

test("Several sequencers at once lose nothing and double nothing", async () => {
  const { organisationId } = log.firm;
  const writing = Promise.all([log.write(40), log.write(40)]);
  const written = { all: false };
  const sequencers = [1, 2, 3].map(async () => {
    while (!written.all || (await log.asOwner("select 1 from audit_pending")).length > 0)
      await placeEntries(log.app, organisationId);
  });
  await writing;
  written.all = true;
  await Promise.all(sequencers);
  assert.deepEqual(
    await positions(),
    Array.from({ length: 80 }, (_, index) => index),
  );
  assert.deepEqual(await problems(), []);
});

test("A sequencer that is killed in the middle leaves nothing behind, and the next one goes on", async () => {
  await log.write(5);
  const sizeBefore = (await positions()).length;
  const owner = new Client(clientConfig(log.app.owner));
  await owner.connect();
  try {
    // Holds the sequencer in the middle: its leaves are written, its nodes are not.
    await owner.query("begin; lock table audit_node in exclusive mode");
    const placing = placeEntries(log.app, log.firm.organisationId);
    const outcome = assert.rejects(placing);
    await until("the sequencer stands still", async () => {
      const ended = await log.asOwner(
        "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into \"audit_node\"%'",
      );
      return ended.length > 0;
    });
    await outcome;
  } finally {
    await owner.query("rollback");
    await owner.end();
  }
  assert.equal((await positions()).length, sizeBefore);
  await until("the next one places them", async () => (await log.place()) === 5);
  assert.equal((await positions()).length, sizeBefore + 5);
  assert.deepEqual(await problems(), []);
});

test("An act that is committed late comes later, with an earlier time", async () => {
  const started = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const [early, late] = [newId(), newId()];
  const entry = (subjectId: Id) => ({
    at: log.app.clock.now(),
    actor: { kind: "system" } as const,
    act: "mail.link-expired",
    subject: { kind: "message", id: subjectId },
  });
  const slow = log.firm.inside(async (tx) => {
    await writeAudit(tx, entry(early));
    started.resolve();
    await mayCommit.promise;
  });
  await started.promise;
  log.advance(minuteMs);
  await log.firm.inside((tx) => writeAudit(tx, entry(late)));
  assert.equal(await log.place(), 1);
  mayCommit.resolve();
  await slow;
  assert.equal(await log.place(), 1);
  const order = await log.asOwner<{ subject_id: Id }>(
    "select subject_id from audit_leaf leaf join audit_entry entry using (organisation_id, entry_id) where act = 'mail.link-expired' order by position",
  );
  assert.deepEqual(
    order.map((row) => row.subject_id),
    [late, early],
  );
  assert.deepEqual(await problems(), []);
});

test("A checkpoint is made a minute after the last one at the earliest, and only when something was added", async () => {
  const { organisationId } = log.firm;
  await log.sign();
  assert.equal(await makeCheckpoint(log.app, organisationId), "current");
  await log.write(1);
  await log.place();
  assert.equal(await makeCheckpoint(log.app, organisationId), "early");
  log.advance(minuteMs);
  assert.equal(await makeCheckpoint(log.app, organisationId), "signed");
});

test("Every entry is proven against the last checkpoint, and every older checkpoint is its beginning", async () => {
  const older = await log.sign();
  await log.write(7);
  const newer = await log.sign();
  const rows = await log.asOwner<{ entry_id: Id; position: number }>("select entry_id, position from audit_leaf");
  for (const { entry_id: entryId, position } of rows.filter((row) => row.position % 5 === 0)) {
    const { leafHash, proof, checkpoint } = await proveEntry(log.app, log.operator, entryId);
    const { size, root } = checkpoint;
    assert.ok(verifyInclusion({ position, size, leafHash, proof, root }));
    assert.ok(proof.length <= Math.ceil(Math.log2(size)));
  }
  const { proof } = await proveConsistency(log.app, log.operator, { from: older.size });
  const claim = { from: older.size, fromRoot: older.root, to: newer.size, toRoot: newer.root };
  assert.ok(verifyConsistency({ ...claim, proof }));
  await assert.rejects(proveEntry(log.app, log.operator, newId()), { code: "audit.entry_absent" });
  await assert.rejects(proveConsistency(log.app, log.operator, { from: 0 }), { code: "audit.size_unknown" });
});
