import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Client } from "pg";
import type { App } from "#/app.ts";
import { checkInstallation, makeBackup } from "#/backup/index.ts";
import { programDirectory } from "#/config.ts";
import { clientConfig } from "#/db/index.ts";
import { dayMs, newId } from "#/kernel/index.ts";
import { runProcess } from "../../support/process.ts";
import { type FilledInstallation, filledInstallation } from "./filled.ts";

interface Checked {
  readonly objects: number;
  readonly blobs: number;
  readonly messages: number;
  readonly opened: number;
  readonly wrong: readonly { readonly what: string; readonly id: string; readonly code: string }[];
  readonly orphans: readonly string[];
  readonly recent: number;
  readonly quarantined: readonly string[];
}

let at: FilledInstallation;
let app: App;
let database: Client;

before(async () => {
  at = await filledInstallation();
  app = await at.open();
  database = new Client(clientConfig(app.ownerConnection));
  await database.connect();
});
after(async () => {
  await database?.end();
  await app?.close();
  at?.remove();
});

async function check(...args: readonly string[]): Promise<Checked & { readonly status: number }> {
  const { status, out, err } = await at.zegel("check", "--json", ...args);
  assert.ok(out !== "", err);
  return { ...(JSON.parse(out) as Checked), status };
}

/** The same within this process, where the result alone is of interest. */
const checkHere = (): Promise<Checked> => checkInstallation(app, { quarantine: false, kitTexts: [], now: new Date() });

const found = ({ wrong }: Checked): string[] => wrong.map(({ what, code }) => `${what} ${code}`).toSorted();
const blobFile = (id: string): string => join(at.directory, "data", "blobs", id.slice(-2), id.slice(-4, -2), id);

async function objectOf(kind: string): Promise<{ object_id: string; blob_id: string | null }> {
  const { rows } = await database.query<{ object_id: string; blob_id: string | null }>(
    "select object_id, blob_id from spaces_object where kind = $1 and (blob_id is not null) = $2 order by object_id limit 1",
    [kind, kind === "attachment"],
  );
  return rows[0]!;
}

/** Runs `act` and takes back what it did by a copy of the rows that were there. */
async function changed(table: string, statement: string, values: readonly unknown[], act: () => Promise<void>) {
  await database.query(`create temporary table was as select * from ${table}`);
  await database.query("set session_replication_role = replica");
  try {
    const { rowCount } = await database.query(statement, [...values]);
    assert.ok(rowCount! > 0, "something was changed");
    await act();
  } finally {
    await database.query(`delete from ${table}`);
    await database.query(`insert into ${table} select * from was`);
    await database.query("drop table was; set session_replication_role = origin");
  }
}

test("A sound installation is found sound; with the recovery kit everything in it opens", async () => {
  const sound = await check("--kit", at.kit);
  assert.deepEqual([sound.status, sound.wrong, sound.orphans], [0, [], []]);
  assert.equal(sound.messages, 3);
  assert.ok(sound.blobs >= 3);
  assert.equal(sound.opened, sound.objects);
  assert.equal((await checkHere()).opened, 0, "nothing is opened without a key");
});

test("A directory in which there is nothing is no sound installation, and nothing is made there", async () => {
  const elsewhere = join(at.directory, "mistyped");
  const env = { ...at.environment, ZEGEL_DATA: elsewhere };
  const { status, err } = await runProcess(join(programDirectory, "bin/zegel"), ["check"], { env });
  assert.equal(status, 1);
  assert.match(err, /There is no data of Zegel in .*mistyped/);
  assert.ok(!existsSync(elsewhere));
});

test("A blob that is damaged and one that is missing are found, each by its object", async () => {
  const { object_id: id, blob_id: blobId } = await objectOf("attachment");
  const file = blobFile(blobId!);
  const bytes = readFileSync(file);
  const damaged = Buffer.from(bytes);
  damaged[1_500_000]! ^= 1;
  writeFileSync(file, damaged);
  const first = await check();
  assert.deepEqual(
    [first.status, first.wrong.map((each) => [each.id, each.code])],
    [1, [[id, "backup.payload_differs"]]],
  );
  writeFileSync(file, bytes);
  renameSync(file, `${file}.away`);
  const second = await checkHere();
  assert.deepEqual(
    second.wrong.map((each) => [each.id, each.code]),
    [[id, "backup.blob_missing"]],
  );
  renameSync(`${file}.away`, file);
});

