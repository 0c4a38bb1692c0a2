import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Logger, runMigrations } from "graphile-worker";
import { Client, Pool } from "pg";
import { type Log, Refusal } from "#/kernel/index.ts";
import { clientConfig, type Connection } from "./connection.ts";

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

const directory = join(import.meta.dirname, "migrations");
const namePattern = /^(\d{4})_[a-z0-9_]+\.sql$/;
const oldestMajor = 15;

/** The migrations of this version, in order of their numbers, each of which is used once. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => namePattern.test(name)).toSorted();
  const migrations = names.map(async (name) => {
    const text = await readFile(join(directory, name), "utf8");
    return { number: Number(name.slice(0, 4)), name, text, checksum: createHash("sha256").update(text).digest("hex") };
  });
  const read = await Promise.all(migrations);
  if (new Set(read.map((migration) => migration.number)).size < read.length)
    throw new Error("two migrations have the same number");
  return read;
}

async function applied(client: Client): Promise<Map<number, string>> {
  await client.query(
    "create table if not exists db_migration" +
      " (number int primary key, name text not null, checksum text not null, at timestamptz not null default now())",
  );
  await client.query("revoke all on db_migration from public");
  const { rows } = await client.query<{ number: number; checksum: string }>(
    "select number, checksum from db_migration",
  );
  return new Map(rows.map((row) => [row.number, row.checksum]));
}

function assertKnown(known: readonly Migration[], done: ReadonlyMap<number, string>): void {
  for (const [number, checksum] of done) {
    const migration = known.find((each) => each.number === number);
    if (!migration) throw new Refusal("unavailable", "db.schema_newer", { found: number, known: known.at(-1)!.number });
    if (migration.checksum !== checksum)
      throw new Refusal("unavailable", "db.schema_differs", { migration: migration.name });
  }
}

/** Who serves requests owns nothing: roles of their own, which the owner makes. */
async function assertMayMakeRoles(client: Client): Promise<void> {
  const { rows } = await client.query<{ role: string; may: boolean }>(
    "select rolname as role, rolcreaterole or rolsuper as may from pg_roles where rolname = current_user",
  );
  if (!rows[0]!.may) throw new Refusal("unavailable", "db.role_makes_no_roles", { role: rows[0]!.role });
}

async function apply(client: Client, migration: Migration, log: Log): Promise<void> {
  await client.query("begin; set local app.migrating = 'on'");
  try {
    await client.query(migration.text);
    await client.query("insert into db_migration (number, name, checksum) values ($1, $2, $3)", [
      migration.number,
      migration.name,
      migration.checksum,
    ]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
  log.info({ migration: migration.name }, "migration applied");
}

async function installJobs(owner: Connection): Promise<void> {
  const pool = new Pool({ ...clientConfig(owner), max: 1 });
  const ignore = (): void => undefined; // the query that runs fails, and says so
  pool.on("error", ignore).on("connect", (client) => client.on("error", ignore));
  try {
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) });
  } finally {
    await pool.end();
  }
}

/** @throws Refusal `db.schema_newer`, `db.schema_differs` where a schema elsewhere is not one that this version knows. */
export async function assertMigrationsKnown(
  elsewhere: readonly { readonly number: number; readonly checksum: string }[],
): Promise<void> {
  assertKnown(await readMigrations(), new Map(elsewhere.map((each) => [each.number, each.checksum])));
}

export interface MigrateOptions {
  /** These alone, as they were applied elsewhere: for rows of that schema to come in. */
  readonly only?: readonly { readonly number: number; readonly checksum: string }[];
  /** Before a database that has a schema gets a newer one. What it throws stops everything. */
  readonly before?: () => Promise<void>;
}

/**
 * Brings the schema to this version, as the role that owns it. Each migration has a transaction of its own; processes
 * that start together wait for one another. Refuses with `db.schema_newer`, `db.schema_differs` (a migration that was
 * applied has been changed) or `db.version_too_old` (before PostgreSQL 15) or `db.role_makes_no_roles`, all of which stop the start.
 */
export async function migrate(owner: Connection, log: Log, options: MigrateOptions = {}): Promise<void> {
  if (options.only) await assertMigrationsKnown(options.only);
  const all = await readMigrations();
  const wanted = options.only && new Set(options.only.map((each) => each.number));
  const known = wanted ? all.filter((migration) => wanted.has(migration.number)) : all;
  const client = new Client(clientConfig(owner));
  // What breaks it is thrown by the question that is under way.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ major: number }>(
      "select current_setting('server_version_num')::int / 10000 as major",
    );
    const major = rows[0]!.major;
    if (major < oldestMajor)
      throw new Refusal("unavailable", "db.version_too_old", { found: major, needed: oldestMajor });
    await client.query("select pg_advisory_lock(hashtextextended('zegel/migrate', 0))");
    const done = await applied(client);
    assertKnown(known, done);
    if (done.size === 0) await assertMayMakeRoles(client);
    if (done.size > 0 && known.some((migration) => !done.has(migration.number))) await options.before?.();
    await installJobs(owner);
    for (const migration of known) if (!done.has(migration.number)) await apply(client, migration, log);
  } finally {
    await client.end();
  }
}
