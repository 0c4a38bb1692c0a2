import { type Client, escapeIdentifier, escapeLiteral } from "pg";
import type { Manifest, TableFile } from "./manifest.ts";

export type BackupKind = Manifest["kind"];
export type TableOfOurs = Pick<TableFile, "schema" | "table" | "columns" | "part">;

interface Rule {
  /** Rows that are kept; default all. */
  readonly where?: string;
  /** What stands in place of a column. */
  readonly instead?: Readonly<Record<string, string>>;
}

/**
 * What a backup leaves out. Sessions are in none, nor when backups were made: those of a restored installation are still to
 * come, and their numbers begin anew. What waits to leave may have left by the time that a backup is
 * restored, and its keys are destroyed from day to day: the rows stay, so that senders are told, without the sealed text.
 * An upload that is under way goes on only where its part is.
 */
export const leftOut: Readonly<Record<BackupKind, Readonly<Record<string, Rule>>>> = {
  backup: {
    "public.identity_session": { where: "false" },
    "public.operation_backup": { where: "false" },
    "public.mail_outbox": { where: "false" },
    "public.mail_dispatch": { instead: { sealed: "null::bytea", blob_id: "null::uuid" } },
    "public.mail_held": { instead: { sealed: String.raw`'\x'::bytea` } },
    "public.uploads_upload": { where: "finished_at is not null" },
    "keys.uploads_header": {
      where:
        "exists (select from public.uploads_upload upload where upload.organisation_id = kept.organisation_id" +
        " and upload.upload_id = kept.upload_id and upload.finished_at is not null)",
    },
  },
  rows: { "public.identity_session": { where: "false" }, "public.operation_backup": { where: "false" } },
};

/** Tables outside the schema of keys that hold wrapped keys too. */
const keysInPublic = new Set(["identity_app_password", "identity_invitation"]);

const nameOf = ({ schema, table }: Pick<TableOfOurs, "schema" | "table">): string =>
  `${escapeIdentifier(schema)}.${escapeIdentifier(table)}`;

const listed = (columns: readonly string[]): string => columns.map(escapeIdentifier).join(", ");

/** Every table of ours with the columns that hold values of their own; not the list of migrations. */
export async function tablesOfOurs(client: Client): Promise<TableOfOurs[]> {
  const { rows } = await client.query<{ schema: "public" | "keys"; table: string; columns: string[] }>(`
    select n.nspname as schema, c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relkind = 'r' and n.nspname in ('public', 'keys') and c.relname <> 'db_migration'
    group by 1, 2 order by 1, 2`);
  return rows.map((row) => ({ ...row, part: row.schema === "keys" || keysInPublic.has(row.table) ? "keys" : "data" }));
}

export function copyOutText(kind: BackupKind, of: TableOfOurs): string {
  const { where = "true", instead = {} } = leftOut[kind][`${of.schema}.${of.table}`] ?? {};
  const columns = of.columns.map((column) => instead[column] ?? `kept.${escapeIdentifier(column)}`).join(", ");
  return `copy (select ${columns} from ${nameOf(of)} kept where ${where}) to stdout`;
}

export const copyInText = (of: TableOfOurs): string => `copy ${nameOf(of)} (${listed(of.columns)}) from stdin`;

export const emptyTableText = (of: TableOfOurs): string => `delete from ${nameOf(of)}`;

/** Jobs by their names, so that they can be added to a queue of another version. */
export const copyJobsText = `copy (
  select task.identifier, job.payload, job.run_at, job.key, job.max_attempts
  from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = job.task_id
  where job.attempts < job.max_attempts or job.locked_at is not null order by job.id) to stdout`;

interface Constraint {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

interface Trigger {
  readonly table: string;
  readonly name: string;
  readonly enabled: "O" | "A" | "R";
}

const enabling = { O: "enable", A: "enable always", R: "enable replica" } as const;

/**
 * Lets rows come in any order, past policies, triggers and foreign keys; `close` puts everything back, and with it
 * checks every foreign key. All in the caller's transaction.
 */
export async function openTables(client: Client): Promise<{ close(): Promise<void> }> {
  const { rows: constraints } = await client.query<Constraint>(`
    select format('%I.%I', n.nspname, c.relname) as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and k.conparentid = 0 and n.nspname in ('public', 'keys') order by k.oid`);
  const { rows: forced } = await client.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relforcerowsecurity and n.nspname in ('public', 'keys')`);
  const { rows: triggers } = await client.query<Trigger>(`
    select format('%I.%I', n.nspname, c.relname) as table, t.tgname as name, t.tgenabled as enabled
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and t.tgenabled <> 'D' and n.nspname in ('public', 'keys')`);
  for (const { table, name } of constraints)
    await client.query(`alter table ${table} drop constraint ${escapeIdentifier(name)}`);
  for (const { name } of forced) await client.query(`alter table ${name} no force row level security`);
  for (const { table, name } of triggers)
    await client.query(`alter table ${table} disable trigger ${escapeIdentifier(name)}`);
  return {
    close: async () => {
      for (const { table, name, enabled } of triggers)
        await client.query(`alter table ${table} ${enabling[enabled]} trigger ${escapeIdentifier(name)}`);
      for (const { table, name, definition } of constraints)
        await client.query(`alter table ${table} add constraint ${escapeIdentifier(name)} ${definition}`);
      for (const { name } of forced) await client.query(`alter table ${name} force row level security`);
    },
  };
}

export async function sequencesOfOurs(client: Client): Promise<Manifest["sequences"]> {
  const { rows } = await client.query<Manifest["sequences"][number]>(`
    select schemaname as schema, sequencename as sequence, last_value::text as "lastValue"
    from pg_sequences where schemaname in ('public', 'keys') and last_value is not null order by 1, 2`);
  return rows;
}

export const setSequenceText = ({ schema, sequence, lastValue }: Manifest["sequences"][number]): string =>
  `select setval(${escapeLiteral(`${escapeIdentifier(schema)}.${escapeIdentifier(sequence)}`)}, ${escapeLiteral(lastValue)}::bigint)`;
