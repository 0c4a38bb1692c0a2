import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeCheckpoint, placeEntries, writeAudit } from "#/audit/index.ts";
import { allRoutes as routes } from "#/contract/index.ts";
import { dayMs, type Id, minuteMs, silentLog } from "#/kernel/index.ts";
import { openCheckpoint, readNoteKey, verifyConsistency, verifyInclusion } from "#/vault/index.ts";
import { openTestDoor, type TestDoor } from "./support/door.ts";
import { addColleague, addOrganisation, type Person } from "./support/people.ts";

interface Page {
  readonly entries: readonly {
    readonly entryId: Id;
    readonly act: string;
    readonly actorName: string | null;
    readonly senderName: string | null;
    readonly at: string;
  }[];
  readonly next: Id | null;
}
interface State {
  readonly size: number;
  readonly waiting: number;
  readonly key: string;
  readonly doubtful: boolean;
  readonly coversUntil: string | null;
  readonly checkpoint: { readonly note: string; readonly size: number } | null;
}

let door: TestDoor;
let admin: Person;
let officer: Person;
let organisationId: Id;
const list = (query: Record<string, string> = {}, who = admin) => who.browser.call<Page>(routes.listAudit, { query });
const state = () => admin.browser.call<State>(routes.auditLog);

/** What the worker does. */
async function keep(): Promise<void> {
  await placeEntries(door.app, organisationId);
  door.app.clock.advance(minuteMs);
  assert.equal(await makeCheckpoint(door.app, organisationId), "signed");
}

before(async () => {
  door = await openTestDoor();
  admin = await addOrganisation(door, "tulp.example");
  officer = await addColleague(door, admin, "bob@tulp.example", "Bob");
  [organisationId] = (await door.app.database.organisations()) as [Id];
});
after(() => door.close());

test("The log is searched by who, what and when, and by words in it", async () => {
  const { entries: all } = await list({ limit: "200" });
  const logins = await list({ act: "identity.logged-in" });
  assert.ok(logins.entries.length >= 2 && logins.entries.every(({ act }) => act === "identity.logged-in"));
  const bobs = await list({ memberId: officer.memberId });
  assert.ok(bobs.entries.length > 0 && bobs.entries.length < all.length);
  assert.ok(bobs.entries.every(({ actorName }) => actorName === "Bob"));
  const invited = await list({ words: "bob@TULP" });
  assert.ok(invited.entries.length > 0 && invited.entries.length < all.length);
  assert.deepEqual((await list({ words: "%" })).entries, [], "no pattern, but the sign itself");
  const now = door.app.clock.now();
  const at = (ms: number): string => new Date(now.getTime() + ms).toISOString();
  assert.equal((await list({ from: at(-dayMs), limit: "200" })).entries.length, all.length);
  assert.deepEqual((await list({ from: at(dayMs) })).entries, []);
  assert.deepEqual((await list({ until: at(-dayMs) })).entries, []);
  const operators = await list({ actorKind: "operator" });
  assert.ok(operators.entries.every((entry) => entry.actorName === null));
  const seen: Id[] = [];
  for (let query: Record<string, string> = { limit: "2", actorKind: "member" }; ;) {
    const page = await list(query);
    seen.push(...page.entries.map(({ entryId }) => entryId));
    if (!page.next) break;
    query = { ...query, before: page.next };
  }
  assert.equal(new Set(seen).size, seen.length);
  assert.equal(seen.length, (await list({ actorKind: "member", limit: "200" })).entries.length);
});

