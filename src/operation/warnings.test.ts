import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { makeSelfSigned } from "#/doors/smtp/self-signed.ts";
import { confirmKitKept, confirmRecoveryCode, type MemberActor, offerRecoveryCode } from "#/identity/index.ts";
import { dayMs, hourMs, minuteMs } from "#/kernel/index.ts";
import { dispatchQueued, readOutbox } from "#/mail/index.ts";
import {
  join as joinMember,
  openTestApp,
  setUpTestOrganisation,
  type TestApp,
  type TestOrganisation,
} from "../../tests/support/identity.ts";
import { noteBackup, readHealth, type Surroundings, tryJobsAgain, warnAdmins } from "./index.ts";

const gigabyte = 2 ** 30;
let app: TestApp;
let organisation: TestOrganisation;
let bea: MemberActor;
let freeBytes = 0;
const machine: Surroundings = { spaceAt: async () => ({ freeBytes, totalBytes: 100 * gigabyte }) };

before(async () => {
  app = await openTestApp({ waitingJobs: "allowed" });
  organisation = await setUpTestOrganisation(app);
  bea = (await joinMember(app, organisation.admin, "bea")).actor;
});
after(() => app?.close());

const backUp = (): Promise<void> =>
  noteBackup(app, { startedAt: app.clock.now(), finishedAt: app.clock.now(), bytes: 4096 });

/** Subjects of the mails that came since the last time, all of which went to the admin alone. */
async function mails(): Promise<string[]> {
  await dispatchQueued(app, organisation.organisationId);
  const found = await readOutbox(app);
  await app.testDatabase.asOwner("delete from mail_outbox");
  await app.testDatabase.asOwner("delete from graphile_worker._private_jobs where attempts < max_attempts");
  const letters = found.flatMap((entry) => (entry.kind === "mail" ? [entry] : []));
  for (const { to } of letters) assert.match(JSON.stringify(to), /admin@tulp\.example/);
  return letters.map(({ subject }) => subject);
}

beforeEach(async () => {
  freeBytes = 50 * gigabyte;
  await backUp();
  await app.testDatabase.asOwner("delete from operation_warning");
  await app.testDatabase.asOwner("delete from mail_dispatch");
  await app.testDatabase.asOwner("delete from graphile_worker._private_jobs");
  await app.testDatabase.asOwner("delete from mail_outbox");
});

test("Health says that nobody kept the kit or a recovery code, until they did; nobody is mailed about it", async () => {
  const kept = async () => {
    const { entries } = await readHealth(app, organisation.admin, machine);
    return entries.filter(({ subject }) => subject === "kit" || subject === "codes");
  };
  await warnAdmins(app, machine);
  assert.deepEqual(await mails(), []);
  assert.deepEqual(
    (await kept()).map(({ state, finding }) => [state, finding]),
    [
      ["attention", "unconfirmed"],
      ["attention", "missing"],
    ],
  );
  assert.equal((await kept())[1]!.details["members"], 2);
  await assert.rejects(confirmKitKept(app, bea), { code: "identity.role_missing" });
  await confirmKitKept(app, organisation.admin);
  for (const actor of [organisation.admin, bea]) {
    const { code } = await offerRecoveryCode(app, actor);
    await confirmRecoveryCode(app, actor, { typed: code.slice(-9) });
  }
  const moments = (await kept())[0]!.details;
  app.clock.advance(hourMs);
  await confirmKitKept(app, organisation.admin);
  assert.deepEqual((await kept())[0]!.details, moments);
  assert.deepEqual(
    (await kept()).map(({ state }) => state),
    ["good", "good"],
  );
});

test("While all is well nobody is mailed", async () => {
  await warnAdmins(app, machine);
  assert.deepEqual(await mails(), []);
  const { entries } = await readHealth(app, organisation.admin, machine);
  assert.deepEqual([...new Set(entries.map(({ state }) => state))], ["good"]);
});

test("A disk that fills up is told of once a day, at once when it gets worse, and when it is over", async () => {
  freeBytes = 9 * gigabyte;
  await warnAdmins(app, machine);
  await warnAdmins(app, machine);
  assert.deepEqual(await mails(), ["Zegel: de schijf raakt vol"]);
  const [disk] = (await readHealth(app, organisation.admin, machine)).entries;
  assert.equal(disk!.state, "attention");
  assert.ok(disk!.warnedSince);
  app.clock.advance(23 * hourMs);
  await warnAdmins(app, machine);
  assert.deepEqual(await mails(), []);
  freeBytes = gigabyte / 4;
  await warnAdmins(app, machine);
  assert.equal((await mails()).length, 1);
  app.clock.advance(25 * hourMs);
  await backUp();
  await warnAdmins(app, machine);
  assert.equal((await mails()).length, 1);
  freeBytes = 60 * gigabyte;
  await warnAdmins(app, machine);
  await warnAdmins(app, machine);
  assert.deepEqual(await mails(), ["Zegel: er is weer ruimte op de schijf"]);
});

