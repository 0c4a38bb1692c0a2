import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { dayMs, hourMs, newId } from "#/kernel/index.ts";
import { openSealed, sealTo } from "#/vault/index.ts";
import { openTestDatabase, type TestDatabase } from "../../tests/support/database.ts";
import { checkSecretsBelong, openSecrets } from "./index.ts";

let root: string;
let db: TestDatabase;
before(async () => {
  root = await mkdtemp(join(tmpdir(), "zegel-secrets-"));
  db = await openTestDatabase();
});
after(async () => {
  await rm(root, { recursive: true, force: true });
  await db.close();
});

let count = 0;
const fresh = (): string => join(root, `${++count}`);
const refusal = (code: string) => ({ name: "Refusal", code });
const noon = new Date("2026-03-01T12:00:00Z");
const later = (ms: number): Date => new Date(noon.getTime() + ms);

test("The first start makes the secrets, for nobody else to read; later starts find them", async () => {
  const directory = fresh();
  const first = await openSecrets(directory);
  const second = await openSecrets(directory);
  assert.equal(first.fingerprint, second.fingerprint);
  assert.deepEqual(first.pepper, second.pepper);
  assert.equal(first.pepper.byteLength, 32);
  assert.equal(first.databasePassword, second.databasePassword);
  assert.equal((await stat(directory)).mode & 0o777, 0o700);
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const { mode } = await stat(join(entry.parentPath, entry.name));
    assert.equal(mode & 0o077, 0, entry.name);
  }
  assert.notEqual((await openSecrets(fresh())).fingerprint, first.fingerprint);
});

test("Two processes that start for the first time at once agree on the secrets", async () => {
  const directory = fresh();
  const [one, two] = await Promise.all([openSecrets(directory), openSecrets(directory)]);
  assert.equal(one.fingerprint, two.fingerprint);
});

test("A directory that was open to others is closed", async () => {
  const directory = fresh();
  await openSecrets(directory);
  await chmod(directory, 0o755);
  await openSecrets(directory);
  assert.equal((await stat(directory)).mode & 0o777, 0o700);
});

test("A secret that is lost or damaged stops the start, and is not made anew", async () => {
  const directory = fresh();
  await openSecrets(directory);
  await rm(join(directory, "pepper"));
  await assert.rejects(openSecrets(directory), refusal("secrets.incomplete"));
  assert.ok(!existsSync(join(directory, "pepper")));
  await writeFile(join(directory, "pepper"), "short\n");
  await assert.rejects(openSecrets(directory), refusal("secrets.damaged"));
});

test("A database is opened only with the secrets that it was filled under", async () => {
  const [own, foreign] = [await openSecrets(fresh()), await openSecrets(fresh())];
  await checkSecretsBelong(db.database, own);
  await checkSecretsBelong(db.database, own);
  await assert.rejects(checkSecretsBelong(db.database, foreign), refusal("secrets.mismatch"));
});

test("The intake has a key of its own for each organisation, and the same one at every start", async () => {
  const directory = fresh();
  const [one, two] = [newId(), newId()];
  const secrets = await openSecrets(directory);
  assert.deepEqual(secrets.intakeKey(one), (await openSecrets(directory)).intakeKey(one));
  assert.notDeepEqual(secrets.intakeKey(one), secrets.intakeKey(two));
  assert.notDeepEqual(secrets.intakeKey(one).x25519Secret, secrets.intakeKey(one).ed25519Seed);
});

test("An organisation's root is pinned once; another process sees it, and nobody replaces it", async () => {
  const directory = fresh();
  const [server, command] = [await openSecrets(directory), await openSecrets(directory)];
  const organisationId = newId();
  assert.equal(server.organisationRoot(organisationId), undefined);
  command.pinOrganisationRoot(organisationId, Buffer.alloc(32, 7));
  assert.deepEqual(server.organisationRoot(organisationId), Buffer.alloc(32, 7));
  server.pinOrganisationRoot(organisationId, Buffer.alloc(32, 7));
  assert.throws(() => server.pinOrganisationRoot(organisationId, Buffer.alloc(32, 8)), refusal("secrets.root_pinned"));
});

test("What waits is sealed to a queue key that is replaced daily and destroyed when nothing needs it", async () => {
  const directory = fresh();
  const { queue } = await openSecrets(directory, noon);
  const first = queue.current();
  const sealed = sealTo(first.publicKey, Buffer.from("notification"));
  assert.deepEqual(openSealed(queue.secret(first.id)!, sealed), Buffer.from("notification"));
  await queue.rotate(later(hourMs), []);
  assert.equal(queue.current().id, first.id);
  await queue.rotate(later(dayMs), [first.id]);
  const second = queue.current();
  assert.notEqual(second.id, first.id);
  await queue.rotate(later(dayMs + 2 * hourMs), [first.id]);
  assert.ok(queue.secret(first.id), "still needed");
  await queue.rotate(later(dayMs + 3 * hourMs), []);
  assert.equal(queue.secret(first.id), undefined);
  assert.deepEqual(await readdir(join(directory, "queue")), [second.id]);
});

test("A queue key outlives its successor's first hour, for what was being sealed to it just then", async () => {
  const { queue } = await openSecrets(fresh(), noon);
  const first = queue.current();
  await queue.rotate(later(dayMs), []);
  assert.ok(queue.secret(first.id));
});

test("A key that another process made is found", async () => {
  const directory = fresh();
  const [server, worker] = [await openSecrets(directory, noon), await openSecrets(directory, noon)];
  await worker.queue.rotate(later(dayMs), []);
  const { id } = worker.queue.current();
  assert.deepEqual(server.queue.secret(id), worker.queue.secret(id));
});

test("The server's half of sessions is replaced daily; live sessions have a day to move over, then it is destroyed", async () => {
  const directory = fresh();
  const { session } = await openSecrets(directory, noon);
  const first = session.current();
  await session.rotate(later(dayMs - hourMs));
  assert.equal(session.current().id, first.id);
  await session.rotate(later(dayMs));
  const second = session.current();
  assert.notEqual(second.id, first.id);
  assert.ok(session.secret(first.id));
  await session.rotate(later(2 * dayMs));
  assert.equal(session.secret(first.id), undefined);
  assert.ok(session.secret(second.id));
  assert.ok(!(await readdir(join(directory, "session"))).includes(first.id));
});

test("A name that is no key's never becomes a path", async () => {
  const { queue } = await openSecrets(fresh());
  assert.equal(queue.secret("../pepper"), undefined);
});
