import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { dayMs, silentLog } from "#/kernel/index.ts";
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

const backUp = (day: number): Promise<void> =>
  backUpBeforeMigration({
    connection: app.owner,
    directory: join(directory, "backups"),
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