test("How far the log is signed is told, and each entry and older state is proven", async () => {
  assert.equal((await state()).checkpoint, null);
  const { entries } = await list();
  const early = await admin.browser.refusal(routes.auditProof, { params: { entryId: entries[0]!.entryId } });
  assert.equal(early.code, "audit.not_placed_yet");
  await keep();
  const older = await state();
  const key = readNoteKey(older.key)!;
  const first = openCheckpoint(older.checkpoint!.note, key)!;
  assert.deepEqual([older.waiting, older.doubtful, first.size], [0, false, older.size]);
  assert.ok(older.coversUntil);
  const proven = await admin.browser.call<{ position: number; leafHash: string; proof: string[] }>(routes.auditProof, {
    params: { entryId: entries[0]!.entryId },
  });
  const bytes = (text: string): Buffer => Buffer.from(text, "base64");
  const { position, leafHash, proof } = proven;
  assert.ok(
    verifyInclusion({
      position,
      leafHash: bytes(leafHash),
      proof: proof.map(bytes),
      size: first.size,
      root: first.root,
    }),
  );
  await admin.browser.call(routes.createAppPassword, { body: { door: "smtp", label: "Mail" } });
  await keep();
  const newer = openCheckpoint((await state()).checkpoint!.note, key)!;
  const between = await admin.browser.call<{ proof: string[] }>(routes.auditConsistency, {
    query: { from: String(first.size) },
  });
  const claim = { from: first.size, fromRoot: first.root, to: newer.size, toRoot: newer.root };
  assert.ok(verifyConsistency({ ...claim, proof: between.proof.map(bytes) }));
});

test("Whoever a message is from is told by name, also where Zegel itself sent it", async () => {
  await door.app.database.inOrganisation(organisationId, (tx) =>
    writeAudit(tx, {
      at: door.app.clock.now(),
      actor: { kind: "system" },
      act: "mail.message-released",
      details: { sender: officer.memberId },
    }),
  );
  const { entries } = await list({ act: "mail.message-released" });
  assert.deepEqual(
    entries.map(({ senderName, actorName }) => [senderName, actorName]),
    [["Bob", null]],
  );
});

test("What somebody put in the database past Zegel makes the log doubtful", async () => {
  const entryId = "00000000-0000-7000-8000-00000000abcd";
  await door.app.testDatabase.asOwner(
    "insert into audit_entry select organisation_id, $1, at, actor_kind, actor_id, act, subject_kind, subject_id, details from audit_entry limit 1",
    [entryId],
  );
  await door.app.testDatabase.asOwner("insert into audit_pending values ($1, $2, null)", [organisationId, entryId]);
  await placeEntries({ ...door.app, log: silentLog }, organisationId);
  door.app.clock.advance(3 * minuteMs);
  assert.equal((await state()).doubtful, true);
  for (const table of ["audit_entry", "audit_pending"])
    await door.app.testDatabase.asOwner(`delete from ${table} where entry_id = $1`, [entryId]);
});

test("The log is taken along as a table and with its proofs", async () => {
  const table = await admin.browser.send(routes.exportAuditTable, { query: { act: "identity.logged-in" } });
  assert.match(table.headers.get("content-type") ?? "", /^text\/csv/);
  assert.match(table.headers.get("content-disposition") ?? "", /attachment.*auditlog\.csv/);
  const text = await table.text();
  const rows = text.trimEnd().split("\r\n");
  assert.equal(rows[0]?.replace("\uFEFF", ""), "at,actor_kind,actor,act,subject_kind,subject_id,details,entry_id");
  assert.equal(rows.length - 1, (await list({ act: "identity.logged-in", limit: "200" })).entries.length);
  const proofs = (await (await admin.browser.send(routes.exportAudit)).text()).trimEnd().split("\n");
  const { checkpoint } = await state();
  assert.equal(proofs.length - 1, checkpoint!.size);
});

test("Only admins and officers read, prove and export", async () => {
  for (const route of [routes.listAudit, routes.auditLog, routes.exportAudit, routes.exportAuditTable])
    assert.equal((await officer.browser.refusal(route)).code, "identity.role_missing");
  const params = { entryId: (await list()).entries[0]!.entryId };
  assert.equal((await officer.browser.refusal(routes.auditProof, { params })).code, "identity.role_missing");
  const query = { from: "1" };
  assert.equal((await officer.browser.refusal(routes.auditConsistency, { query })).code, "identity.role_missing");
});
