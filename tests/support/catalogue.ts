import { Client } from "pg";
import { clientConfig, type Connection } from "#/db/index.ts";
import { type Id, newId } from "#/kernel/index.ts";

export interface Table {
  /** With its schema where that is not `public`. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly hasOrganisation: boolean;
  readonly isEnabled: boolean;
  readonly isForced: boolean;
  readonly policies: readonly string[];
}

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly isNeeded: boolean;
  readonly check: string | null;
}

export async function withClient<T>(connection: Connection, run: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(clientConfig(connection));
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

const tablesOfOurs = `
  select c.oid::regclass::text as name, c.relrowsecurity as "isEnabled", c.relforcerowsecurity as "isForced",
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organisation_id' and a.attnotnull) as "hasOrganisation",
    array(select polname::text from pg_policy where polrelid = c.oid order by 1) as policies,
    (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
      'isNeeded', a.attnotnull and not a.atthasdef,
      'check', (select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum])) order by a.attnum)
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not like 'pg\\_%'
    and n.nspname not in ('information_schema', 'graphile_worker')
  order by 1`;

/** Every table and view that is ours, whatever schema it is in. */
export const readTables = async (client: Client): Promise<Table[]> => (await client.query<Table>(tablesOfOurs)).rows;

let moments = 0;

const sample: Readonly<Record<string, () => unknown>> = {
  uuid: () => newId(),
  text: () => newId(),
  bytea: () => Buffer.alloc(32, newId()),
  boolean: () => false,
  smallint: () => 1,
  integer: () => 1,
  bigint: () => 1,
  // Each later than the one before: what lasts from one to the other is never empty.
  "timestamp with time zone": () => new Date(Date.UTC(2026, 0, 1) + 1000 * ++moments),
  jsonb: () => "{}",
  "text[]": () => [],
};

function valueFor(column: Column, organisationId: Id): unknown {
  if (column.name === "organisation_id") return organisationId;
  const word = /ARRAY\['([^']+)'/.exec(column.check ?? "")?.[1];
  const octets = /octet_length\([^=]*\) = (\d+)/.exec(column.check ?? "")?.[1];
  const make = sample[column.type];
  if (!make) throw new Error(`no sample of ${column.type} for ${column.name}`);
  if (octets) return Buffer.alloc(Number(octets), newId());
  return word ?? make();
}

/** A statement that adds a row to the table for the organisation; references lead nowhere. */
export function insertion(table: Table, organisationId: Id): { text: string; values: unknown[] } {
  const columns = table.columns.filter((column) => column.isNeeded);
  const names = columns.map((column) => column.name).join(", ");
  const places = columns.map((_, index) => `$${index + 1}`).join(", ");
  const values = columns.map((column) => valueFor(column, organisationId));
  return { text: `insert into ${table.name} (${names}) values (${places})`, values };
}
