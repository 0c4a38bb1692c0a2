import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { migrate } from "#/db/index.ts";
import { dayMs, isRefusal, silentLog } from "#/kernel/index.ts";
import { addTestOrganisation, openTestInstallation, type TestInstallation } from "../../tests/support/installation.ts";
import { backUpBeforeMigration } from "./before-migration.ts";
import { chooseManifest, layoutOf } from "./layout.ts";

let app: TestInstallation;
let directory: string;

before(async () => {
  app = await openTestInstallation();
  directory = await mkdtemp(join(tmpdir(), "zegel-before-"));
});
after(async () => {
  await app?.close();
  await rm(directory, { recursive: true, force: true });
});

const backUp = (day: number, to = join(directory, "backups")): Promise<void> =>
  backUpBeforeMigration({
    connection: app.owner,
    directory: to,
    zegelVersion: "0.1.0",
    now: new Date(Date.UTC(2026, 0, 1) + day * dayMs),
    log: silentLog,
  });

test("Of an empty database there is nothing to keep before a migration", async () => {
  await backUp(0);
  assert.deepEqual(await readdir(directory), []);
});

test("Before a migration the rows are kept, and of such copies the last three", async () => {
  const { organisationId } = await addTestOrganisation(app, "tulp.example");
  for (const day of [1, 2, 3, 4]) await backUp(day);
  const names = (await readdir(join(directory, "backups"))).toSorted();
  assert.deepEqual(
    names.map((name) => name.slice(0, "before-20260101".length)),
    ["before-20260103", "before-20260104", "before-20260105"],
  );
  const manifest = await chooseManifest(layoutOf(join(directory, "backups", names[0]!)));
  assert.equal(manifest.kind, "rows");
  assert.equal(manifest.tables.find(({ table }) => table === "identity_organisation")?.rows, 1);
  assert.ok(organisationId);
});

test("Without room for the rows nothing is migrated, and the sentence says where and how much is needed", async () => {
  const numbers = (): Promise<{ number: number }[]> =>
    app.asOwner("select number from db_migration order by number desc");
  const [newest] = await numbers();
  await app.asOwner(`delete from db_migration where number = ${newest!.number}`);
  const without = await numbers();
  // A file system on which there never is any room.
  const full = "/proc";
  const refused = await migrate(app.owner, silentLog, { before: () => backUp(5, full) }).catch(
    (error: unknown) => error,
  );
  assert.ok(isRefusal(refused));
  assert.equal(refused.code, "backup.no_room");
  assert.equal(refused.details["directory"], full);
  assert.ok(Number(refused.details["neededMebibytes"]) > 256);
  assert.deepEqual(await numbers(), without);
});
