import { type Client, escapeIdentifier } from "pg";
import { type BackupKind, leftOut } from "./tables.ts";

interface BlobColumn {
  readonly name: string;
  readonly from: string;
}

/** Every table whose rows may name a blob: by the column `blob_id`, wherever there is one. */
async function blobColumns(client: Client): Promise<BlobColumn[]> {
  const { rows } = await client.query<{ schema: string; table: string }>(`
    select n.nspname as schema, c.relname as table
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and n.nspname in ('public', 'keys') and a.attname = 'blob_id' and not a.attisdropped
      and a.atttypid = 'uuid'::regtype`);
  return rows.map(({ schema, table }) => ({
    name: `${schema}.${table}`,
    from: `${escapeIdentifier(schema)}.${escapeIdentifier(table)} kept`,
  }));
}

/** `COPY` of the blobs that the rows of a backup name, in order: id, and bytes and leaf hashes where they are known. */
export async function copyBlobsText(client: Client, kind: BackupKind): Promise<string> {
  const others = (await blobColumns(client))
    .filter(({ name }) => name !== "public.spaces_object" && !leftOut[kind][name]?.instead?.["blob_id"])
    .map(({ name, from }) => {
      const where = leftOut[kind][name]?.where ?? "true";
      return `select blob_id, null::bigint, null::text from ${from} where blob_id is not null and (${where})`;
    });
  const objects = "select blob_id, payload_bytes, encode(leaves, 'hex') from spaces_object where blob_id is not null";
  return `copy (select distinct on (1) * from (${[objects, ...others].join(" union all ")}) named
    order by 1, 2 nulls last) to stdout`;
}

/** Of these blobs the ones that some row names at this moment, in whichever organisation. */
export async function namedBlobs(client: Client, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const selects = (await blobColumns(client)).map(
    ({ from }) => `select blob_id as id from ${from} where blob_id = any($1)`,
  );
  const { rows } = await client.query<{ id: string }>(selects.join(" union "), [ids]);
  return rows.map((row) => row.id);
}
