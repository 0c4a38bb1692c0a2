import { type RawBuilder, sql } from "kysely";
import type { Transaction } from "#/db/index.ts";
import { base64url, type Id } from "#/kernel/index.ts";
import { noteKeyText } from "#/vault/index.ts";
import { type CheckpointApp, needCheckpoint } from "./checkpoints.ts";
import { entryColumns, leafColumns, type LeafRow } from "./entry-rows.ts";
import { proofText, proveLeaves } from "./proofs.ts";
import { type AuditReader, assertMayRead } from "./reader.ts";

export const exportFormat = "zegel-audit-export-v1";

/** Of which entries an export is to be; without any it is the whole log. */
export interface ExportFilter {
  readonly entryId?: Id | undefined;
  readonly actorIds?: readonly Id[] | undefined;
  readonly act?: string | undefined;
  readonly from?: Date | undefined;
  /** Not included. */
  readonly until?: Date | undefined;
}

const pageSize = 500;

function condition({ entryId, actorIds, act, from, until }: ExportFilter): RawBuilder<boolean> {
  const parts = [
    entryId === undefined ? undefined : sql<boolean>`leaf.entry_id = ${entryId}`,
    actorIds === undefined ? undefined : sql<boolean>`entry.actor_id = any(${actorIds})`,
    act === undefined ? undefined : sql<boolean>`entry.act = ${act}`,
    from === undefined ? undefined : sql<boolean>`entry.at >= ${from}`,
    until === undefined ? undefined : sql<boolean>`entry.at < ${until}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? sql<boolean>`true` : sql.join(parts, sql` and `);
}

async function page(tx: Transaction, filter: ExportFilter, after: number, size: number): Promise<LeafRow[]> {
  const { rows } = await sql<LeafRow>`
    select ${leafColumns}, ${entryColumns} from audit_leaf leaf
    left join audit_entry entry on entry.organisation_id = leaf.organisation_id and entry.entry_id = leaf.entry_id
    where leaf.organisation_id = ${tx.organisationId} and leaf.position > ${after} and leaf.position < ${size}
      and ${condition(filter)}
    order by leaf.position limit ${pageSize}`.execute(tx.query);
  return rows;
}

/**
 * Lines of JSON: a header with the last checkpoint, then an entry on each line with its place, its salt and its proof.
 * Who has the public key verifies it anywhere (`verifyExport`). Ends at the checkpoint: what came after it is left out.
 * @throws Refusal `audit.no_checkpoint_yet`, before the first line
 */
export async function exportLog(
  app: Pick<CheckpointApp, "config" | "database" | "secrets">,
  reader: AuditReader,
  filter: ExportFilter = {},
): Promise<AsyncGenerator<string, void>> {
  assertMayRead(reader);
  const { organisationId } = reader;
  const inside = app.database.inOrganisation;
  const { key, checkpoint } = await inside(organisationId, (tx) => needCheckpoint(app, tx));
  const { size, note } = checkpoint;
  const isComplete = Object.values(filter).every((value) => value === undefined);
  return (async function* () {
    yield `${JSON.stringify({ format: exportFormat, complete: isComplete, key: noteKeyText(key), checkpoint: note })}\n`;
    for (let after = -1; ;) {
      const leaves = await inside(organisationId, async (tx) =>
        proveLeaves(tx, await page(tx, filter, after, size), size),
      );
      if (leaves.length === 0) return;
      after = leaves.at(-1)!.position;
      yield leaves
        .map(({ position, salt, entry, leafHash, proof }) => {
          const content = salt && entry ? { salt: base64url(salt), entry } : { leafHash: proofText([leafHash])[0] };
          return `${JSON.stringify({ position, ...content, proof: proofText(proof) })}\n`;
        })
        .join("");
    }
  })();
}