test("A stray file among the blobs, and a blob that the disk does not give, end no check", async () => {
  const { object_id: id, blob_id: blobId } = await objectOf("attachment");
  const file = blobFile(blobId!);
  const stray = join(at.directory, "data", "blobs", "zz.txt");
  const inFanOut = join(at.directory, "data", "blobs", blobId!.slice(-2), "fe");
  const isFree = !existsSync(inFanOut);
  writeFileSync(stray, "left here");
  if (isFree) writeFileSync(inFanOut, "left here");
  renameSync(file, `${file}.away`);
  mkdirSync(file);
  const checked = await check();
  rmdirSync(file);
  renameSync(`${file}.away`, file);
  for (const path of isFree ? [stray, inFanOut] : [stray]) rmSync(path);
  assert.equal(checked.status, 1);
  assert.deepEqual(
    checked.wrong.map((each) => [each.id, each.code]),
    [[id, "backup.blob_unreadable"]],
  );
  assert.equal(checked.messages, 3, "and the rest was looked at");
});

test("A row that somebody changed or removed in the database is found", async () => {
  const { object_id: id } = await objectOf("message");
  const other = await database.query<{ object_id: string }>(
    "select object_id from spaces_object where kind = 'message' and object_id <> $1 limit 1",
    [id],
  );
  const changes: readonly (readonly [table: string, statement: string, values: readonly unknown[], found: string[]])[] =
    [
      [
        "spaces_content",
        "update spaces_content set payload = set_byte(payload, 40, get_byte(payload, 40) # 1) where object_id = $1",
        [id],
        ["object backup.payload_differs"],
      ],
      ["spaces_content", "delete from spaces_content where object_id = $1", [id], ["object backup.content_missing"]],
      [
        "spaces_object",
        "update spaces_object set size_bytes = size_bytes - 1 where object_id = $1",
        [id],
        ["object vault.signature_wrong"],
      ],
      [
        "keys.spaces_header",
        "delete from keys.spaces_header where object_id = $1",
        [id],
        ["object backup.header_missing"],
      ],
      [
        "mail_message",
        "update mail_message set body_object_id = $2 where body_object_id = $1",
        [id, other.rows[0]!.object_id],
        ["message backup.reference_wrong", "object backup.object_orphaned"],
      ],
      [
        "spaces_object",
        "delete from spaces_object where object_id = $1",
        [id],
        ["log backup.log_wrong", "message backup.object_missing"],
      ],
      [
        "spaces_epoch",
        "update spaces_epoch set public_key = $1 where (space_id, epoch) = (select space_id, epoch from spaces_epoch limit 1)",
        [randomBytes(32)],
        ["epoch vault.certificate_wrong"],
      ],
    ];
  for (const [table, statement, values, expected] of changes)
    await changed(table, statement, values, async () => {
      assert.deepEqual(found(await checkHere()), expected, statement);
    });
});

test("A blob without a row is found, is moved to quarantine when asked for, and is never deleted", async () => {
  const [old, young] = [newId(Date.now() - 2 * dayMs), newId()];
  for (const id of [old, young])
    await app.blobs.write(
      id,
      (async function* () {
        yield randomBytes(1000);
      })(),
    );
  const bytes = readFileSync(blobFile(old));
  const first = await check();
  assert.deepEqual([first.status, first.orphans, first.recent, first.quarantined], [1, [old], 1, []]);
  const second = await check("--quarantine");
  assert.deepEqual([second.status, second.quarantined], [1, [old]]);
  assert.ok(readFileSync(join(at.directory, "data", "blobs", "quarantine", old)).equals(bytes));
  assert.ok(!existsSync(blobFile(old)) && existsSync(blobFile(young)));
  assert.deepEqual((await checkHere()).orphans, []);
});

test("Old snapshots of a backup go, and with them the blobs that only they named; the keys first of all", async () => {
  const directory = at.file("backup");
  const make = (now: Date) =>
    makeBackup({
      connection: app.ownerConnection,
      blobs: app.blobs,
      directory,
      ownDirectories: [app.config.dataDirectory],
      secretsDirectory: app.config.secretsDirectory,
      keepDays: 14,
      zegelVersion: "0.1.0",
      now,
    });
  const { manifest: old } = await make(new Date(Date.now() - 15 * dayMs));
  const { object_id: id, blob_id: blobId } = await objectOf("attachment");
  await changed("spaces_object", "delete from spaces_object where object_id = $1", [id], async () => {
    const { manifest, pruned } = await make(new Date());
    assert.deepEqual(pruned, { snapshots: [old.snapshot], blobs: 1, damaged: [] });
    assert.equal(manifest.blobs!.count, old.blobs!.count - 1);
    assert.deepEqual(readdirSync(join(directory, "keys")), [manifest.snapshot]);
    const left = readdirSync(join(directory, "data", "blobs"), { recursive: true });
    assert.ok(!left.some((path) => String(path).endsWith(blobId!)));
  });
});
