// Writes schema.ts from a migrated database: `node src/db/generate-schema.ts postgres://owner:…`
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client, type ClientConfig } from "pg";

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly hasDefault: boolean;
  readonly check: string | null;
}

const scalars: Readonly<Record<string, string>> = {
  uuid: "Id",
  text: "string",
  bytea: "Bytes",
  boolean: "boolean",
  smallint: "number",
  integer: "number",
  bigint: "number",
  "timestamp with time zone": "Date",
  "text[]": "string[]",
  "uuid[]": "Id[]",
  jsonb: "Json",
};

const columnsOfOurs = `
  select case n.nspname when 'public' then c.relname else n.nspname || '.' || c.relname end as "table",
    a.attname as "column", format_type(a.atttypid, null) as "type", not a.attnotnull as "nullable", a.atthasdef as "hasDefault",
    (select pg_get_constraintdef(k.oid) from pg_constraint k
      where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
        and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[%' limit 1) as "check"
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
  where c.relkind = 'r' and n.nspname in ('public', 'keys') and a.attnum > 0 and not a.attisdropped
    and c.relname not in ('db_migration', 'secrets_installation', 'operation_backup')
  order by 1, a.attnum`;

function typeOf(column: Column): string {
  const scalar = scalars[column.type];
  if (!scalar) throw new Error(`no type for ${column.type} of ${column.table}.${column.column}`);
  const words = column.check ? [...column.check.matchAll(/'([^']+)'::text/g)].map((match) => `"${match[1]}"`) : [];
  const plain = words.length > 0 ? words.join(" | ") : scalar;
  const whole = column.nullable ? `${plain} | null` : plain;
  return column.hasDefault ? `Generated<${whole}>` : whole;
}

/** The text of schema.ts for the database's tables as they are. */
export async function describeSchema(connection: ClientConfig | string): Promise<string> {
  const client = new Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<Column>(columnsOfOurs);
    if (rows.length === 0) throw new Error("the database has no tables: migrate it first");
    const tables = Map.groupBy(rows, (row) => row.table);
    const lines = [...tables].map(
      ([table, columns]) =>
        `  "${table}": {\n${columns.map((column) => `    ${column.column}: ${typeOf(column)};`).join("\n")}\n  };`,
    );
    return `// Written by generate-schema.ts; not by hand.
import type { ColumnType, Generated as HasDefault } from "kysely";
import type { Bytes, Id } from "#/kernel/index.ts";

type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
/** Give \`JSON.stringify(value)\` when writing: the driver would take a list for an array of the database. */
export type Json = ColumnType<JsonValue, string, string>;
type Generated<T> = T extends Json ? ColumnType<JsonValue, string | undefined, string> : HasDefault<T>;

export interface Schema {
${lines.join("\n")}
}
`;
  } finally {
    await client.end();
  }
}

if (import.meta.main) {
  const url = process.argv[2];
  if (!url) throw new Error("usage: node src/db/generate-schema.ts postgres://owner:password@host/database");
  await writeFile(join(import.meta.dirname, "schema.ts"), await describeSchema(url));
}