test("What comes and goes is told of once a day", async () => {
  for (let round = 0; round < 4; round++) {
    freeBytes = (round % 2 === 0 ? 9 : 50) * gigabyte;
    app.clock.advance(minuteMs);
    await warnAdmins(app, machine);
  }
  assert.equal((await mails()).length, 2);
});

test("Two workers that look at the same moment send one mail", async () => {
  freeBytes = 9 * gigabyte;
  await Promise.all([warnAdmins(app, machine), warnAdmins(app, machine), warnAdmins(app, machine)]);
  assert.equal((await mails()).length, 1);
});

test("A backup of more than a day ago is told of, and the next one ends it", async () => {
  app.clock.advance(27 * hourMs);
  await warnAdmins(app, machine);
  assert.deepEqual(await mails(), ["Zegel: de reservekopie is oud"]);
  await backUp();
  await warnAdmins(app, machine);
  assert.deepEqual(await mails(), ["Zegel: er is een nieuwe reservekopie"]);
});

test("A certificate that ends is told of as the end comes near, and its renewal ends it", async () => {
  const tls = {
    certificateFile: join(app.dataDirectory, "fullchain.pem"),
    keyFile: join(app.dataDirectory, "key.pem"),
  };
  const real = { ...app, config: { ...app.config, tls } };
  const now = app.clock.now();
  const lifeMs =
    Date.parse(new X509Certificate(makeSelfSigned(["mail.tulp.example"], now).certificate).validTo) - now.getTime();
  const endsIn = (leftMs: number): void => {
    const { certificate } = makeSelfSigned(["mail.tulp.example"], new Date(now.getTime() - lifeMs + leftMs));
    writeFileSync(tls.certificateFile, certificate);
  };
  for (const [leftMs, subjects] of [
    [20 * dayMs, []],
    [13 * dayMs, ["Zegel: het certificaat loopt af"]],
    [12 * dayMs, []],
    [dayMs, ["Zegel: het certificaat loopt af"]],
    [-hourMs, ["Zegel: het certificaat loopt af"]],
    [80 * dayMs, ["Zegel: het certificaat is vernieuwd"]],
  ] as const) {
    endsIn(leftMs);
    await warnAdmins(real, machine);
    assert.deepEqual(await mails(), subjects, `${leftMs / dayMs} days`);
  }
});

test("Mail that nobody takes for half an hour is told of", async () => {
  await app.testDatabase.asOwner(
    `insert into mail_dispatch (organisation_id, dispatch_id, kind, queue_key_id, sealed, payload_bytes, state, created_at)
    values ($1, gen_random_uuid(), 'notice', 'none', '\\x00', 1, 'queued', $2)`,
    [organisation.organisationId, new Date(app.clock.now().getTime() - 31 * minuteMs)],
  );
  await warnAdmins(app, machine);
  const { entries } = await readHealth(app, organisation.admin, machine);
  const queue = entries.find(({ subject }) => subject === "queue")!;
  assert.equal(queue.finding, "mail_waiting");
  await app.testDatabase.asOwner("delete from mail_dispatch where queue_key_id = 'none'");
  assert.deepEqual(await mails(), ["Zegel: er wacht al lang werk"]);
});

test("Jobs that gave up are told of, and get another chance at an admin's word", async () => {
  const add = (organisationId: string) =>
    app.testDatabase.asOwner(
      `with job as (select graphile_worker.add_job('test.nothing', json_build_object('organisationId', $1::text)) as job)
      select job from job`,
      [organisationId],
    );
  await add(organisation.organisationId);
  await add("00000000-0000-7000-8000-000000000000");
  await app.testDatabase.asOwner(
    "update graphile_worker._private_jobs set attempts = max_attempts, updated_at = $1 where payload ->> 'organisationId' is not null",
    [app.clock.now()],
  );
  await warnAdmins(app, machine);
  assert.deepEqual(await mails(), ["Zegel: werk is opgegeven"]);
  assert.equal(await tryJobsAgain(app, organisation.admin), 1);
  const { entries } = await readHealth(app, organisation.admin, machine);
  assert.equal(entries.find(({ subject }) => subject === "jobs")!.state, "good");
  const counts = await app.database.installation.jobs();
  assert.equal(counts.find(({ kind }) => kind === "test.nothing")!.gaveUp, 1, "another organisation's stays");
});

test("A new installation has a day to make its first backup", async () => {
  await app.testDatabase.asOwner("delete from operation_backup");
  await warnAdmins(app, machine);
  assert.deepEqual(await mails(), []);
  const { entries } = await readHealth(app, organisation.admin, machine);
  assert.equal(entries.find(({ subject }) => subject === "backup")!.finding, "none");
  const real = { ...app, config: { ...app.config, isLocal: false, tls: undefined, publicUrl: "https://127.0.0.1:1" } };
  app.clock.advance(30 * dayMs);
  await warnAdmins(real, machine);
  assert.deepEqual(await mails(), ["Zegel: de reservekopie is oud"]);
});

test("Only admins see how the installation is doing", async () => {
  const { actor } = await joinMember(app, organisation.admin, "cor");
  await assert.rejects(readHealth(app, actor, machine), { code: "identity.role_missing" });
  await assert.rejects(tryJobsAgain(app, actor), { code: "identity.role_missing" });
});
